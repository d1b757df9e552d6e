/**
 * Sections of the medium-voltage bus in a run. A bus fault takes its section, and the next one when a breaker or its relay fails. A section
 * that loses its infeeds is dead until its tie is closed; what hangs on it alone rides that out on its batteries.
 */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import { type PowerSite, cancelAt } from './power-site.ts'
import { type SwitchgearPlan, sectionOfBlockTransformer, sectionOfSource } from './switchgear-plan.ts'
import type { UnitKind, UnitTable } from './units.ts'

export interface Switchgear {
  /** Whether transformer `member` of a block (−1: of the substation) is connected to a section that carries it. */
  connects(block: number, member: number): boolean
  /** A section failed: whether its protection clears it decides over the next one. */
  faulted(section: number): void
  /** Compares infeeds with sections; true if what is connected may have changed. */
  refresh(): boolean
}

export interface SwitchgearListener {
  readonly units: () => UnitTable
  /** What is connected changed at a time of the switchgear's own. */
  changed(): void
}

const COLUMNS = {
  /** 1 while it is out because a neighbour's fault was not cleared; 1 while it has no infeed and its tie is open; 1 with a closed tie. */
  taken: 'u8', isDead: 'u8', isTied: 'u8',
  faults: 'u32', transfers: 'u32',
  /** Handles of pending commands, 0 none. */
  restored: 'f64', tie: 'f64',
} as const

/** A perfect bus: everything is connected. */
export const NO_SWITCHGEAR: Switchgear = { connects: () => true, faulted: () => undefined, refresh: () => false }

interface Gear {
  readonly p: PowerSite
  readonly plan: SwitchgearPlan
  readonly col: ReturnType<typeof sectionTable>['col']
  /** Whether the unit of a kind with this owner and member is in service; true for what does not exist. */
  isUp(kind: UnitKind, owner: number, member: number): boolean
}

const sectionTable = (p: PowerSite, count: number) => p.ctx.state.table('power.busSections', count, COLUMNS)

const isWhole = ({ col, isUp }: Gear, section: number): boolean => col.taken[section] === 0 && isUp('busSection', -1, section)

/** Whether a section can carry circuits: itself, or the other bus where every circuit is on both. */
function carries(gear: Gear, section: number): boolean {
  if (gear.plan.faultTakesCircuits) return isWhole(gear, section)
  for (let bus = 0; bus < gear.plan.sections; bus++) if (isWhole(gear, bus)) return true
  return false
}

const transformerIsUp = ({ isUp }: Gear, member: number): boolean =>
  isUp('substationTransformer', -1, member) && isUp('substationTapChanger', -1, member) && isUp('infeedBreaker', -1, member)

/** Whether something live feeds a section directly. */
function hasInfeed(gear: Gear, section: number): boolean {
  const { p, plan } = gear
  const isFeedLive = (feed: number): boolean => p.feeds.col.energisedW[feed] > 0 && p.feeds.col.interruptions[feed] === 0
  const { feeds, plants } = p.plan
  const hasHighSide = feeds.some((feed, index) => feed.viaSubstation && isFeedLive(index))
  if (hasHighSide && plan.infeed.some((at, member) => at === section && transformerIsUp(gear, member))) return true
  const beside = feeds.flatMap((feed, index) => (feed.viaSubstation ? [] : [index]))
  if (beside.some((feed, index) => sectionOfSource(plan, index) === section && isFeedLive(feed))) return true
  return plants.some((_, plant) => sectionOfSource(plan, plant) === section && p.plants.col.inService[plant] === 1 && p.plants.col.up[plant] > 0)
}

