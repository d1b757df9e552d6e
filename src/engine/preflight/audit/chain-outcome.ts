/**
 * From the UPS systems to the racks of one block: which racks keep a live cord, how the load moves, what is overloaded then, and
 * whether the capping controller is faster than the overload clocks.
 */
import { integerInputW } from '../../../physics/converter-loss.ts'
import { breakerClockAfter, breakerTripMs } from '../../../physics/breaker-trip.ts'
import type { AuditStep } from '../../../results/audit.ts'
import type { BlockPlan } from '../../power/block-plan.ts'
import { components } from '../../power/components/index.ts'
import type { RackGroup } from './audit-site.ts'
import { branchName, branchW, openBranch, pathShareOf, sectionsBehind } from './branch-outcome.ts'
import { type Cords, liveCords } from './live-cords.ts'
import type { BlockOutage } from './outage.ts'
import { countText, milliseconds, percentText, powerText, systemName } from './words.ts'

export interface ChainOutcome {
  /** Racks without a live cord in the end, and those on an overloaded system that must give some power up. */
  readonly lost: Toll
  readonly capped: Toll
  /** IT power that is left to serve at maximum and idle, W at the racks, before anything upstream cuts. */
  readonly maxW: number
  readonly floorW: number
  /** Part of the maximum of all racks that caps take away to keep systems within their ratings, W. */
  readonly cutW: number
  /** Racks changed over to their other cord. */
  readonly hasMoved: boolean
  /** Rating left of each system, and its load in the end, W. */
  readonly ratedW: Float64Array
  readonly systemW: Float64Array
  /** Load of the two cords of each pair's racks in the end, W at the output of the UPS. */
  readonly cordW: readonly { readonly first: number; readonly second: number }[]
  /** Watts at the output of the UPS per watt at the racks. */
  readonly buswayGain: number
  readonly steps: readonly AuditStep[]
  /** What binds, in words; empty when nothing does. */
  readonly binds: string
}

/** Racks, the accelerators in them, and the pairs of systems that they hang on. */
export interface Toll {
  readonly racks: number
  readonly accelerators: number
  readonly pairs: readonly number[]
  /** Highest power of the racks, W. */
  readonly w: number
}

export const NO_TOLL: Toll = { racks: 0, accelerators: 0, pairs: [], w: 0 }

/** The reserve of a block-redundant arrangement carries one system at a time. */
function takeReserve({ topology }: BlockPlan, cords: Cords): void {
  if (topology.hasReserve !== true || cords.reservedFor >= 0) return
  cords.reservedFor = cords.isLive.subarray(0, topology.systems - 1).indexOf(0)
}

/** Systems that carry load of a group now. */
function feedingSystems(plan: BlockPlan, cords: Cords, group: RackGroup): number[] {
  const { first, second, firstShare } = plan.pairs[group.pair]
  const live = liveCords(plan, cords, group)
  if (live === 3) return [...(firstShare > 0 ? [first] : []), ...(firstShare < 1 ? [second] : [])]
  return live === 0 ? [] : [live === 1 ? first : second]
}

interface Spread {
  readonly systemW: Float64Array
  readonly cordW: { first: number; second: number }[]
}

/** Load of every system and cord at the output of the UPS with all racks at maximum, W; cords of a group share as its pair says. */
function spread(plan: BlockPlan, racks: readonly RackGroup[], cords: Cords, gain: number): Spread {
  const { pairs, topology: { systems } } = plan
  const systemW = new Float64Array(systems)
  const cordW = pairs.map(() => ({ first: 0, second: 0 }))
  for (const group of racks) {
    const { first, second, firstShare } = pairs[group.pair]
    const live = liveCords(plan, cords, group)
    if (live === 0) continue
    const share = live === 3 ? firstShare : live === 1 ? 1 : 0
    systemW[first] += group.maxW * gain * share
    cordW[group.pair].first += group.maxW * gain * share
    if (share === 1) continue
    systemW[second] += group.maxW * gain * (1 - share)
    cordW[group.pair].second += group.maxW * gain * (1 - share)
  }
  return { systemW, cordW }
}

/** Loads with every system held to its rating by the capping controller. */
function capped(plan: BlockPlan, { systemW, cordW }: Spread, ratedW: Float64Array): Spread {
  const keptOf = (system: number): number => (system < 0 || systemW[system] <= ratedW[system] ? 1 : ratedW[system] / systemW[system])
  return {
    systemW: systemW.map((w, system) => w * keptOf(system)),
    cordW: cordW.map(({ first, second }, pair) => ({ first: first * keptOf(plan.pairs[pair].first), second: second * keptOf(plan.pairs[pair].second) })),
  }
}

