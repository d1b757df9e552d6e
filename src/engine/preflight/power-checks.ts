/** Electrical checks before a run: is there a path to power, is it ever enough, are transformers within their thermal model. */
import { THERMAL_LOAD_MAX } from '../../physics/transformer-limits.ts'
import type { PowerAudit } from '../power/audit.ts'
import { type Finding, megawatts } from './finding.ts'

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

/** Room for rounding in the power factors that people state. */
const POWER_FACTOR_SLACK = 0.0005

/** Feeds whose contract asks for a better power factor than racks and motors draw at. */
function powerFactors({ plan }: PowerAudit): Finding[] {
  return plan.feeds.flatMap(({ name, powerFactor }): Finding[] =>
    plan.powerFactor >= powerFactor - POWER_FACTOR_SLACK ? [] : [{ severity: 'warn', code: 'power-factor', path: ['grid', 'feeds', name, 'powerFactor'], message: `is more than the site keeps with racks at maximum on the design day, ${plan.powerFactor.toFixed(3)}: add correction and raise power.powerFactor of the blocks, or agree on less`, value: String(powerFactor), allowed: `at most ${plan.powerFactor.toFixed(3)}` }])
}

/** Whether there is a path to power for the site and each block. */
export function powerFindings(audit: PowerAudit): Finding[] {
  return [...source(audit), ...transformerLoads(audit), ...sections(audit), ...powerFactors(audit), ...audit.plan.blocks.flatMap((_, block) => path(audit, block))]
}
