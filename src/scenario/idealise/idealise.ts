/** A scenario in which some causes of loss do not exist. Nothing else changes, random draws above all: streams are keyed by entity. */
import type { Scenario } from '../schema/scenario.ts'
import { CAUSE_GROUP_IDS, type CauseGroupId } from './cause-groups.ts'
import type { Change } from './change.ts'
import { withoutCheckpointCost } from './checkpoint.ts'
import { withoutCommissioning } from './commissioning.ts'
import { withoutCommunication } from './communication.ts'
import { withoutHeatLimits } from './cooling.ts'
import { withoutLateDelivery } from './delivery.ts'
import { withoutIdleness } from './demand.ts'
import { withoutNetworkLimits } from './fabric.ts'
import { withoutFaults } from './hardware.ts'
import { withoutMaintenance } from './maintenance.ts'
import { withoutPowerLimits } from './power-cap.ts'
import { withoutWaitsForRepair } from './repair.ts'
import { withoutSchedulerLimits } from './scheduler.ts'
import { withoutStorageLimits } from './storage.ts'
import { withoutGridLimits } from './substation.ts'

const CHANGES: Readonly<Record<CauseGroupId, Change>> = {
  delivery: withoutLateDelivery,
  substation: withoutGridLimits,
  commissioning: withoutCommissioning,
  powerCap: withoutPowerLimits,
  cooling: withoutHeatLimits,
  fabric: withoutNetworkLimits,
  storage: withoutStorageLimits,
  hardware: withoutFaults,
  repair: withoutWaitsForRepair,
  maintenance: withoutMaintenance,
  scheduler: withoutSchedulerLimits,
  demand: withoutIdleness,
  checkpoint: withoutCheckpointCost,
  communication: withoutCommunication,
}

const without = (scenario: Scenario, causes: readonly CauseGroupId[]): Scenario => causes.reduce((changed, id) => CHANGES[id](changed), { ...scenario, idealise: [...causes] })

/**
 * The scenario without the causes that it names itself under `idealise` and those of `causes`, in the order of the list of groups, whatever
 * order they are named in; of a file with several sites, all of them.
 */
export function idealised(scenario: Scenario, causes: readonly CauseGroupId[] = []): Scenario {
  // What is made by hand may not say.
  const { idealise }: { readonly idealise?: readonly CauseGroupId[] | undefined } = scenario
  const asked = new Set([...(idealise ?? []), ...causes])
  const ids = CAUSE_GROUP_IDS.filter(id => asked.has(id))
  if (ids.length === 0) return scenario
  const whole = without(scenario, ids)
  return scenario.sites === undefined ? whole : { ...whole, sites: scenario.sites.map(site => ({ ...site, scenario: { ...without(site.scenario, ids), workload: whole.workload } })) }
}
