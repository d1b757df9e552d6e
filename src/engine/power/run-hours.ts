/**
 * Running hours of standby sets by what they ran for, against what the permit allows in a calendar year. Whole milliseconds: the hours by
 * purpose sum to the hours that the engine ran. The moment at which a running set reaches a limit is scheduled, not looked for.
 */
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { PowerSite } from './power-site.ts'
import type { StandbyPlan } from './standby-plan.ts'

/** What a set runs for. */
export const RUN_FOR = { emergency: 0, test: 1, response: 2 } as const

/** Columns of a set that this file keeps; `year…` are those of the present calendar year. */
export const HOUR_COLUMNS = {
  isOn: 'u8', runFor: 'u8', startedMs: 'f64', sinceMs: 'f64', limit: 'f64',
  emergencyMs: 'f64', testMs: 'f64', responseMs: 'f64', violationMs: 'f64',
  yearMs: 'f64', yearOtherMs: 'f64', yearResponseMs: 'f64',
} as const

export interface HoursListener {
  /** A running set has reached what it may run; it must stop. */
  limitReached(set: number): void
  /** A new year begins: hours are counted from zero. */
  yearBegan(): void
}

export interface RunHours {
  readonly p: PowerSite
  readonly reached: CommandType
  readonly newYear: CommandType
}

/** Plan of the sets of a set's block. */
export function planOfSet(p: PowerSite, set: number): StandbyPlan {
  const { standby } = p.plan.blocks[p.setBlock[set]]
  if (standby === undefined) throw new Error(`block ${p.setBlock[set]} has no standby sets`)
  return standby
}

/** Start of the calendar year after the one of `atMs`, ms since the start of the run. */
function nextYearMs(p: PowerSite, atMs: number): number {
  const { startDay } = p.ctx.world
  const { year } = civilFromDays(startDay + Math.floor(atMs / DAY_MS))
  return (daysFromCivil(year + 1, 1, 1) - startDay) * DAY_MS
}

/** Registers the crossing of limits and the turn of the year. */
export function createRunHours(p: PowerSite, listener: HoursListener): RunHours {
  const { kernel, emit } = p.ctx
  const hours: RunHours = {
    p,
    reached: kernel.command('power.permitReached', Phase.facility, set => {
      p.sets.col.limit[set] = 0
      emit({ kind: 'permitReached', generator: p.setPath[set] })
      if (planOfSet(p, set).permit.isStop) listener.limitReached(set)
    }),
    newYear: kernel.command('power.permitYear', Phase.facility, () => {
      for (let set = 0; set < p.setBlock.length; set++) beginYear(hours, set)
      listener.yearBegan()
      kernel.schedule(hours.newYear, 0, nextYearMs(p, kernel.now))
    }),
  }
  return hours
}

/** Starts the calendar; once, at t = 0. */
export function startCalendar(hours: RunHours): void {
  const { p, newYear } = hours
  if (p.setBlock.length > 0) p.ctx.kernel.schedule(newYear, 0, nextYearMs(p, 0))
}

/** Milliseconds that permit and rating class leave a set this year, and at this stretch, for a purpose; not above zero when it is used up. */
export function allowedMs(p: PowerSite, set: number, runFor: number): number {
  const { permit } = planOfSet(p, set)
  const { yearMs, yearOtherMs, yearResponseMs, isOn, startedMs, sinceMs } = p.sets.col
  const stretchMs = isOn[set] === 1 ? sinceMs[set] - startedMs[set] : 0
  const totalMs = Math.min(permit.totalMs - yearMs[set], permit.continuousMs - stretchMs)
  if (runFor === RUN_FOR.emergency) return totalMs
  const otherMs = Math.min(totalMs, permit.nonEmergencyMs - yearOtherMs[set])
  return runFor === RUN_FOR.response ? Math.min(otherMs, permit.responseMs - yearResponseMs[set]) : otherMs
}

/** Whether a set may start for a purpose. */
export const mayRun = (p: PowerSite, set: number, runFor: number): boolean => !planOfSet(p, set).permit.isStop || allowedMs(p, set, runFor) > 0

const TOTAL_OF = ['emergencyMs', 'testMs', 'responseMs'] as const

