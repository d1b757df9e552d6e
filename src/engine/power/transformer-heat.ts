/**
 * Temperature and ageing of transformers, one state for each group of equal units at equal load, in closed form between changes. A group
 * is brought up to date when its load fraction has moved by more than `LOAD_STEP` or its ambient temperature by a kelvin: never at every settle.
 */
import { exp } from '../../base/exact-math.ts'
import { HOUR_MS } from '../../base/spans.ts'
import { type TransformerHeat, type TransformerThermal, ageingRateNormal, ageingRateUpgraded, hotSpotC, steadyGradientK, steadyTopOilC, transformerHeatAfter } from '../../physics/transformer-hot-spot.ts'
import { LOADING_KINDS, type LoadingKind, tabulatedLoad } from '../../physics/transformer-limits.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { CoolingStage, TransformerGroupPlan } from './transformer-plan.ts'

/** Change of load per rating that counts, and of ambient temperature, K; engineering defaults. */
const LOAD_STEP = 0.05
const AMBIENT_STEP_K = 1
/** Fans are on while the steady hot spot without them would be above this, °C; engineering default. */
const FANS_ON_C = 80
/**
 * Below this change of the hot spot over an interval, K, ageing is a trapezium; in the cool, where it hardly counts, one panel an hour of
 * Simpson's rule on the exact path; in the heat fine panels while the winding follows, then coarse ones while the oil does.
 */
const SMOOTH_K = 3
const COOL_C = 90
const WINDING_MS = HOUR_MS / 2
const WINDING_PANELS = 6
const OIL_PANEL_MS = HOUR_MS / 2
/** How far ahead crossings of a limit are looked for, ms, and in which steps; the load or the weather changes before. */
const AHEAD_MS = 8 * HOUR_MS
const LOOK_MS = HOUR_MS / 12
/** A limit counts as left again when the hot spot is this much below it, K. */
const HYSTERESIS_K = 2
const NO_LIMIT = 0

const COLUMNS = {
  topOilC: 'f64', riseK: 'f64', lagK: 'f64', hotC: 'f64', ageing: 'f64', life: 'f64',
  /** Inputs since `atMs`: load per rating, ambient temperature, setting of the fans. */
  atMs: 'f64', load: 'f64', ambientC: 'f64', stage: 'u8', isLive: 'u8',
  /** Where these inputs lead: rise of the oil over ambient and gradient of the winding, K. Kept, because powers are dear. */
  endRiseK: 'f64', endGradientK: 'f64',
  /** Limits that the group is above, counted from continuous; 1 while it is held to continuous loading after the last of them. */
  above: 'u8', isHeld: 'u8', crossing: 'f64',
} as const

export interface TransformerHeats {
  /** A group is energised: from now on it has a temperature. */
  connect(group: number): void
  /** Hears of the power at the low side of a group with `up` units; cheap while nothing material has changed. */
  follow(group: number, loadW: number, up: number): void
  setAmbient(ambientC: number): void
  /** Share of its rating that dispatch may ask of a group now. */
  allowed(group: number): number
  /** Share of the insulation life that is used, as of now; grows without bound, replaced units count from their own beginning. */
  lifeUsed(group: number): number
  hotSpotC(group: number): number
}

export interface HeatListener {
  /** A limit was crossed: `above` of them are exceeded now. */
  limitCrossed(group: number, limit: LoadingKind, isAbove: boolean): void
  /** Insulation life was brought up to date. */
  aged(group: number, lifeUsed: number): void
}

interface Heats {
  readonly ctx: DomainContext
  readonly groups: readonly TransformerGroupPlan[]
  readonly table: ReturnType<typeof heatTable>
  readonly listener: HeatListener
  readonly site: { ambientC: number }
  crossed: CommandType
  /** exp(−hour/τ) of each setting of the fans of each group: the common step costs no exponential. */
  readonly hourly: readonly (readonly Shares[])[]
}

