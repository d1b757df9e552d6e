/**
 * The schedule of a site with the uncertainty of its dates, and the order-by dates of its long-lead equipment. Dates come from draws of all
 * lead times, slips, durations and tests together (the numbers of the runs with the same seed); order-by dates from the quantiles of each
 * item’s own lead time; what a month later does from the same draws with that month and without it.
 */
import { quantileOf } from '../../../base/distribution.ts'
import { rootKey } from '../../../base/rng.ts'
import { HOUR_MS } from '../../../base/spans.ts'
import type { BlockSchedule, DateBand, IdlePower, MonthLater, OrderDates, ScheduleChoices, ScheduleDriver, ScheduleItem, ScheduleReport, ScheduleStep, SlipCase } from '../../../results/schedule.ts'
import { LONG_LEAD } from '../../../scenario/catalog/long-lead.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { assembleWorld } from '../../assemble.ts'
import { leadQuantiles } from '../../facility/long-lead.ts'
import { latestRackOrderMs } from '../../facility/procurement.ts'
import { type Draw, scheduleDraws } from './draw.ts'
import { type Times, evaluate } from './evaluate.ts'
import { fixedScenario } from './fixed.ts'
import { type Network, type Row, scheduleNetwork } from './network.ts'

/** A month of 365.25 / 12 days, ms. */
export const MONTH_MS = Math.round((365.25 / 12) * 86_400_000)
const MW = 1e6
const DRAWS = 200
const QUANTILES = [0.1, 0.5, 0.9] as const
const SLIP_CASES = [null, 0.5, 0.9] as const

interface Sampled {
  readonly net: Network
  readonly planned: Times
  /** Everything at its median, slips included. */
  readonly median: Times
  readonly draws: readonly Draw[]
  readonly times: readonly Times[]
  /** By node: draws in which it is on the chain that sets the date of a block, as a share. */
  readonly criticalFraction: Float64Array
  readonly medianChain: ReadonlySet<number>
}

/** Value that a share of the sorted values does not exceed, between neighbours by interpolation. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low === high ? low : low + (high - low) * (at - Math.floor(at))
}

const dateOrNull = (ms: number): number | null => (Number.isFinite(ms) ? Math.round(ms) : null)

function band(plannedMs: number, values: Float64Array): DateBand {
  values.sort()
  const [p10, p50, p90] = QUANTILES.map(share => dateOrNull(quantile(values, share)))
  return { plannedMs: dateOrNull(plannedMs), p10Ms: p10, p50Ms: p50, p90Ms: p90 }
}

const bandOf = ({ planned, times }: Sampled, read: (of: Times) => number): DateBand => band(read(planned), Float64Array.from(times, read))

/** Steps from the one that set off the chain to `last`. */
function chainTo(times: Times, last: number): number[] {
  const chain: number[] = []
  for (let node = last; node >= 0; node = times.boundBy[node]) chain.unshift(node)
  return chain
}

function criticality(net: Network, times: readonly Times[]): Float64Array {
  const share = new Float64Array(net.nodes.length)
  for (const each of times) for (const node of new Set(net.blocks.flatMap(({ ready }) => chainTo(each, ready)))) share[node] += 1 / times.length
  return share
}

function sampled(net: Network, draws: number): Sampled {
  const { scenario, world } = net
  const one = (of: Scenario): Times => evaluate(net, scheduleDraws(net, of)(world.root))
  const drawOf = scheduleDraws(net, scenario)
  const all = Array.from({ length: draws }, (_, n) => drawOf(rootKey(scenario.seed, n)))
  const times = all.map(draw => evaluate(net, draw))
  const median = one(fixedScenario(scenario, 0.5))
  return {
    net, planned: one(fixedScenario(scenario)), median, draws: all, times, criticalFraction: criticality(net, times),
    medianChain: new Set(net.blocks.flatMap(({ ready }) => chainTo(median, ready))),
  }
}

