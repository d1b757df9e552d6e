/** Electrical checks before a run: is there a path to power, is it ever enough, does the label keep its promise, does the battery last. */
import { THERMAL_LOAD_MAX } from '../../physics/transformer-limits.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import { type PowerAudit, powerAudit } from '../power/audit.ts'
import { type Finding, megawatts } from './finding.ts'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`

/** No feed and no generation will ever give anything. */
function source({ plan }: PowerAudit): Finding[] {
  if (plan.feeds.some(({ steps }) => steps.some(({ capacityW }) => capacityW > 0)) || plan.plants.length > 0) return []
  return [{ severity: 'error', code: 'no-source', path: ['grid', 'feeds'], message: 'no feed and no generation: the racks have no path to power', allowed: 'at least one feed or plant' }]
}

function path(audit: PowerAudit, block: number): Finding[] {
  const { plannedMs, designW, firmW } = audit.pathToPower(block)
  if (plannedMs < Infinity) return []
  const message = 'is never energised: the firm power left for it is less than its design power'
  return [{ severity: 'warn', code: 'no-power', path: ['blocks', block], message, value: megawatts(firmW), allowed: `at least ${megawatts(designW)}` }]
}

function redundancy(audit: PowerAudit, block: number): Finding[] {
  const { isKept, promise, contingencies } = audit.derivedRedundancy(block)
  if (isKept) return []
  const worst = contingencies.filter(({ kind, isSurvived }) => kind === promise && !isSurvived).sort((a, b) => a.servedFraction - b.servedFraction)[0]
  const message = `does not keep the promise of ${audit.plan.blocks[block].topologyId}: losing ${worst?.lost ?? 'one unit'} cuts load with racks at maximum`
  return [{ severity: 'warn', code: 'redundancy', path: ['blocks', block, 'power', 'ups', 'count'], message, value: `${((worst?.servedFraction ?? 0) * 100).toFixed(1)} % served`, allowed: 'all of it' }]
}

function rideThrough(audit: PowerAudit, block: number): Finding[] {
  const { rideMs, neededMs } = audit.rideThrough(block)
  if (neededMs === Infinity || rideMs >= neededMs) return []
  const message = 'has a battery that ends before the standby sets carry the block'
  return [{ severity: 'waivable', code: 'UPS_RIDE', path: ['blocks', block, 'power', 'ups'], message, value: seconds(rideMs), allowed: `at least ${seconds(neededMs)} at full load: a longer rideThrough, more modules, faster sets, or a waiver` }]
}

/** Loads beyond the thermal model of transformers. */
function transformerLoads({ plan }: PowerAudit): Finding[] {
  const siteW = plan.blocks.reduce((sum, { designW }) => sum + designW, 0)
  return plan.transformers.flatMap(({ block, count, unitW }): Finding[] => {
    const load = count === 0 ? 0 : (block < 0 ? siteW : plan.blocks[block].designW) / (count * unitW)
    if (load <= THERMAL_LOAD_MAX) return []
    const needed = Math.ceil((load * count) / THERMAL_LOAD_MAX)
    return [{ severity: 'error', code: 'XF_THERMAL', path: [...(block < 0 ? ['grid', 'substation'] : ['blocks', block, 'power']), 'transformers', 'count'], message: `are loaded to ${load.toFixed(2)} of their rating at design, beyond the thermal model of transformers`, value: String(count), allowed: `at least ${needed}; ${Math.ceil(load * count)} to stay within the rating` }]
  })
}

/** Sections of the bus that are short after a single loss. */
function sections(audit: PowerAudit): Finding[] {
  return audit.sectionMargins().flatMap(({ section, securityMarginW, worst }): Finding[] =>
    securityMarginW >= 0 ? [] : [{ severity: 'warn', code: 'section-margin', path: ['grid', 'switchgear'], message: `section ${section + 1} is short after the loss of ${worst}`, value: megawatts(securityMarginW), allowed: 'at least 0 MW: larger infeeds, or one more of them' }])
}

export function powerFindings(scenario: Scenario, world: World): Finding[] {
  const audit = powerAudit(scenario, world)
  const ofBlocks = scenario.blocks.flatMap((_, block) => [...path(audit, block), ...redundancy(audit, block), ...rideThrough(audit, block)])
  return [...source(audit), ...transformerLoads(audit), ...sections(audit), ...ofBlocks]
}
