/**
 * Checks by the audit before a run: labels kept, the utility lost as a rehearsal with margin, every single machine out on the design day.
 * Components are removed by the same code as in the audit; only what these checks need is.
 */
import { END_OF_LIFE_HEALTH } from '../../physics/battery-ageing.ts'
import type { AuditSite } from './audit/audit-site.ts'
import { judge } from './audit/judge.ts'
import { labelChecks } from './audit/labels.ts'
import type { BlockOutcome } from './audit/block-outcome.ts'
import { type Evaluator, type Outcome, createEvaluator, isWorse } from './audit/outcome.ts'
import { type Part, type PartKind, partsOf } from './audit/parts.ts'
import { islandOf } from './audit/supply-outcome.ts'
import { countText, powerText } from './audit/words.ts'
import type { Finding } from './finding.ts'

/** The batteries must outlast the start of the sets by this much. */
const RIDE_MARGIN = 1.2
/** A battery that lasts no longer is none: the block lives without. */
const NO_BATTERY_MS = 1000

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`
const isHarm = ({ state }: Pick<Outcome, 'state'>): boolean => state === 'down' || state === 'degraded'

/** UPS systems that are too small with everything in service; or something before them is. */
const isUpsShort = ({ chain }: BlockOutcome): boolean => chain.cutW > 0 || chain.lost.racks > 0
const isShortUpstream = (found: BlockOutcome): boolean => isHarm(found) && !isUpsShort(found)

const OF_LABELS: readonly PartKind[] = ['feed', 'commonMode', 'upsModule', 'upsSystem', 'pdu', 'busway', 'fireZone', 'insuranceUnit']
const MACHINES: readonly PartKind[] = ['cooler', 'trimChiller', 'tower', 'airCooler', 'airChiller', 'airTower', 'cdu', 'airHandler']
const ELECTRICAL: readonly PartKind[] = ['substationTransformer', 'engine', 'blockTransformer', 'mechanicalUpsModule', 'set']

/** Labels that removing single components does not bear out; the utility loss is told by the rehearsal. */
function labels(evaluator: Evaluator, parts: readonly Part[]): Finding[] {
  const judged = parts.filter(({ kind, unknown }) => OF_LABELS.includes(kind) && unknown === undefined).map(part => judge(evaluator, part))
  return labelChecks(evaluator, judged).flatMap((check): Finding[] => {
    // What is short with everything in service, and the loss of the utility, have findings of their own.
    if (check.isKept || check.label === 'Standby sets' || (check.block >= 0 && isShortUpstream(evaluator.healthy(check.block)))) return []
    return [{ severity: 'warn', code: 'redundancy', path: check.path, message: `does not keep the promise of ${check.label}: ${check.reason}`, value: `${(check.servedFraction * 100).toFixed(1)} % served`, allowed: 'all of it' }]
  })
}

/** Pumps of the cold plates that stop with the utility: chips shut down within seconds. */
function pumps({ plan, designs }: AuditSite, block: number): Finding[] {
  const { mechanicalOnUps, mechanicalOnUpsW, battery, mechanicalDesignW } = plan.blocks[block]
  const { liquid } = designs[block]
  if (liquid.heatW === 0 || liquid.isBath || battery.ratedMs < NO_BATTERY_MS) return []
  if (mechanicalOnUps > 0 && mechanicalOnUpsW >= liquid.technologyPumpW) return []
  const least = Math.ceil((100 * liquid.technologyPumpW) / Math.max(1, mechanicalDesignW)) / 100
  const message = 'leaves the pumps of the technology loop without UPS: when the utility is lost, coolant stands still and chips shut down within seconds'
  return [{ severity: 'waivable', code: 'TCS_UPS', path: ['blocks', block, 'power', 'mechanicalOnUps'], message, value: String(mechanicalOnUps), allowed: `at least ${Math.min(1, least)}` }]
}

/** Modules that cannot carry the pumps and fans on them even when all work. */
function mechanicalModules({ plan }: AuditSite, block: number): Finding[] {
  const { mechanicalBank: bank, mechanicalOnUpsW } = plan.blocks[block]
  if (bank === undefined || bank.modules * bank.ratedW >= mechanicalOnUpsW) return []
  const needed = Math.ceil(mechanicalOnUpsW / bank.ratedW)
  return [{ severity: 'error', code: 'mechanical-ups', path: ['blocks', block, 'power', 'mechanicalUps', 'modules'], message: `carry less than the pumps and fans on them draw on the design day, ${powerText(mechanicalOnUpsW)}`, value: String(bank.modules), allowed: `at least ${needed} of ${powerText(bank.ratedW)}, one more to spare one, or a smaller mechanicalOnUps` }]
}

/** The loss of the utility with all racks at maximum on the design day: batteries, start of the sets, temperatures. */
function rehearsal(evaluator: Evaluator, block: number): Finding[] {
  const { site } = evaluator
  const { standby, battery, batteryCare } = site.plan.blocks[block]
  if (standby === undefined || !site.isEnergised[block]) return []
  const { chain } = evaluator.healthy(block)
  const { rideMs, readyMs } = islandOf(site, block, 0, chain.systemW, chain.ratedW)
  const path = ['blocks', block, 'power', 'ups']
  const wornMs = rideMs * END_OF_LIFE_HEALTH * batteryCare.coldFactor
  if (wornMs < readyMs && battery.ratedMs >= NO_BATTERY_MS) {
    return [{ severity: 'waivable', code: 'UPS_RIDE', path, message: 'has batteries that, at the end of their life, end before the standby sets carry the block', value: seconds(wornMs), allowed: `at least ${seconds(readyMs)} at full load: a longer rideThrough, more modules, faster sets, or a waiver` }]
  }
  const outcome = evaluator.loseUtility(block)
  if (isHarm(outcome)) {
    return [{ severity: 'warn', code: 'utility-loss', path: ['blocks', block, 'power', 'generators'], message: `does not ride through the loss of the utility: ${outcome.reason}`, value: `${(outcome.servedFraction * 100).toFixed(1)} % served`, allowed: 'all of it' }]
  }
  if (wornMs >= RIDE_MARGIN * readyMs) return []
  return [{ severity: 'warn', code: 'utility-loss', path, message: 'has batteries that, at the end of their life, outlast the start of the standby sets by less than 20 %', value: seconds(wornMs), allowed: `at least ${seconds(RIDE_MARGIN * readyMs)}` }]
}

/** Whether the last failure did more to some block than the design day alone. */
const isFelt = (evaluator: Evaluator, own: number): boolean =>
  [...evaluator.touched()].some(([block, found]) => (own < 0 || block === own) && isWorse(found, evaluator.healthy(block)))

/** One of `count` equal machines out, with racks at maximum on the design day. */
function withoutOne(evaluator: Evaluator, part: Part): Finding[] {
  const { site } = evaluator
  const isMachine = MACHINES.includes(part.kind)
  // Who promises no redundancy is not asked for any; cooling has no label.
  if (!isMachine && part.block >= 0 && site.plan.blocks[part.block].topology.spareUnits === 0) return []
  // What the loss of the utility does with all sets is told by its rehearsal.
  if (part.kind === 'set' && isHarm(evaluator.loseUtility(part.block))) return []
  const { outcome } = judge(evaluator, part)
  if (!isHarm(outcome) || !isFelt(evaluator, part.block)) return []
  const message = `cannot spare one of ${countText(part.paths.length, part.name)}: ${outcome.reason}`
  return [{ severity: 'warn', code: isMachine ? 'design-day' : 'single-failure', path: part.place, message, value: `${(outcome.servedFraction * 100).toFixed(1)} % served`, allowed: 'one more of them' }]
}

/** Racks at maximum and cooling on the design day with everything in service: more than the chain carries. */
function everything(evaluator: Evaluator, block: number): Finding[] {
  const found = evaluator.healthy(block)
  const { reason, servedFraction } = found
  return !isHarm(found) || isUpsShort(found) ? [] : [{ severity: 'warn', code: 'design-day', path: ['blocks', block, 'power'], message: `does not carry all racks at maximum on the design day: ${reason}`, value: `${(servedFraction * 100).toFixed(1)} % served`, allowed: 'all of it' }]
}

/** All findings by removal; cooling is judged only when the healthy block passes its design day. */
export function auditFindings(site: AuditSite, isCool: (block: number) => boolean): Finding[] {
  const evaluator = createEvaluator(site)
  const parts = partsOf(site)
  const single = parts.filter(({ kind, block }) => ELECTRICAL.includes(kind) || (MACHINES.includes(kind) && isCool(block)))
    .filter(({ unknown }) => unknown === undefined)
  const ofBlocks = site.plan.blocks.flatMap((_, block) => [...mechanicalModules(site, block), ...(isCool(block) ? [...everything(evaluator, block), ...pumps(site, block), ...rehearsal(evaluator, block)] : pumps(site, block))])
  return [...labels(evaluator, parts), ...ofBlocks, ...single.flatMap(part => withoutOne(evaluator, part))]
}
