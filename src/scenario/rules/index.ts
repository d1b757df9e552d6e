/** All static rules, in the order in which they are listed; a section's engineer adds a row to a table or a table here. */
import { airPermitRules } from './air-permits.ts'
import { blockRules } from './blocks.ts'
import { checkpointRules } from './checkpoints.ts'
import { checkRules } from './checks.ts'
import { coolingRules } from './cooling.ts'
import { crewRules } from './crews.ts'
import { dateRules } from './dates.ts'
import { fabricRules } from './fabric.ts'
import { faultRules } from './faults.ts'
import { fireZoneRules } from './fire-zones.ts'
import { generationRules } from './generation.ts'
import { powerChainRules } from './power-chain.ts'
import { gridRules } from './grid.ts'
import { layoutRules } from './layout.ts'
import { lotRules } from './lots.ts'
import { refreshRules } from './refresh.ts'
import { maintenanceRules } from './maintenance.ts'
import { moneyRules } from './money.ts'
import { plantRules } from './plants.ts'
import type { Rule } from './rule.ts'
import { reserveRules } from './reserves.ts'
import { runRules } from './run.ts'
import { schedulerRules } from './scheduler.ts'
import { securityRules } from './security.ts'
import { servingRules } from './serving.ts'
import { siteRules } from './site.ts'
import { supplyRules } from './supply.ts'
import { switchgearRules } from './switchgear.ts'
import { tariffRules } from './tariff.ts'
import { tenantRules } from './tenants.ts'
import { topologyRules } from './topology.ts'
import { waterRules } from './water.ts'
import { workloadRules } from './workload.ts'

export const RULES: readonly Rule[] = [
  ...runRules,
  ...siteRules,
  ...layoutRules,
  ...supplyRules,
  ...generationRules,
  ...airPermitRules,
  ...gridRules,
  ...tariffRules,
  ...moneyRules,
  ...blockRules,
  ...lotRules,
  ...refreshRules,
  ...checkpointRules,
  ...coolingRules,
  ...plantRules,
  ...crewRules,
  ...waterRules,
  ...maintenanceRules,
  ...tenantRules,
  ...servingRules,
  ...schedulerRules,
  ...faultRules,
  ...reserveRules,
  ...topologyRules, ...fireZoneRules, ...securityRules,
  ...powerChainRules,
  ...dateRules,
  ...switchgearRules,
  ...fabricRules,
  ...workloadRules,
  ...checkRules,
]
