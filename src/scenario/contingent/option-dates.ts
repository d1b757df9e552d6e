/** The dates inside an option: which there are, and the same option decided earlier or later, whose dates move with the decision. */
import { formatDate, parseDate } from '../../base/civil-date.ts'
import type { Section } from '../parse.ts'
import { readCondition } from './condition.ts'

const ISO = /^\d{4}-\d{2}-\d{2}$/u

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

const dayOf = (value: unknown): number | undefined => (typeof value === 'string' && ISO.test(value) ? parseDate(value) : undefined)

/** Day numbers of all dates inside a value. */
export function daysIn(value: unknown): number[] {
  const day = dayOf(value)
  if (day !== undefined) return [day]
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap(daysIn)
  return isSection(value) ? Object.values(value).flatMap(daysIn) : []
}

/** The value with all of its dates so many days later. */
function shifted(value: unknown, days: number): unknown {
  const day = dayOf(value)
  if (day !== undefined) return formatDate(day + days)
  if (Array.isArray(value)) return (value as readonly unknown[]).map(each => shifted(each, days))
  return isSection(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shifted(each, days)])) : value
}

/** An option decided on another day: its condition is asked then, and its dates are as much later. One without condition gets `from`. */
export function decidedOn(option: Section, day: number, startDay: number): Section {
  const condition = readCondition(option.when)
  const days = day - (condition.ok ? condition.value.day : startDay)
  const words = condition.ok ? condition.value.text.replace(/\S+$/u, '') : 'from '
  const moved = (key: 'set' | 'add'): Section => (option[key] === undefined ? {} : { [key]: shifted(option[key], days) })
  return { ...option, ...moved('set'), ...moved('add'), when: `${words}${formatDate(day)}` }
}
