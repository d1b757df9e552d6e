/** Formats move by numbered steps: one file and one line here for each. Nothing else in the code asks for a format number. */
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Issue } from '../issue.ts'
import { showValue } from '../issue.ts'
import type { Section } from '../parse.ts'
import { FORMAT } from '../schema/scenario.ts'

/** Turns data of one format into data of the next. Pure; the changelog in README.md says what it does and why. */
export type Upgrade = (data: Section) => Section

/** The step from format n is at index n − 1. Format 1 is the first, so there is none yet. */
export const UPGRADES: readonly Upgrade[] = []

const problem = (message: string, more: Partial<Issue>): readonly Issue[] => [{ severity: 'error', code: 'format', path: 'format', message, allowed: `1 to ${FORMAT}; this version writes format: ${FORMAT}`, ...more }]

/** Brings data of any known format to the present one; refuses a missing, unknown or newer format. */
export function upgrade(data: Section, steps: readonly Upgrade[] = UPGRADES): Result<Section, readonly Issue[]> {
  const { format } = data
  const latest = steps.length + 1
  if (format === undefined || format === null) return err(problem('is missing', { allowed: `format: ${latest} as the first line` }))
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) return err(problem('is not a format number', { value: showValue(format) }))
  if (format > latest) return err(problem(`was written by a newer version of Nameplate; this one reads formats up to ${latest}`, { value: String(format), allowed: 'a newer version of Nameplate' }))
  let current = data
  for (let from = format; from < latest; from++) current = { ...steps[from - 1](current), format: from + 1 }
  return ok(current)
}
