/**
 * Overload of breakers in time: busway and distribution units under their racks, switchboards and feeders of a block, infeeds of the site.
 * Above its rating a breaker runs its inverse-time clock, exact between changes of load; when it is full, one scheduled command opens it
 * and what it carried goes over what is left. The controller holds loads to ratings as soon as it knows what was lost.
 */
import { breakerClockAfter, breakerTripMs } from '../../physics/breaker-trip.ts'
import { integerOutputW } from '../../physics/converter-loss.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import type { BranchPlan } from './branch-plan.ts'
import { components } from './components/index.ts'
import { NODE, nodeOf } from './network.ts'
import { ACTING, type PowerSite, cancelAt } from './power-site.ts'
import type { Switchgear } from './switchgear.ts'
import { sectionOfBlockTransformer } from './switchgear-plan.ts'
import { type UnitTable, isPathUp, membersInService } from './units.ts'

/** One row a breaker: its part of the load of its group; load per rating since `clockMs`, when its clock stood at `clock`; handle of its trip. */
export const BREAKER_COLUMNS = { share: 'f64', loadFraction: 'f64', clock: 'f64', clockMs: 'f64', trip: 'f64' } as const

/** Rounding of a load that is cut to its rating exactly. */
const AT_RATING = 1 + 1e-9
/** No crossing is scheduled beyond this time, ms. */
const NEVER_MS = 1e15

export interface Breakers {
  /** After a solve: busway and distribution units of a governed block; the breakers before its UPS systems; those of the substation. */
  followRacks(block: number): void
  followChain(block: number): void
  followSite(): void
  /** What is in service of a block (−1: of the substation) changed: the others carry its part. */
  regroup(block: number): void
  /** An infeed was lost; the controller needs its time to see it. */
  worsenedSite(): void
  /** Load per rating of every breaker whose rating the file states, in order of blocks. */
  loads(): BreakerLoad[]
}

export interface BreakerLoad {
  readonly what: string
  readonly loadFraction: number
}

export interface BreakersListener {
  readonly units: () => UnitTable
  readonly switchgear: () => Switchgear
  supplyChanged(): void
}

/** Rows of a block's breakers before its UPS systems. */
const chainRows = (p: PowerSite, block: number): { begin: number; end: number } => ({ begin: p.breakerBegin[block] + p.plan.blocks[block].branches.length, end: p.breakerBegin[block + 1] })
export const hasChainBreakers = (p: PowerSite, block: number): boolean => chainRows(p, block).begin < chainRows(p, block).end

/** Part of a rack's load that goes over a path of its busway: the first cord over the first, the second over the second, a switch before both. */
export function pathShare(p: PowerSite, units: UnitTable, block: number, index: number, path: number): number {
  const plan = p.plan.blocks[block]
  const first = p.racks.col.firstShare[plan.rackBegin + index]
  const second = p.racks.col.secondShare[plan.rackBegin + index]
  if (plan.topology.paths === 1) return first + second
  if (plan.pairs[plan.rackPair[index]].hasSwitch !== true) return path === 0 ? first : second
  const section = Math.floor(index / plan.racksPerSection)
  if (!isPathUp(units, block, section, path)) return 0
  return isPathUp(units, block, section, 1 - path) ? (first + second) / 2 : first + second
}

/** Sum over the racks of a branch, each by its part on it. */
export function branchSum(p: PowerSite, units: UnitTable, block: number, { begin, end, path }: BranchPlan, of: (index: number) => number): number {
  let sum = 0
  for (let index = begin; index < end; index++) sum += pathShare(p, units, block, index, path) * of(index)
  return sum
}

/** What the breakers before a block's UPS systems let its transformers carry while the controller keeps them, W. */
export function chainLimitW(p: PowerSite, block: number): number {
  if (p.blocks.col.acting[block] === ACTING.not) return Infinity
  const { transformer } = p.plan.blocks[block]
  const { begin, end } = chainRows(p, block)
  let limitW = Infinity
  for (let row = begin; row < end; row++) {
    const share = p.breakers.col.share[row]
    if (share === 0) continue
    const { kind, ratedW } = p.plan.breakers[row]
    const throughW = Math.floor(ratedW / share)
    const healthy = p.blocks.col.transformersUp[block]
    limitW = Math.min(limitW, kind === 'mainBreaker' ? throughW : Math.max(0, integerOutputW(components.transformer.lossCurve(transformer, Math.max(1, healthy)), throughW)))
  }
  return limitW
}

interface Run {
  readonly p: PowerSite
  readonly listener: BreakersListener
  readonly tripped: CommandType
}