/** Books the time since the last booking. */
function book(p: PowerSite, set: number): void {
  const { col } = p.sets
  const spanMs = p.ctx.kernel.now - col.sinceMs[set]
  const runFor = col.runFor[set]
  col.violationMs[set] += Math.max(0, spanMs - Math.max(0, allowedMs(p, set, runFor)))
  col[TOTAL_OF[runFor]][set] += spanMs
  col.yearMs[set] += spanMs
  if (runFor !== RUN_FOR.emergency) col.yearOtherMs[set] += spanMs
  if (runFor === RUN_FOR.response) col.yearResponseMs[set] += spanMs
  col.sinceMs[set] = p.ctx.kernel.now
}

function watch({ p, reached }: RunHours, set: number): void {
  const { limit, runFor } = p.sets.col
  const { kernel } = p.ctx
  if (limit[set] !== 0) kernel.cancel(limit[set])
  const leftMs = allowedMs(p, set, runFor[set])
  limit[set] = leftMs > 0 && leftMs < Infinity ? kernel.schedule(reached, set, kernel.now + leftMs) : 0
}

/** A set runs from now on. */
export function beginHours(hours: RunHours, set: number, runFor: number): void {
  const { isOn, runFor: of, startedMs, sinceMs } = hours.p.sets.col
  isOn[set] = 1
  of[set] = runFor
  startedMs[set] = hours.p.ctx.kernel.now
  sinceMs[set] = hours.p.ctx.kernel.now
  watch(hours, set)
}

/** A running set serves another purpose from now on. */
export function turnHours(hours: RunHours, set: number, runFor: number): void {
  book(hours.p, set)
  hours.p.sets.col.runFor[set] = runFor
  watch(hours, set)
}

/** A set stands still from now on. */
export function endHours({ p }: RunHours, set: number): void {
  const { isOn, limit } = p.sets.col
  if (isOn[set] === 0) return
  book(p, set)
  isOn[set] = 0
  if (limit[set] !== 0) p.ctx.kernel.cancel(limit[set])
  limit[set] = 0
}

function beginYear(hours: RunHours, set: number): void {
  const { isOn, yearMs, yearOtherMs, yearResponseMs } = hours.p.sets.col
  if (isOn[set] === 1) book(hours.p, set)
  yearMs[set] = 0
  yearOtherMs[set] = 0
  yearResponseMs[set] = 0
  if (isOn[set] === 1) watch(hours, set)
}

/** Running hours of all sets of a block up to now, ms. */
export interface BlockHours {
  readonly emergencyMs: number
  readonly testMs: number
  readonly responseMs: number
  /** Beyond a limit, part of the above. */
  readonly violationMs: number
}

/** Hours of all sets of the site by purpose, and the fine for those beyond a limit. */
export interface StandbyHours {
  readonly emergencyH: number
  readonly testH: number
  readonly responseH: number
  readonly violationH: number
  readonly fineUsd: number
}

export function standbyHours(p: PowerSite): StandbyHours {
  const sum = { emergencyH: 0, testH: 0, responseH: 0, violationH: 0, fineUsd: 0 }
  p.plan.blocks.forEach(({ standby }, block) => {
    const { emergencyMs, testMs, responseMs, violationMs } = blockHours(p, block)
    sum.emergencyH += emergencyMs / HOUR_MS
    sum.testH += testMs / HOUR_MS
    sum.responseH += responseMs / HOUR_MS
    sum.violationH += violationMs / HOUR_MS
    sum.fineUsd += (violationMs / HOUR_MS) * (standby?.permit.fineUsdPerH ?? 0)
  })
  return sum
}

/** Sums the hours of a block's sets; what runs now counts up to now. */
export function blockHours(p: PowerSite, block: number): BlockHours {
  const sum = { emergencyMs: 0, testMs: 0, responseMs: 0, violationMs: 0 }
  const { col } = p.sets
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    const openMs = col.isOn[set] === 1 ? p.ctx.kernel.now - col.sinceMs[set] : 0
    for (const key of TOTAL_OF) sum[key] += col[key][set]
    sum[TOTAL_OF[col.runFor[set]]] += openMs
    sum.violationMs += col.violationMs[set] + (openMs === 0 ? 0 : Math.max(0, openMs - Math.max(0, allowedMs(p, set, col.runFor[set]))))
  }
  return sum
}
