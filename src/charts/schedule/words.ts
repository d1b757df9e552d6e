/** Words of the schedule: dates, spans of months, names of steps, and a row in full. */
import { civilFromDays } from '../../base/civil-date.ts'
import { digits, percent } from '../../analysis/number-text.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { BlockSchedule, OrderDates, ScheduleItem, ScheduleReport, ScheduleStep, ScheduleStepKind } from '../../results/schedule.ts'

const MONTH_MS = (365.25 / 12) * DAY_MS
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const THIN = '\u2009'

/** What kind of work a step is; it gives the bar its colour. */
export type StepClass = 'procurement' | 'construction' | 'commissioning' | 'power' | 'racks' | 'done'

interface StepWords {
  readonly name: string
  /** What stands on a bar with little room. */
  readonly tag: string
  readonly of: StepClass
}

export const STEPS: Readonly<Record<ScheduleStepKind, StepWords>> = {
  order: { name: 'order', tag: '', of: 'procurement' },
  manufacture: { name: 'manufacture', tag: 'manufacture', of: 'procurement' },
  level1: { name: 'Cx1, factory test', tag: 'Cx1', of: 'commissioning' },
  shipping: { name: 'shipping', tag: 'ship', of: 'procurement' },
  receiving: { name: 'receiving', tag: 'in', of: 'procurement' },
  installation: { name: 'installation', tag: 'install', of: 'construction' },
  release: { name: 'release', tag: 'release', of: 'construction' },
  shell: { name: 'shell', tag: 'shell', of: 'construction' },
  fitOut: { name: 'fit-out', tag: 'fit-out', of: 'construction' },
  level2: { name: 'Cx2, installation checks', tag: 'Cx2', of: 'commissioning' },
  liquidFlush: { name: 'flushing of liquid loops', tag: 'flush', of: 'commissioning' },
  level3: { name: 'Cx3, start-up', tag: 'Cx3', of: 'commissioning' },
  level4: { name: 'Cx4, functional tests', tag: 'Cx4', of: 'commissioning' },
  level5: { name: 'Cx5, integrated test', tag: 'Cx5', of: 'commissioning' },
  energisation: { name: 'energisation', tag: '', of: 'power' },
  plant: { name: 'plant in service', tag: '', of: 'power' },
  fabric: { name: 'network', tag: 'net', of: 'procurement' },
  burnIn: { name: 'burn-in', tag: 'burn-in', of: 'racks' },
  ready: { name: 'ready', tag: '', of: 'done' },
}

/** `3 Apr 2029`; '–' for a date that never comes. */
export function dateText(startDay: number, ms: number | null): string {
  if (ms === null) return 'not within the horizon'
  const { year, month, day } = civilFromDays(startDay + Math.floor(ms / DAY_MS))
  return `${day} ${MONTHS[month - 1]} ${year}`
}

/** `7.2 months`, `−12 days`. */
export function spanText(ms: number): string {
  const days = ms / DAY_MS
  if (Math.abs(days) < 60) return `${digits(days)}${THIN}day${Math.abs(Math.round(days)) === 1 ? '' : 's'}`
  return `${digits(ms / MONTH_MS, 1)}${THIN}months`
}

/** Float in short, for the end of a row: `+1.2 mo`. */
export function floatText({ floatP90Ms }: OrderDates): string {
  const months = floatP90Ms / MONTH_MS
  return `${months < 0 ? '−' : '+'}${digits(Math.abs(months), 1)}${THIN}mo`
}

export const isLate = ({ floatP90Ms }: OrderDates): boolean => floatP90Ms < 0

export const itemName = ({ label, count }: ScheduleItem): string => (count === null || count <= 1 ? label : `${label} × ${digits(count)}`)

function bandText(startDay: number, { p10Ms, p50Ms, p90Ms }: ScheduleStep['finish']): string {
  return p10Ms === p90Ms ? dateText(startDay, p50Ms) : `${dateText(startDay, p50Ms)} (P10 ${dateText(startDay, p10Ms)}, P90 ${dateText(startDay, p90Ms)})`
}

/** What is known of the order of an item, a line each. */
export function orderLines(startDay: number, order: OrderDates, blockLabels: readonly string[]): string[] {
  const { orderedMs, isStated, neededMs, orderByP50Ms, orderByP90Ms, floatP50Ms, floatP90Ms, leadP50Ms, leadP90Ms, source, confidence, monthLater } = order
  const hit = monthLater.blockMonths.flatMap((months, block) => (months >= 0.05 ? [`${blockLabels[block] ?? `block ${block + 1}`} ${digits(months, 1)}`] : []))
  return [
    `Ordered ${dateText(startDay, orderedMs)}${isStated ? '' : ', counted back from the plan'}; needed ${dateText(startDay, neededMs)}`,
    `Order by ${dateText(startDay, orderByP50Ms)} for P50 (float ${spanText(floatP50Ms)}), by ${dateText(startDay, orderByP90Ms)} for P90 (float ${spanText(floatP90Ms)})`,
    `Lead time P50 ${spanText(leadP50Ms)}, P90 ${spanText(leadP90Ms)}; ${source}, confidence ${confidence}`,
    `A month later: ${digits(monthLater.megawattMonths, 1)}${THIN}MW·months wait, ${digits(monthLater.acceleratorHours / 1000)}${THIN}k accelerator-hours are lost${hit.length === 0 ? '' : `; months of delay: ${hit.join(', ')}`}`,
  ]
}

/** An item in full, for hovering and for readers of the screen. */
export function itemLines({ startDay, blocks }: ScheduleReport, item: ScheduleItem): string[] {
  const steps = item.steps.filter(({ kind }) => kind !== 'order').map(({ kind, finish, isCritical, criticalFraction }) => `${STEPS[kind].name}: ${bandText(startDay, finish)}${isCritical ? ', on the critical path' : criticalFraction >= 0.05 ? `, on it in ${percent(criticalFraction)} of draws` : ''}`)
  return [itemName(item), ...steps, ...(item.order === null ? [] : orderLines(startDay, item.order, blocks.map(({ label }) => label)))]
}

/** How late a block is at the median, ms; null when it is never ready. */
export const delayMs = ({ ready, promisedMs }: BlockSchedule): number | null => (ready.p50Ms === null ? null : ready.p50Ms - promisedMs)

/** A block in full. */
export function blockLines({ startDay }: ScheduleReport, block: BlockSchedule): string[] {
  const { label, promisedMs, ready, inService, onTimeFraction, drivers, idle } = block
  return [
    label,
    `Promised ${dateText(startDay, promisedMs)}; ready ${bandText(startDay, ready)}; last rack in service ${bandText(startDay, inService)}`,
    `On time in ${percent(onTimeFraction)} of draws; ${digits(idle.mean, 1)}${THIN}MW·months wait on the mean`,
    ...(drivers.length === 0 ? [] : [`Set by ${drivers.slice(0, 3).map(({ label: name, fraction }) => `${name} (${percent(fraction)})`).join(', ')}`]),
  ]
}