const heatTable = (ctx: DomainContext, count: number) => ctx.state.table('power.transformerHeat', count, COLUMNS)

interface Shares {
  readonly oil: number
  readonly rise: number
  readonly lag: number
}

const sharesOf = ({ k11, k22, oilTauMs, windingTauMs }: TransformerThermal, dtMs: number): Shares => ({
  oil: 1 - exp(-dtMs / (k11 * oilTauMs)),
  rise: 1 - exp(-dtMs / (k22 * windingTauMs)),
  lag: 1 - exp((-dtMs * k22) / oilTauMs),
})

const rateOf = ({ thermal }: TransformerGroupPlan, hotC: number): number => (thermal.isUpgraded ? ageingRateUpgraded(hotC) : ageingRateNormal(hotC))

/** The lowest setting of the fans that keeps the steady hot spot cool enough, else all of them. */
export function fanStage(stages: readonly CoolingStage[], load: number, ambientC: number): number {
  for (let stage = 0; stage < stages.length - 1; stage++) {
    const { thermal, rating } = stages[stage]
    if (load > rating) continue
    if (steadyTopOilC(thermal, load / rating, ambientC) + steadyGradientK(thermal, load / rating) <= FANS_ON_C) return stage
  }
  return stages.length - 1
}

function heatOf({ table }: Heats, group: number): TransformerHeat {
  const { topOilC, riseK, lagK } = table.col
  return { topOilC: topOilC[group], gradientRiseK: riseK[group], gradientLagK: lagK[group] }
}

/** Where the group's path leads: constants, load on the rating of the present setting, ambient at its radiators. */
function pathOf({ table, groups }: Heats, group: number): { thermal: TransformerThermal; load: number; ambientC: number } {
  const { load, ambientC, stage } = table.col
  const { thermal, rating } = groups[group].thermal.stages[stage[group]]
  return { thermal, load: load[group] / rating, ambientC: ambientC[group] + groups[group].thermal.surchargeK }
}

/** Where the present inputs lead in the long run, from the kept rises: no powers. */
function endOf({ table, groups }: Heats, group: number): TransformerHeat {
  const { ambientC, endRiseK, endGradientK, stage } = table.col
  const { stages, surchargeK } = groups[group].thermal
  const { k21 } = stages[stage[group]].thermal
  return { topOilC: ambientC[group] + surchargeK + endRiseK[group], gradientRiseK: k21 * endGradientK[group], gradientLagK: (k21 - 1) * endGradientK[group] }
}

const approach = (from: TransformerHeat, end: TransformerHeat, { oil, rise, lag }: Shares): TransformerHeat => ({
  topOilC: from.topOilC + (end.topOilC - from.topOilC) * oil,
  gradientRiseK: from.gradientRiseK + (end.gradientRiseK - from.gradientRiseK) * rise,
  gradientLagK: from.gradientLagK + (end.gradientLagK - from.gradientLagK) * lag,
})

/** ∫ of the ageing rate over the interval, ms: the path of the hot spot is exact, its ageing is integrated by quadrature. */
function agedMs(heats: Heats, group: number, from: TransformerHeat, dtMs: number, endRate: number, endC: number): number {
  const { hotC, ageing } = heats.table.col
  if (Math.abs(endC - hotC[group]) <= SMOOTH_K) return 0.5 * (ageing[group] + endRate) * dtMs
  const { thermal } = pathOf(heats, group)
  const end = endOf(heats, group)
  const rateAfter = (ms: number): number => rateOf(heats.groups[group], hotSpotC(approach(from, end, sharesOf(thermal, ms))))
  if (endC <= COOL_C && hotC[group] <= COOL_C) {
    if (dtMs <= HOUR_MS) return ((ageing[group] + 4 * rateAfter(dtMs / 2) + endRate) * dtMs) / 6
    return simpson(rateAfter, 0, dtMs, Math.ceil(dtMs / HOUR_MS))
  }
  const firstMs = Math.min(dtMs, WINDING_MS)
  const first = simpson(rateAfter, 0, firstMs, WINDING_PANELS)
  return firstMs === dtMs ? first : first + simpson(rateAfter, firstMs, dtMs, Math.ceil((dtMs - firstMs) / OIL_PANEL_MS))
}