export const tollOf = (groups: readonly RackGroup[]): Toll => ({
  racks: groups.reduce((sum, { racks }) => sum + racks, 0),
  accelerators: groups.reduce((sum, { accelerators }) => sum + accelerators, 0),
  pairs: [...new Set(groups.map(({ pair }) => pair))].sort((a, b) => a - b),
  w: sumW(groups, 'maxW'),
})

const sumW = (groups: readonly RackGroup[], of: 'maxW' | 'floorW'): number => groups.reduce((sum, group) => sum + group[of], 0)

interface Cascade {
  readonly steps: AuditStep[]
  /** Racks with what busway and distribution units above their ratings leave them once the controller has acted. */
  readonly racks: readonly RackGroup[]
  /** Branches above their rating then, in words, and the sections of busway behind them. */
  readonly branches: readonly { readonly name: string; readonly loadFraction: number; readonly sections: readonly number[] }[]
  /** Load above ratings that the controller takes away in time, W at the UPS. */
  readonly excessW: number
  /** Systems above their rating when the controller acts, and the highest load per rating among them. */
  readonly overloaded: readonly number[]
  readonly loadFraction: number
}

/** Lets overload clocks run until the controller acts or nothing is overloaded any more; what trips goes dead in `cords`. */
function runClocks(plan: BlockPlan, racks: readonly RackGroup[], cords: Cords, ratedW: Float64Array, gain: number, controllerMs: number): Cascade {
  const steps: AuditStep[] = []
  const systems = ratedW.length
  const clocks = new Float64Array(systems + plan.branches.length)
  let nowMs = 0
  for (;;) {
    takeReserve(plan, cords)
    const { systemW } = spread(plan, racks, cords, gain)
    const loading = [...Array.from(systemW, (w, system) => (w === 0 ? 0 : w / ratedW[system])), ...plan.branches.map(branch => branchW(plan, racks, cords, branch) / branch.ratedW)]
    const waits = loading.map((x, device) => breakerTripMs(x, clocks[device]))
    const waitMs = Math.min(...waits)
    if (waitMs === Infinity) return { steps, racks, branches: [], excessW: 0, overloaded: [], loadFraction: 0 }
    if (nowMs + waitMs > controllerMs) return relieved(plan, racks, cords, ratedW, gain, { steps, atMs: controllerMs })
    const device = waits.indexOf(waitMs)
    loading.forEach((x, i) => {
      clocks[i] = breakerClockAfter(clocks[i], x, waitMs)
    })
    nowMs += waitMs
    const name = device < systems ? `UPS system ${systemName(device)}` : branchName(plan, plan.branches[device - systems])
    steps.push({ atMs: Math.round(nowMs), what: `${name} trips at ${percentText(loading[device])} of its rating` })
    if (device < systems) cords.isLive[device] = 0
    else openBranch(plan, cords, plan.branches[device - systems])
  }
}

/** The controller acts: first racks behind overloaded busway and distribution units give up power, then those on overloaded systems. */
function relieved(plan: BlockPlan, all: readonly RackGroup[], cords: Cords, ratedW: Float64Array, gain: number, { steps, atMs }: { readonly steps: AuditStep[]; readonly atMs: number }): Cascade {
  let racks = all
  const branches = plan.branches.flatMap(branch => {
    const loadFraction = branchW(plan, racks, cords, branch) / branch.ratedW
    if (loadFraction <= 1) return []
    racks = racks.map(group => (pathShareOf(plan, cords, group, branch) === 0 ? group : { ...group, maxW: Math.round(group.maxW / loadFraction) }))
    return [{ name: branchName(plan, branch), loadFraction, sections: sectionsBehind(plan, branch) }]
  })
  const { systemW } = spread(plan, racks, cords, gain)
  const loading = Array.from(systemW, (w, system) => (w === 0 ? 0 : w / ratedW[system]))
  const overloaded = loading.flatMap((x, system) => (x > 1 ? [system] : []))
  const excessW = overloaded.reduce((sum, system) => sum + systemW[system] - ratedW[system], 0)
  const branchCutW = sumW(all, 'maxW') - sumW(racks, 'maxW')
  const where = [...(overloaded.length === 0 ? [] : [`UPS system ${overloaded.map(systemName).join(', ')}`]), ...(branches.length === 0 ? [] : [`${branches[0].name}${branches.length > 1 ? ` and ${branches.length - 1} more` : ''}`])]
  steps.push({ atMs, what: `racks on ${where.join(' and ')} are capped by ${powerText(excessW + branchCutW)} in all` })
  return { steps, racks, branches, excessW, overloaded, loadFraction: Math.max(...loading) }
}

