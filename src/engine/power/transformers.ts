/**
 * The transformers of the substation and of the blocks in a run: how many are in service, how far they may be loaded in this weather, how
 * their insulation ages, and when it is replaced.
 */
import type { Table } from '../../base/table.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { NODE, nodeOf } from './network.ts'
import type { PowerSite } from './power-site.ts'
import { type Spares, createSpares } from './spares.ts'
import { type TransformerHeats, createTransformerHeats } from './transformer-heat.ts'
import type { Unit, UnitTable } from './units.ts'

/** Life used from which units are exchanged one after the other; at 1 they leave service at once. Engineering default. */
const REPLACE_FROM = 0.95

export interface Transformers {
  readonly heats: TransformerHeats
  readonly spares: Spares
  /** A block is energised. */
  connect(block: number): void
  /** Hears of every settle of a block, and of the site. */
  follow(block: number): void
  followSite(throughW: number): void
  /** Brings the loads that dispatch allows up to date. */
  setAmbient(ambientC: number): void
  /** How long a unit is out whose exchange lasts `workMs`; undefined while it waits for a new one. */
  outMs(unit: Unit, index: number, workMs: number): number | undefined
  /** Share of its insulation's life that each transformer has used since it was new. */
  lives(): number[]
}

export interface TransformersListener {
  readonly units: () => UnitTable
  /** What a block's transformers or the substation may carry has changed. */
  blockChanged(block: number, isMore: boolean): void
  siteChanged(): void
}

/** Group of a unit; −1 for what is no transformer. */
const groupOfUnit = (hasSubstation: boolean, { kind, owner }: Unit): number => {
  if (kind === 'substationTransformer') return 0
  return kind === 'blockTransformer' ? owner + (hasSubstation ? 1 : 0) : -1
}

type Born = Table<{ readonly bornAt: 'f64' }>

interface Run {
  readonly p: PowerSite
  readonly listener: TransformersListener
  readonly heats: () => TransformerHeats
  readonly checks: Table<{ readonly isPending: 'u8' }>
  readonly checked: () => CommandType
}

/** Takes over what a group may carry. */
function allow({ p, listener, heats }: Run, group: number): void {
  const allowed = heats().allowed(group)
  const { block } = p.plan.transformers[group]
  const before = block < 0 ? p.supply.substationAllowed : p.blocks.col.transformerAllowed[block]
  if (allowed === before) return
  if (block < 0) {
    p.supply.substationAllowed = allowed
    listener.siteChanged()
    return
  }
  p.blocks.col.transformerAllowed[block] = allowed
  listener.blockChanged(block, allowed > before)
}

/** Heat is followed in the middle of a settle, where nothing may fail; what it leads to happens a millisecond later. */
function check({ p, checks, checked }: Run, group: number): void {
  if (checks.col.isPending[group] === 1) return
  checks.col.isPending[group] = 1
  p.ctx.kernel.schedule(checked(), group, p.ctx.kernel.now + 1)
}

export function createTransformers(p: PowerSite, listener: TransformersListener): Transformers {
  const { ctx, plan } = p
  const groups = plan.transformers
  const { list } = listener.units()
  const hasSubstation = plan.substation !== undefined
  const firstBlock = hasSubstation ? 1 : 0
  const groupOf = Int32Array.from(list, unit => groupOfUnit(hasSubstation, unit))
  const unitsOf = groups.map((_, group) => list.flatMap((_unit, index) => (groupOf[index] === group ? [index] : [])))
  const born: Born = ctx.state.table('power.transformerBirths', list.length, { bornAt: 'f64' })
  const spares = createSpares(ctx, groups, list.length, unit => groupOf[unit], (unit, workMs) => listener.units().repairAfter(unit, workMs))
  const run: Run = { p, listener, heats: () => heats, checks: ctx.state.table('power.transformerChecks', groups.length, { isPending: 'u8' }), checked: () => checked }
  const heats = createTransformerHeats(ctx, groups, {
    limitCrossed(group, limit, isAbove) {
      ctx.emit({ kind: 'transformerLimit', what: groups[group].path, block: groups[group].block, limit, isAbove })
      check(run, group)
    },
    aged(group, used) {
      if (used >= REPLACE_FROM && unitsOf[group].some(unit => listener.units().isUp(unit) && used - born.col.bornAt[unit] >= REPLACE_FROM)) check(run, group)
    },
  })
  const checked = ctx.kernel.command('power.transformerChecked', Phase.facility, group => {
    run.checks.col.isPending[group] = 0
    allow(run, group)
    wearOut(listener.units(), unitsOf[group], born.col.bornAt, heats.lifeUsed(group))
  })
  return {
    heats,
    spares,
    connect(block) {
      if (hasSubstation) heats.connect(0)
      heats.connect(firstBlock + block)
    },
    follow: block => heats.follow(firstBlock + block, p.flow.outW(nodeOf(block, NODE.transformer)), p.blocks.col.transformersUp[block]),
    followSite: throughW => void (hasSubstation && heats.follow(0, throughW, p.supply.substationUp)),
    setAmbient(ambientC) {
      heats.setAmbient(ambientC)
      for (let group = 0; group < groups.length; group++) allow(run, group)
    },
    outMs: (_, index, workMs) => (groupOf[index] < 0 ? workMs : spares.take(groupOf[index], index, workMs)),
    lives: () => unitsOf.flatMap((members, group) => members.map(unit => heats.lifeUsed(group) - born.col.bornAt[unit])),
  }
}

/** Worn units are exchanged, one at a time while they last; what is at its end leaves service at once. A new unit counts from now. */
function wearOut(units: UnitTable, members: readonly number[], bornAt: Float64Array, used: number): void {
  let mayPlan = members.every(unit => units.isUp(unit))
  for (const unit of members) {
    const age = used - bornAt[unit]
    const isDue = age >= 1 || (age >= REPLACE_FROM && mayPlan)
    if (!isDue || !units.isUp(unit)) continue
    mayPlan = false
    bornAt[unit] = used
    units.fail(unit)
  }
}