/** Registers the state of the sections; without switchgear in the plan the bus is perfect. */
export function createSwitchgear(p: PowerSite, listener: SwitchgearListener): Switchgear {
  const plan = p.plan.switchgear
  if (plan === undefined) return NO_SWITCHGEAR
  const { kernel, world } = p.ctx
  const { col } = sectionTable(p, plan.sections)
  const index = new Map(listener.units().list.map(({ kind, owner, member }, unit) => [`${kind} ${owner} ${member}`, unit]))
  const gear: Gear = {
    p,
    plan,
    col,
    isUp(kind, owner, member) {
      const unit = index.get(`${kind} ${owner} ${member}`)
      return unit === undefined || listener.units().isUp(unit)
    },
  }
  const keys = Array.from({ length: plan.sections }, (_, section) => entityKey(world.root, `grid/switchgear/section[${section}]/breaker`))
  const fails = (section: number, n: number): boolean => uniform(keys[section], PURPOSE.trip, n) < plan.failToOperate
  const tied = kernel.command('power.tieClosed', Phase.facility, section => {
    col.tie[section] = 0
    col.isDead[section] = 0
    col.isTied[section] = 1
    listener.changed()
  })
  const restored = kernel.command('power.sectionRestored', Phase.repair, section => {
    col.restored[section] = 0
    col.taken[section] = 0
    p.ctx.emit({ kind: 'outageEnded', what: `grid/switchgear/section[${section}]/backup`, block: -1 })
    listener.changed()
  })
  const transfer = (section: number): void => {
    if (plan.transferMs === 0) {
      col.isTied[section] = 1
      return
    }
    col.isDead[section] = 1
    // A tie that does not close is closed by hand, after the time that a breaker takes to mend.
    const lateMs = fails(section, col.transfers[section]++) ? plan.breaker.repairMs : 0
    col.tie[section] = kernel.schedule(tied, section, kernel.now + plan.transferMs + lateMs)
  }
  return {
    connects: (block, member) => connects(gear, block, member),
    faulted(section) {
      const isCleared = gear.isUp('relay', -1, section) && !fails(section, 1_000_000 + col.faults[section]++)
      const next = (section + 1) % plan.sections
      if (isCleared || next === section) return
      cancelAt(p, col.restored, next)
      if (col.taken[next] === 0) p.ctx.emit({ kind: 'outageStarted', what: `grid/switchgear/section[${next}]/backup`, block: -1 })
      col.taken[next] = 1
      col.restored[next] = kernel.schedule(restored, next, kernel.now + plan.breaker.repairMs)
    },
    refresh: () => refresh(gear, transfer),
  }
}

function refresh(gear: Gear, transfer: (section: number) => void): boolean {
  const { p, plan, col } = gear
  const own = Array.from({ length: plan.sections }, (_, section) => carries(gear, section) && hasInfeed(gear, section))
  let hasChanged = false
  for (let section = 0; section < plan.sections; section++) {
    const canBeFed = carries(gear, section) && own.some(Boolean)
    if (own[section] || !canBeFed) {
      if (col.isDead[section] === 1 || col.isTied[section] === 1) hasChanged = true
      cancelAt(p, col.tie, section)
      col.isDead[section] = 0
      col.isTied[section] = 0
      continue
    }
    if (col.isTied[section] === 1 || col.tie[section] !== 0) continue
    transfer(section)
    hasChanged = true
  }
  return hasChanged
}

function connects(gear: Gear, block: number, member: number): boolean {
  const { p, plan, col, isUp } = gear
  if (block < 0) return carries(gear, plan.infeed[member]) && isUp('infeedBreaker', -1, member)
  const section = sectionOfBlockTransformer(plan, block, member)
  if (!carries(gear, section) || !isUp('feederBreaker', block, section)) return false
  if (col.isDead[section] === 0) return true
  // Systems on a section that waits for its tie ride on their batteries; the block goes to battery only when all of it waits.
  return plan.block[block] < 0 && Array.from({ length: Math.min(plan.sections, p.plan.blocks[block].transformerCount) }, (_, other) => other).some(other => col.isDead[other] === 0 && carries(gear, other))
}
