/** Reads a file with a contingent option: both futures, and what of the option could not wait for its decision. */
import { createHasher } from '../../base/hash.ts'
import { formatDate, parseDate } from '../../base/civil-date.ts'
import type { Issue } from '../issue.ts'
import type { Parsed, Section } from '../parse.ts'
import type { Loaded } from '../read-document.ts'
import { valueAt } from '../schema/walk.ts'
import { readCondition } from './condition.ts'
import { decidedOn } from './option-dates.ts'
import { CHANGEABLE } from './changeable.ts'
import { editsOf, whyPast, withoutChangeable } from './timing.ts'

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

const optionIn = (file: Section, id: string): Section | undefined => {
  const option = valueAt(file, ['options', id])
  return isSection(option) ? option : undefined
}

const withOption = (file: Section, id: string, option: Section): Section => ({ ...file, options: { ...(file.options as Section), [id]: option } })

/** The file with one of its options decided on another day; the same file where either is not what it should be, which is told elsewhere. */
export function decidingOn(file: Section, id: string, day: number): Section {
  const option = optionIn(file, id)
  const start = parseDate(String(valueAt(file, ['horizon', 'start'])))
  return option === undefined || start === undefined ? file : withOption(file, id, decidedOn(option, day, start))
}

/** What the option changes although it was there before the decision. */
function pastIssues(id: string, day: number, before: Loaded, after: Loaded, parsed: Parsed): Issue[] {
  const { document } = after
  if (document === undefined || before.document === undefined) return []
  const data = [before.document.effective, document.effective] as const
  // Before the first day there is nothing that could change.
  if (day <= (after.scenario?.horizon.start ?? day - 1)) return []
  return editsOf(optionIn(document.file, id)).flatMap((edit): Issue[] => {
    const why = whyPast(edit, day, ...data)
    if (why === undefined) return []
    return [{
      severity: 'error', code: 'option-past', path: `options.${id}.${edit.verb}.${edit.at}`, message: why, value: edit.path,
      allowed: `what has a date from ${formatDate(day)} on, or can change while the site runs: ${CHANGEABLE.join(', ')}`, ...parsed.positionOf(['options', id, edit.verb, edit.at], 'key'),
    }]
  })
}

/** Equal for equal futures and conditions. */
function hashOf(loaded: Loaded, otherwise: Loaded, condition: string): string {
  const hasher = createHasher()
  for (const text of [loaded.hash, otherwise.hash, condition]) hasher.string(text)
  return hasher.digest()
}

/**
 * Reads a file with an option. One without condition is its overlay; one with a condition also keeps the file without it. `read` reads a file
 * with or without the option.
 */
export function readWithOption(file: Section, id: string, parsed: Parsed, read: (file: Section, option: string | undefined) => Loaded): Loaded {
  const after = read(file, id)
  const option = optionIn(file, id)
  const condition = option?.when === undefined ? undefined : readCondition(option.when)
  if (option === undefined || condition?.ok !== true) return after
  const before = read(file, undefined)
  const past = pastIssues(id, condition.value.day, before, after, parsed)
  const hash = hashOf(after, before, condition.value.text)
  const issues = [...after.issues, ...past]
  const { scenario, ...rest } = after
  if (scenario === undefined || before.scenario === undefined || past.length > 0) return { ...rest, issues, hash }
  const reduced = withoutChangeable(option)
  const dated = reduced === undefined ? undefined : read(withOption(file, id, reduced), id).scenario
  return { ...rest, hash, issues, scenario: { ...scenario, contingent: { option: id, condition: condition.value, otherwise: before.scenario, ...(dated === undefined ? {} : { dated }) } } }
}
