/** Contracts of interruptible power in engine units, and when peak hours are. */
import type { Distribution } from '../../base/distribution.ts'
import { civilFromDays } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { createCalendar } from '../../scenario/calendar.ts'
import type { GridSection } from '../../scenario/schema/grid.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'

/** Means of response. Pre-cooling and thermal storage will stand between storage and caps; the file does not know the word yet. */
export type ResponseStep = 'storage' | 'preCooling' | 'itCap' | 'generators' | 'shed'

type Contract = NonNullable<GridSection['feeds'][string]['curtailment']>

/** A stretch of time, ms since the start of the run. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface CurtailmentPlan {
  readonly feed: number
  /** `<feed>/curtailment`: root of its random numbers. */
  readonly path: string
  readonly trigger:
    | { readonly process: 'seasonal'; readonly meanGapMs: number; readonly duration: Distribution }
    | { readonly process: 'heat'; readonly aboveC: number }
    | { readonly process: 'dates'; readonly spans: readonly Span[] }
  readonly maxMs: number
  readonly maxCalls: number
  readonly noticeMs: number
  readonly leastReductionW: number
  readonly penaltyUsdPerMWh: number
  /** Peak hours of a day of the run (0 is the first); undefined out of season. */
  peakOf(day: number): Span | undefined
}

/** Mean days of the months. */
const MONTH_DAYS = [31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const NOON_MS = 12 * HOUR_MS

function triggerOf({ trigger }: Contract, peakOn: (day: number) => Span, startDay: number): CurtailmentPlan['trigger'] {
  if (trigger.process === 'heat') return { process: 'heat', aboveC: trigger.above }
  if (trigger.process === 'dates') return { process: 'dates', spans: trigger.dates.map(date => peakOn(date - startDay)).filter(({ fromMs }, index, all) => fromMs > 0 && all.findIndex(span => span.fromMs === fromMs) === index) }
  const peakMsPerYear = trigger.months.reduce((sum, month) => sum + MONTH_DAYS[month - 1] * (trigger.to - trigger.from) * HOUR_MS, 0)
  return { process: 'seasonal', meanGapMs: trigger.rate > 0 ? peakMsPerYear / trigger.rate : Infinity, duration: trigger.duration }
}

/** Contracts of the feeds that have one, in file order. Peak hours are local civil time. */
export function curtailmentPlans(scenario: Scenario, world: World, paths: readonly string[]): CurtailmentPlan[] {
  return Object.values(scenario.grid.feeds).flatMap((feed, index): CurtailmentPlan[] => {
    const contract = feed.curtailment
    if (contract === undefined) return []
    const calendar = createCalendar(scenario.site.location.timezone, world.startDay)
    const { from, to } = contract.trigger
    const peakOn = (day: number): Span => {
      const midnightMs = day * DAY_MS - (calendar.isDaylight(day * DAY_MS + NOON_MS) ? HOUR_MS : 0)
      return { fromMs: midnightMs + from * HOUR_MS, toMs: midnightMs + to * HOUR_MS }
    }
    const months: readonly number[] | undefined = contract.trigger.process === 'seasonal' ? contract.trigger.months : undefined
    return [{
      feed: index,
      path: `${paths[index]}/curtailment`,
      trigger: triggerOf(contract, peakOn, world.startDay),
      maxMs: contract.maxHours,
      maxCalls: contract.maxEvents,
      noticeMs: contract.notice,
      leastReductionW: contract.leastReduction,
      penaltyUsdPerMWh: contract.penalty,
      peakOf: day => (months === undefined || months.includes(civilFromDays(world.startDay + day).month) ? peakOn(day) : undefined),
    }]
  })
}

/** The time at which `spanMs` of peak hours have passed since `fromMs`; Infinity beyond `horizonMs`. */
export function afterPeakMs(plan: CurtailmentPlan, fromMs: number, spanMs: number, horizonMs: number): number {
  let left = spanMs
  for (let day = Math.max(0, Math.floor(fromMs / DAY_MS)); day * DAY_MS < horizonMs; day++) {
    const peak = plan.peakOf(day)
    if (peak === undefined) continue
    const openMs = Math.max(peak.fromMs, fromMs)
    if (openMs >= peak.toMs) continue
    if (openMs + left < peak.toMs) return openMs + left
    left -= peak.toMs - openMs
  }
  return Infinity
}