/** ∫ of a smooth function by Simpson's rule. */
function simpson(f: (ms: number) => number, fromMs: number, toMs: number, panels: number): number {
  const halfMs = (toMs - fromMs) / (2 * panels)
  let sum = f(fromMs) + f(toMs)
  for (let i = 1; i < 2 * panels; i++) sum += (i % 2 === 1 ? 4 : 2) * f(fromMs + i * halfMs)
  return (sum * halfMs) / 3
}

/** Brings a group up to now. */
function advance(heats: Heats, group: number): void {
  const { topOilC, riseK, lagK, hotC, ageing, life, atMs, stage } = heats.table.col
  const { now } = heats.ctx.kernel
  const dtMs = now - atMs[group]
  if (dtMs <= 0) return
  const from = heatOf(heats, group)
  const { thermal } = pathOf(heats, group)
  const shares = dtMs === HOUR_MS ? heats.hourly[group][stage[group]] : sharesOf(thermal, dtMs)
  const heat = approach(from, endOf(heats, group), shares)
  topOilC[group] = heat.topOilC
  riseK[group] = heat.gradientRiseK
  lagK[group] = heat.gradientLagK
  const endC = hotSpotC(heat)
  const endRate = rateOf(heats.groups[group], endC)
  life[group] += agedMs(heats, group, from, dtMs, endRate, endC) / heats.groups[group].thermal.lifeMs
  atMs[group] = now
  hotC[group] = endC
  ageing[group] = endRate
  heats.listener.aged(group, life[group])
}

/** New inputs from now on: fans, and the next limit that this path leads over. */
function turn(heats: Heats, group: number, hasNewLoad: boolean): void {
  const { load, ambientC, stage, endRiseK, endGradientK } = heats.table.col
  const { stages, surchargeK } = heats.groups[group].thermal
  const before = stage[group]
  if (stages.length > 1) stage[group] = fanStage(stages, load[group], ambientC[group] + surchargeK)
  if (hasNewLoad || stage[group] !== before) {
    const { thermal, load: fraction } = pathOf(heats, group)
    endRiseK[group] = steadyTopOilC(thermal, fraction, 0)
    endGradientK[group] = steadyGradientK(thermal, fraction)
  }
  leaveLimits(heats, group)
  expectCrossing(heats, group)
}

function leaveLimits(heats: Heats, group: number): void {
  const { above, isHeld, hotC, topOilC } = heats.table.col
  const { limits } = heats.groups[group].thermal
  while (above[group] > 0) {
    const limit = limits[above[group] - 1]
    if (hotC[group] > limit.hotSpotC - HYSTERESIS_K || topOilC[group] > limit.topOilC - HYSTERESIS_K) return
    above[group] -= 1
    if (above[group] === NO_LIMIT) isHeld[group] = 0
    heats.listener.limitCrossed(group, LOADING_KINDS[above[group]], false)
  }
}

