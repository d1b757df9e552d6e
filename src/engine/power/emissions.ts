/**
 * What plants and standby sets emit under their air permits: a mass that grows in a straight line between settles, the present month and
 * the eleven before it, or the calendar year. The moment at which a limit is reached is scheduled; months and dated limits turn by date.
 */
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../base/spans.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { AirPermitPlan } from './air-permit-plan.ts'
import { MONTHS } from './air-permits.ts'
import { dieselHeatW, engineFuelW } from './components/index.ts'
import { unitsReady } from './plants.ts'
import { type PowerSite, cancelAt } from './power-site.ts'

export interface PermitListener {
  /** A limit was reached, or there is room below it again. */
  changed(permit: AirPermitPlan, isReached: boolean): void
}

export interface Emissions {
  readonly p: PowerSite
  readonly listener: PermitListener
  readonly reached: CommandType
  readonly turned: CommandType
}

/** Registers the crossing of limits, and the turn of months and of dated limits. */
export function createEmissions(p: PowerSite, listener: PermitListener): Emissions {
  const { kernel } = p.ctx
  const emissions: Emissions = {
    p,
    listener,
    reached: kernel.command('power.emissionReached', Phase.facility, permit => {
      p.permits.col.reach[permit] = 0
      book(p, permit)
      setReached(emissions, permit, true)
    }),
    turned: kernel.command('power.emissionTurn', Phase.facility, permit => turn(emissions, permit)),
  }
  return emissions
}

/** Starts the calendar of every permit; once, at t = 0. */
export function startEmissions(emissions: Emissions): void {
  const { p } = emissions
  p.plan.air.permits.forEach((_, permit) => {
    p.permits.col.month[permit] = monthAt(p, 0)
    scheduleTurn(emissions, permit)
    if (limitG(p, permit) === 0) setReached(emissions, permit, true)
  })
}

/** Months since the year 0. */
function monthAt(p: PowerSite, atMs: number): number {
  const { year, month } = civilFromDays(p.ctx.world.startDay + Math.floor(atMs / DAY_MS))
  return year * MONTHS + month - 1
}

const monthBeginMs = (p: PowerSite, month: number): number => (daysFromCivil(Math.floor(month / MONTHS), (month % MONTHS) + 1, 1) - p.ctx.world.startDay) * DAY_MS

/** The limit in force now, g. */
function limitG(p: PowerSite, permit: number): number {
  const { limits } = p.plan.air.permits[permit]
  let now = limits[0].limitG
  for (const { fromMs, limitG: g } of limits) if (fromMs <= p.ctx.kernel.now) now = g
  return now
}

function scheduleTurn({ p, turned }: Emissions, permit: number): void {
  const { kernel } = p.ctx
  let atMs = monthBeginMs(p, p.permits.col.month[permit] + 1)
  for (const { fromMs } of p.plan.air.permits[permit].limits) if (fromMs > kernel.now) atMs = Math.min(atMs, fromMs)
  p.permits.col.turnMs[permit] = atMs
  kernel.schedule(turned, permit, atMs)
}

/** Books what was emitted since the last booking. */
function book(p: PowerSite, permit: number): void {
  const { col } = p.permits
  const { now } = p.ctx.kernel
  const g = col.rateGpms[permit] * (now - col.atMs[permit])
  col.atMs[permit] = now
  col.periodG[permit] += g
  col.totalG[permit] += g
  p.permitMonths.col.g[permit * MONTHS + (col.month[permit] % MONTHS)] += g
  if (col.isReached[permit] === 1) col.overG[permit] += g
  col.peakG[permit] = Math.max(col.peakG[permit], col.periodG[permit])
}

/** A month begins, or another limit is in force. */
function turn(emissions: Emissions, permit: number): void {
  const { p } = emissions
  const { col } = p.permits
  book(p, permit)
  const month = monthAt(p, p.ctx.kernel.now)
  if (month !== col.month[permit]) beginMonth(p, permit, month)
  scheduleTurn(emissions, permit)
  const isReached = col.periodG[permit] >= limitG(p, permit)
  if (isReached !== (col.isReached[permit] === 1)) setReached(emissions, permit, isReached)
  watch(emissions, permit)
}

function beginMonth(p: PowerSite, permit: number, month: number): void {
  const { g } = p.permitMonths.col
  const first = permit * MONTHS
  p.permits.col.month[permit] = month
  g[first + (month % MONTHS)] = 0
  if (!p.plan.air.permits[permit].isRolling && month % MONTHS === 0) g.fill(0, first, first + MONTHS)
  let sum = 0
  for (let i = 0; i < MONTHS; i++) sum += g[first + i]
  p.permits.col.periodG[permit] = sum
}

function setReached({ p, listener }: Emissions, permit: number, isReached: boolean): void {
  const { col } = p.permits
  const plan = p.plan.air.permits[permit]
  const { now } = p.ctx.kernel
  col.isReached[permit] = isReached ? 1 : 0
  if (isReached) col.reachedMs[permit] = now
  else col.shutMs[permit] += now - col.reachedMs[permit]
  p.ctx.emit({ kind: isReached ? 'emissionReached' : 'emissionFreed', permit: plan.path })
  listener.changed(plan, isReached)
}

/** Schedules the crossing at the present rate; one beyond the next turn is looked at there. */
function watch({ p, reached }: Emissions, permit: number): void {
  const { col } = p.permits
  const { kernel } = p.ctx
  cancelAt(p, col.reach, permit)
  const rate = col.rateGpms[permit]
  if (rate === 0 || col.isReached[permit] === 1) return
  const atMs = kernel.now + Math.max(1, Math.ceil((limitG(p, permit) - col.periodG[permit]) / rate))
  if (atMs < col.turnMs[permit]) col.reach[permit] = kernel.schedule(reached, permit, atMs)
}

/** What the units under a permit emit now, g/ms. */
function rateGpms(p: PowerSite, { plants, blocks }: AirPermitPlan): number {
  const { plantGpJ, blockGpJ } = p.plan.air
  const { deliversW, unitW } = p.plants.col
  let gps = 0
  for (const plant of plants) {
    const { spec, spinning } = p.plan.plants[plant]
    gps += plantGpJ[plant] * engineFuelW(spec, unitsReady(p, plant), deliversW[plant], unitW[plant], spinning)
  }
  for (const block of blocks) gps += blockGpJ[block] * dieselHeatW(p.fuel.col.rateLpms[block] * HOUR_MS)
  return gps / SECOND_MS
}

/** Follows a settle. */
export function followEmissions(emissions: Emissions): void {
  const { p } = emissions
  for (let permit = 0; permit < p.plan.air.permits.length; permit++) {
    const rate = rateGpms(p, p.plan.air.permits[permit])
    if (rate === p.permits.col.rateGpms[permit]) continue
    book(p, permit)
    p.permits.col.rateGpms[permit] = rate
    watch(emissions, permit)
  }
}