export function createBreakers(p: PowerSite, listener: BreakersListener): Breakers {
  const { kernel, emit } = p.ctx
  const { list, buswayBegin, pduBegin, paths } = listener.units()
  const unitOf = Int32Array.from(p.plan.breakers, ({ kind, block, member, branch }) => {
    if (branch !== undefined) return (kind === 'busway' ? buswayBegin : pduBegin)[block] + member * paths[block] + branch.path
    return list.findIndex(unit => unit.kind === kind && unit.owner === block && unit.member === member)
  })
  const run: Run = {
    p,
    listener,
    tripped: kernel.command('power.breakerTripped', Phase.fault, row => {
      p.breakers.col.trip[row] = 0
      emit({ kind: 'deviceTripped', what: list[unitOf[row]].path, block: p.plan.breakers[row].block })
      listener.units().fail(unitOf[row])
    }),
  }
  const relieved = kernel.command('power.infeedsRelieved', Phase.repair, () => {
    p.supply.infeedRelief = 0
    p.supply.infeedsActing = 1
    listener.supplyChanged()
  })
  // Until the controllers of all blocks that have one have acted.
  const cappingMs = p.plan.blocks.reduce((most, plan) => (plan.hasController ? Math.max(most, plan.cappingMs) : most), -1)
  p.supply.infeedsActing = cappingMs >= 0 ? 1 : 0
  const siteBegin = p.breakerBegin[p.plan.blocks.length]
  return {
    followRacks: block => followRacks(run, block),
    followChain: block => followChain(run, block),
    followSite() {
      for (let row = siteBegin; row < p.plan.breakers.length; row++) setLoad(run, row, p.supply.throughW * p.breakers.col.share[row])
    },
    regroup: block => regroup(run, block, siteBegin),
    loads: () => Array.from(unitOf, (unit, row) => ({ what: list[unit].path, loadFraction: p.breakers.col.loadFraction[row] })),
    worsenedSite() {
      if (cappingMs < 0 || siteBegin === p.plan.breakers.length) return
      if (p.supply.infeedRelief !== 0) kernel.cancel(p.supply.infeedRelief)
      p.supply.infeedsActing = 0
      p.supply.infeedRelief = kernel.schedule(relieved, 0, kernel.now + cappingMs)
    },
  }
}

/** Loads follow from the watts that the governor let through, in the shares in which classes were granted. */
function followRacks(run: Run, block: number): void {
  const { p } = run
  const { branches } = p.plan.blocks[block]
  if (branches.length === 0) return
  const branchW = p.branchLoad.col.w
  const classW = p.classLoad.col.w
  const begin = p.breakerBegin[block]
  for (let at = 0; at < branches.length; at++) {
    let w = 0
    for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
      const askedW = classW[c + block * LOAD_CLASS_COUNT]
      if (askedW > 0) w += (branchW[(begin + at) * LOAD_CLASS_COUNT + c] * p.view.grantedW[block * LOAD_CLASS_COUNT + c]) / askedW
    }
    setLoad(run, begin + at, w)
  }
}

function followChain(run: Run, block: number): void {
  const { p } = run
  const { begin, end } = chainRows(p, block)
  if (begin === end) return
  const node = nodeOf(block, NODE.transformer)
  for (let row = begin; row < end; row++) setLoad(run, row, (p.plan.breakers[row].kind === 'mainBreaker' ? p.flow.outW(node) : p.flow.inW(node)) * p.breakers.col.share[row])
}

function regroup({ p, listener }: Run, block: number, siteBegin: number): void {
  const { share } = p.breakers.col
  const { begin, end } = block < 0 ? { begin: siteBegin, end: p.plan.breakers.length } : chainRows(p, block)
  if (begin === end) return
  const { connects } = listener.switchgear()
  const members = membersInService(listener.units(), block < 0 ? 'substationTransformer' : 'blockTransformer', block, connects)
  const { switchgear } = p.plan
  for (let row = begin; row < end; row++) {
    const { kind, member } = p.plan.breakers[row]
    const carried = kind === 'feederBreaker' && switchgear !== undefined ? [...members].filter(at => sectionOfBlockTransformer(switchgear, block, at) === member).length : Number(members.has(member))
    share[row] = members.size === 0 ? 0 : carried / members.size
  }
}

/** Brings a clock up to now and schedules its trip at the new load. */
function setLoad({ p, tripped }: Run, row: number, w: number): void {
  const { loadFraction, clock, clockMs, trip } = p.breakers.col
  const { kernel } = p.ctx
  const at = w / p.plan.breakers[row].ratedW
  const fraction = at > 1 && at <= AT_RATING ? 1 : at
  const elapsedMs = kernel.now - clockMs[row]
  // Rounds of one settle pass through loads that never flowed; only what lasts counts.
  if (elapsedMs > 0) clock[row] = breakerClockAfter(clock[row], loadFraction[row], elapsedMs)
  clockMs[row] = kernel.now
  if (fraction === loadFraction[row]) return
  loadFraction[row] = fraction
  cancelAt(p, trip, row)
  const atMs = kernel.now + Math.max(1, Math.ceil(breakerTripMs(fraction, clock[row])))
  if (atMs < NEVER_MS) trip[row] = kernel.schedule(tripped, row, atMs)
}

/** Nothing in the block can exceed a rating any more: clocks of busway and distribution units rest. */
export function restBranches(p: PowerSite, block: number): void {
  const { loadFraction, clock, clockMs, trip } = p.breakers.col
  const begin = p.breakerBegin[block]
  for (let row = begin; row < begin + p.plan.blocks[block].branches.length; row++) {
    cancelAt(p, trip, row)
    loadFraction[row] = 0
    clock[row] = 0
    clockMs[row] = p.ctx.kernel.now
  }
}