function ratingsOf(plan: BlockPlan, out: BlockOutage): Float64Array {
  return Float64Array.from(plan.modules, (count, system) => (out.systems[system] ? 0 : Math.max(0, count - out.modules[system]) * plan.ups.ratedW))
}

/**
 * What the outage of one block's own chain does to its racks with all of them at maximum; `controllerMs` after an overload begins, the
 * capping controller has lowered them (Infinity: there is none).
 */
export function chainOutcome(plan: BlockPlan, racks: readonly RackGroup[], out: BlockOutage, controllerMs: number): ChainOutcome {
  const { paths } = plan.topology
  const ratedW = ratingsOf(plan, out)
  const cords: Cords = { isLive: Uint8Array.from(ratedW, w => (w > 0 ? 1 : 0)), busway: Uint8Array.from(out.busway), switches: out.switches, paths, reservedFor: -1 }
  takeReserve(plan, cords)
  const allW = Math.max(1, sumW(racks, 'maxW'))
  const intoBuswayW = integerInputW(components.distribution.lossCurve(plan.distribution, paths), Math.round(allW))
  const buswayGain = (plan.pdu === undefined ? intoBuswayW : integerInputW(components.distribution.lossCurve(plan.pdu, paths), intoBuswayW)) / allW
  const healthy: Cords = { ...cords, isLive: Uint8Array.from(plan.modules, count => (count > 0 ? 1 : 0)), busway: new Uint8Array(out.busway.length) }
  const before = racks.map(group => liveCords(plan, healthy, group))
  const atOnce = racks.filter(group => liveCords(plan, cords, group) === 0)
  const hasMoved = racks.some((group, index) => liveCords(plan, cords, group) !== before[index])
  const cascade = runClocks(plan, racks, cords, ratedW, buswayGain, controllerMs)
  const isOn = (group: RackGroup): boolean => liveCords(plan, cords, group) !== 0
  const lost = racks.filter(group => !isOn(group))
  const kept = cascade.racks.filter(isOn)
  const isCapped = (group: RackGroup): boolean => cascade.branches.some(({ sections }) => sections.includes(group.section)) || feedingSystems(plan, cords, group).some(system => cascade.overloaded.includes(system))
  const overloaded = kept.filter(isCapped)
  const cutW = cascade.excessW / buswayGain
  const steps: AuditStep[] = []
  if (atOnce.length > 0) steps.push({ atMs: 0, what: `${countText(tollOf(atOnce).racks, 'rack has', 'racks have')} no live cord` })
  else if (hasMoved) steps.push({ atMs: 0, what: 'racks change over to their other cord' })
  return {
    lost: tollOf(lost),
    capped: tollOf(overloaded),
    maxW: Math.round(sumW(kept, 'maxW') - cutW),
    floorW: Math.round(sumW(kept, 'floorW')),
    cutW: cutW + sumW(racks, 'maxW') - sumW(cascade.racks, 'maxW'),
    hasMoved,
    ratedW,
    ...capped(plan, spread(plan, cascade.racks, cords, buswayGain), ratedW),
    buswayGain,
    steps: [...steps, ...cascade.steps],
    binds: bindsOf(plan, tollOf(atOnce), tollOf(lost), cascade),
  }
}

function bindsOf(plan: BlockPlan, atOnce: Toll, lost: Toll, cascade: Cascade): string {
  const trips = cascade.steps.filter(({ what }) => what.includes(' trips '))
  if (trips.length > 0) return `${trips[0].what} after ${milliseconds(trips[0].atMs)}${trips.length > 1 ? ` and ${trips.length - 1} more follow` : ''}, before anything sheds load`
  if (atOnce.racks > 0) return plan.topology.paths === 1 ? `${countText(lost.racks, 'rack hangs', 'racks hang')} on it alone` : `${countText(lost.racks, 'rack is', 'racks are')} left without a live cord`
  if (cascade.overloaded.length > 0) return `UPS system ${cascade.overloaded.map(systemName).join(', ')} would carry ${percentText(cascade.loadFraction)} of its rating: racks are capped by ${powerText(cascade.excessW)}`
  if (cascade.branches.length > 0) {
    const { name, loadFraction } = cascade.branches[0]
    return `${name} would carry ${percentText(loadFraction)} of its rating${cascade.branches.length > 1 ? `, and ${cascade.branches.length - 1} more are overloaded` : ''}: their racks are capped`
  }
  return ''
}