function stepOf(s: Sampled, node: number): ScheduleStep {
  const { id, kind, label, after } = s.net.nodes[node]
  return {
    id, kind, label,
    start: bandOf(s, times => times.startMs[node]),
    finish: bandOf(s, times => times.finishMs[node]),
    after: after.map(other => s.net.nodes[other].id),
    isCritical: s.medianChain.has(node),
    criticalFraction: s.criticalFraction[node],
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** What a month more in the manufacture of a row does. */
function monthLater(s: Sampled, row: number): MonthLater {
  const { net, draws, times } = s
  const { blocks, acceleratorCount } = net.world
  const later = draws.map((draw, n) => evaluate(net, draw, { row, ms: MONTH_MS }, times[n]))
  const meanOver = (difference: (after: Times, before: Times) => number): number => mean(later.map((after, n) => difference(after, times[n])))
  const lateMs = Array.from({ length: blocks.count }, (_, block) => meanOver((after, before) => after.lateMs[block] - before.lateMs[block]))
  return {
    months: lateMs.reduce((sum, ms) => sum + ms, 0) / acceleratorCount / MONTH_MS,
    megawattMonths: lateMs.reduce((sum, ms, block) => sum + (ms / Math.max(1, blocks.accelerators[block]) / MONTH_MS) * (blocks.itMaxW[block] / MW), 0),
    acceleratorHours: lateMs.reduce((sum, ms) => sum + ms, 0) / HOUR_MS,
    blockMonths: lateMs.map((ms, block) => ms / Math.max(1, blocks.accelerators[block]) / MONTH_MS),
  }
}

/** Racks state their own lead times. */
const RACKS_LEAD = { source: 'blocks.racks.delivered.lead', confidence: 'medium' } as const

function orderOf(s: Sampled, row: number): OrderDates | null {
  const { net, planned } = s
  const { item, lot, block, steps } = net.rows[row]
  if (item < 0 && lot < 0) return null
  const orderedMs = planned.finishMs[steps[0]]
  const common = (neededMs: number, leads: readonly number[]) => ({
    orderedMs, neededMs,
    orderByP50Ms: neededMs - leads[0],
    orderByP90Ms: neededMs - leads[1],
    floatP50Ms: neededMs - leads[0] - orderedMs,
    floatP90Ms: neededMs - leads[1] - orderedMs,
    leadP50Ms: leads[0],
    leadP90Ms: leads[1],
    monthLater: monthLater(s, row),
  })
  if (item >= 0) {
    const { neededMs, isStated, equipment, lead, installationMs } = net.items[item]
    const { source, confidence } = LONG_LEAD[equipment]
    return { ...common(neededMs, leadQuantiles({ lead, installationMs }, net.scenario.procurement, [0.5, 0.9])), isStated, source, confidence }
  }
  const { ordered, delivered } = net.scenario.blocks[block].racks[lot]
  // A slot that is late in the same draw as the lead time: the cautious sum.
  const leads = [0.5, 0.9].map(share => Math.round(quantileOf(delivered.slot, share)) + Math.round(quantileOf(delivered.lead, share)))
  // The plan needs the first truck so early that the last rack is accepted on the ready day.
  const arrivalMs = latestRackOrderMs(net, block, lot) + leads[0]
  return { ...common(arrivalMs, leads), isStated: ordered !== undefined, ...RACKS_LEAD }
}

function itemOf(s: Sampled, row: Row, index: number): ScheduleItem {
  const { id, label, group, block, count, path, steps } = row
  return { id, label, group, block, count, path, steps: steps.map(node => stepOf(s, node)), order: orderOf(s, index) }
}

/** What set off the chains of a block, most frequent first. */
function driversOf({ net, times }: Sampled, ready: number): ScheduleDriver[] {
  const counts = new Map<number, number>()
  for (const each of times) {
    const row = net.nodes[chainTo(each, ready)[0]].row
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  return [...counts]
    .map(([row, count]) => ({ item: net.rows[row].id, label: net.rows[row].label, fraction: count / times.length }))
    .sort((a, b) => b.fraction - a.fraction || (a.item < b.item ? -1 : 1))
}

/** MW·months of a block that is ready late, within the horizon. */
function idleMwMonths({ world }: Network, block: number, readyMs: number): number {
  const lateMs = Math.max(0, Math.min(readyMs, world.horizonMs) - world.blocks.contractMs[block])
  return (lateMs / MONTH_MS) * (world.blocks.itMaxW[block] / MW)
}

function idlePower(values: readonly number[]): IdlePower {
  const sorted = Float64Array.from(values).sort()
  return { mean: mean(values), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
}

function blockOf(s: Sampled, block: number): BlockSchedule {
  const { net, times, median } = s
  const { ready } = net.blocks[block]
  const promisedMs = net.world.blocks.contractMs[block]
  return {
    id: net.scenario.blocks[block].id,
    label: net.world.blocks.label[block],
    block,
    itW: net.world.blocks.itMaxW[block],
    accelerators: net.world.blocks.accelerators[block],
    promisedMs,
    ready: bandOf(s, each => each.finishMs[ready]),
    inService: bandOf(s, each => each.inServiceMs[block]),
    onTimeFraction: times.filter(each => each.finishMs[ready] <= promisedMs).length / times.length,
    delayMonths: mean(times.map(each => each.lateMs[block])) / Math.max(1, net.world.blocks.accelerators[block]) / MONTH_MS,
    idle: idlePower(times.map(each => idleMwMonths(net, block, each.finishMs[ready]))),
    criticalPath: chainTo(median, ready).map(node => net.nodes[node].id),
    drivers: driversOf(s, ready),
  }
}

function slipCase(net: Network, slipQuantile: number | null): SlipCase {
  const times = evaluate(net, scheduleDraws(net, fixedScenario(net.scenario, slipQuantile ?? undefined))(net.world.root))
  const readyMs = net.blocks.map(({ ready }) => times.finishMs[ready])
  return {
    slipQuantile,
    blockMonths: readyMs.map((ms, block) => Math.max(0, Math.min(ms, net.world.horizonMs) - net.world.blocks.contractMs[block]) / MONTH_MS),
    idleMegawattMonths: readyMs.reduce((sum, ms, block) => sum + idleMwMonths(net, block, ms), 0),
  }
}

/** Site rows first, then those of each block: the block itself, its systems, equipment and racks. */
const ORDER = { block: 0, system: 1, equipment: 2, racks: 3, energisation: 4 } as const

export function scheduleReport(scenario: Scenario, choices: ScheduleChoices = {}): ScheduleReport {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const net = scheduleNetwork(scenario, world)
  const draws = choices.draws ?? DRAWS
  const s = sampled(net, draws)
  const rows = net.rows.map((row, index) => ({ row, index })).sort((a, b) => a.row.block - b.row.block || ORDER[a.row.group] - ORDER[b.row.group] || a.index - b.index)
  return {
    startDay: world.startDay,
    horizonMs: world.horizonMs,
    seed: scenario.seed,
    draws,
    runDraws: { procurement: scenario.procurement.mode === 'sampled', commissioning: scenario.facility.commissioning.mode === 'sampled' },
    blocks: net.blocks.map((_, block) => blockOf(s, block)),
    idle: idlePower(s.times.map(each => net.blocks.reduce((sum, { ready }, block) => sum + idleMwMonths(net, block, each.finishMs[ready]), 0))),
    cases: SLIP_CASES.map(share => slipCase(net, share)),
    items: rows.map(({ row, index }) => itemOf(s, row, index)),
  }
}
