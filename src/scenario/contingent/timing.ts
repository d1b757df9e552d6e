/**
 * Which changes of a contingent option can be made at its decision and leave the past alone: those of what has dates from the decision on, and
 * those of what can change while a site runs.
 */
import { formatDate } from '../../base/civil-date.ts'
import { writePath, resolvePath } from '../path.ts'
import type { Section } from '../parse.ts'
import type { TreePath } from '../positions.ts'
import { scenarioFile } from '../schema/scenario.ts'
import { valueAt } from '../schema/walk.ts'
import { CHANGEABLE } from './changeable.ts'
import { daysIn } from './option-dates.ts'

const SITE = /^sites\.[^.]+\./u
const isChangeable = (path: string): boolean => (CHANGEABLE as readonly string[]).includes(path.replace(SITE, ''))

export interface OptionEdit {
  readonly verb: 'set' | 'add' | 'remove'
  readonly path: string
  readonly value: unknown
  /** Key or index under its verb. */
  readonly at: string | number
}

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What an option as written changes. */
export function editsOf(option: unknown): OptionEdit[] {
  if (!isSection(option)) return []
  const of = (verb: 'set' | 'add'): OptionEdit[] => (isSection(option[verb]) ? Object.entries(option[verb]).map(([path, value]) => ({ verb, path, value, at: path })) : [])
  const removed = Array.isArray(option.remove) ? (option.remove as readonly unknown[]) : []
  return [...of('set'), ...of('add'), ...removed.flatMap((path, at): OptionEdit[] => (typeof path === 'string' ? [{ verb: 'remove', path, value: undefined, at }] : []))]
}

/** Whether an edit waits for the decision itself, not for a date of its own. */
export const isMadeAtDecision = ({ verb, path }: OptionEdit): boolean => verb === 'set' && isChangeable(path)

/** The option without what waits for the decision itself; undefined when nothing does. */
export function withoutChangeable(option: Section): Section | undefined {
  if (!editsOf(option).some(isMadeAtDecision)) return undefined
  const { set, ...rest } = option
  return { ...rest, set: Object.fromEntries(Object.entries(set as Section).filter(([path]) => !isChangeable(path))) }
}

/** Dates that stand in a section itself: `ready: …`, or `energised: {planned: …}`. */
function ownDays(section: unknown): number[] {
  if (!isSection(section)) return []
  return Object.values(section).flatMap(value => (isSection(value) ? daysIn(value.planned) : daysIn(value)))
}

/** Dates of the innermost thing around a place that has any; a section of the top, such as the grid, is no such thing. */
function daysAround(path: TreePath, data: unknown): { readonly days: readonly number[]; readonly of: string } {
  for (let depth = path.length; depth >= 2; depth--) {
    const days = ownDays(valueAt(data, path.slice(0, depth)))
    if (days.length > 0) return { days, of: writePath(path.slice(0, depth), data) }
  }
  return { days: [], of: '' }
}

/** Why an edit would change what is there before the decision; undefined when it does not. `before` is the data without the option. */
export function whyPast(edit: OptionEdit, day: number, before: Section, after: Section): string | undefined {
  if (isMadeAtDecision(edit)) return undefined
  const elements: readonly unknown[] = edit.verb === 'add' && Array.isArray(edit.value) ? (edit.value as readonly unknown[]) : [edit.value]
  const stated = elements.map(daysIn)
  const early = stated.flat().find(each => each < day)
  if (early !== undefined) return `has the date ${formatDate(early)}, before the decision on ${formatDate(day)}`
  if (edit.verb !== 'remove' && stated.every(days => days.length > 0)) return undefined
  const data = edit.verb === 'remove' ? before : after
  const resolved = resolvePath(edit.path, data, scenarioFile)
  // A path that leads nowhere is told where options are applied.
  if (!resolved.ok) return undefined
  const { days, of } = daysAround(resolved.value.path, data)
  if (days.length === 0) return `has no date, so it would hold from the start and not from the decision on ${formatDate(day)}`
  const passed = days.find(each => each < day)
  return passed === undefined ? undefined : `belongs to ${of}, whose date ${formatDate(passed)} is before the decision on ${formatDate(day)}`
}
