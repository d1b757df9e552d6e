/** Which price period an hour of the year belongs to. Civil hours, so that periods follow what clocks show. */
import type { TariffSection } from './schema/tariff.ts'

const MONTHS = 12
const HOURS = 24
/** Weekday or weekend. */
const DAY_TYPES = 2
export const TARIFF_CELLS = MONTHS * DAY_TYPES * HOURS

type Period = TariffSection['periods'][number]

/** Cell of an hour: month 1–12, day 0 (Monday) – 6, hour 0–23. */
export const tariffCell = (month: number, dayOfWeek: number, hour: number): number => ((month - 1) * DAY_TYPES + (dayOfWeek < 5 ? 0 : 1)) * HOURS + hour

/** Whether a range of civil hours holds at an hour; one that ends before it begins runs over midnight, one of no length is the whole day. */
export function holdsAt({ from, to }: { readonly from: number; readonly to: number }, hour: number): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to
}

/** Whether a list of months, empty for all, holds in one. */
export const holdsIn = (months: readonly number[], month: number): boolean => months.length === 0 || months.includes(month)

function covers(period: Period, cell: number): boolean {
  const month = Math.floor(cell / (DAY_TYPES * HOURS)) + 1
  const isWeekend = Math.floor(cell / HOURS) % DAY_TYPES === 1
  if (!holdsIn(period.months, month) || !holdsAt(period, cell % HOURS)) return false
  return period.days === 'all' || (period.days === 'weekends') === isWeekend
}

/** Names of the energy prices in order: the periods, or the one price. */
export function pricePeriods({ periods, energy }: Pick<TariffSection, 'periods' | 'energy'>): { readonly id: string; readonly price: number }[] {
  return periods.length === 0 ? [{ id: 'energy', price: energy }] : periods.map(({ id, price }) => ({ id, price }))
}

/** Index in `pricePeriods` of every cell. A cell that no period covers, which a rule refuses, counts as the first. */
export function periodByCell({ periods }: Pick<TariffSection, 'periods'>): Uint8Array {
  return Uint8Array.from({ length: TARIFF_CELLS }, (_, cell) => Math.max(0, periods.findIndex(period => covers(period, cell))))
}

/** A cell that the periods cover not at all or more than once, with the names that do; undefined when all is well. */
export function firstMiscovered({ periods }: Pick<TariffSection, 'periods'>, isOverlap: boolean): { readonly cell: number; readonly ids: readonly string[] } | undefined {
  if (periods.length === 0) return undefined
  for (let cell = 0; cell < TARIFF_CELLS; cell++) {
    const ids = periods.filter(period => covers(period, cell)).map(({ id }) => id)
    if (isOverlap ? ids.length > 1 : ids.length === 0) return { cell, ids }
  }
  return undefined
}

/** A cell in words: `July, weekdays, 14–15 h`. */
export function cellText(cell: number): string {
  const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
  const hour = cell % HOURS
  return `${names[Math.floor(cell / (DAY_TYPES * HOURS))]}, ${Math.floor(cell / HOURS) % DAY_TYPES === 0 ? 'weekdays' : 'weekends'}, ${hour}–${hour + 1} h`
}