/** Schedules the moment at which the next limit is passed, if this path passes it. */
function expectCrossing(heats: Heats, group: number): void {
  const { above, crossing, topOilC, riseK, endRiseK, endGradientK } = heats.table.col
  const { kernel } = heats.ctx
  if (crossing[group] !== 0) kernel.cancel(crossing[group])
  crossing[group] = 0
  const limit = heats.groups[group].thermal.limits[above[group]]
  if (limit === undefined) return
  const { thermal, load, ambientC } = pathOf(heats, group)
  const endC = ambientC + endRiseK[group]
  const gradientK = endGradientK[group]
  // The rise comes before its lag, so the two largest terms bound the path.
  const highestOilC = Math.max(topOilC[group], endC)
  if (highestOilC + Math.max(riseK[group], thermal.k21 * gradientK) <= limit.hotSpotC && highestOilC <= limit.topOilC) return
  const from = heatOf(heats, group)
  const isBeyond = (dtMs: number): boolean => {
    const heat = transformerHeatAfter(thermal, from, load, ambientC, dtMs)
    return hotSpotC(heat) > limit.hotSpotC || heat.topOilC > limit.topOilC
  }
  let late = 0
  while (late <= AHEAD_MS && !isBeyond(late)) late += LOOK_MS
  if (late > AHEAD_MS) return
  let early = Math.max(0, late - LOOK_MS)
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (isBeyond(middle)) late = middle
    else early = middle
  }
  crossing[group] = kernel.schedule(heats.crossed, group, kernel.now + Math.max(1, late))
}

function cross(heats: Heats, group: number): void {
  const { above, isHeld, crossing } = heats.table.col
  crossing[group] = 0
  advance(heats, group)
  above[group] += 1
  if (above[group] === LOADING_KINDS.length) isHeld[group] = 1
  heats.listener.limitCrossed(group, LOADING_KINDS[above[group] - 1], true)
  expectCrossing(heats, group)
}

function connect(heats: Heats, group: number): void {
  const { topOilC, atMs, ambientC, isLive, hotC, ageing, life, load } = heats.table.col
  if (isLive[group] === 1) return
  isLive[group] = 1
  atMs[group] = heats.ctx.kernel.now
  ambientC[group] = heats.site.ambientC
  load[group] = 0
  // It comes in at the temperature of no load.
  const { thermal, ambientC: aroundC } = pathOf(heats, group)
  topOilC[group] = steadyTopOilC(thermal, 0, aroundC)
  hotC[group] = topOilC[group]
  ageing[group] = rateOf(heats.groups[group], hotC[group])
  life[group] = heats.groups[group].thermal.lifeUsed
  turn(heats, group, true)
}

function follow(heats: Heats, group: number, loadW: number, up: number): void {
  const { load, isLive } = heats.table.col
  if (isLive[group] === 0) return
  const fraction = up > 0 ? loadW / (up * heats.groups[group].unitW) : 0
  if (Math.abs(fraction - load[group]) <= LOAD_STEP) return
  advance(heats, group)
  load[group] = fraction
  turn(heats, group, true)
}

function setAmbient(heats: Heats, now: number): void {
  const { ambientC, isLive } = heats.table.col
  heats.site.ambientC = now
  for (let group = 0; group < heats.groups.length; group++) {
    if (isLive[group] === 0 || Math.abs(now - ambientC[group]) < AMBIENT_STEP_K) continue
    advance(heats, group)
    ambientC[group] = now
    turn(heats, group, false)
  }
}

/** Registers the state of all groups. */
export function createTransformerHeats(ctx: DomainContext, groups: readonly TransformerGroupPlan[], listener: HeatListener): TransformerHeats {
  const table = heatTable(ctx, groups.length)
  const heats: Heats = {
    ctx,
    groups,
    table,
    listener,
    site: ctx.state.scalars('power.transformerAmbient', { ambientC: 20 }),
    crossed: 0,
    hourly: groups.map(({ thermal }) => thermal.stages.map(stage => sharesOf(stage.thermal, HOUR_MS))),
  }
  heats.crossed = ctx.kernel.command('power.transformerLimit', Phase.facility, group => cross(heats, group))
  return {
    connect: group => connect(heats, group),
    follow: (group, loadW, up) => follow(heats, group, loadW, up),
    setAmbient: ambientC => setAmbient(heats, ambientC),
    allowed(group) {
      const { thermal } = groups[group]
      return tabulatedLoad(table.col.isHeld[group] === 1 ? thermal.continuous : thermal.allowed, heats.site.ambientC + thermal.surchargeK)
    },
    lifeUsed: group => table.col.life[group],
    hotSpotC: group => table.col.hotC[group],
  }
}
