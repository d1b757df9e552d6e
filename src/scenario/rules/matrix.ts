/** The axes of `matrix:` before its levels are read, so that wrong paths, levels and counts are told together. */
import type { z } from 'zod'
import { isExpression } from '../expressions.ts'
import { type Axis, levelAt, levelCount, OPTION_AXIS, readLevels } from '../matrix.ts'
import { nearestName } from '../nearest.ts'
import { parseValue, type Section } from '../parse.ts'
import { resolvePath } from '../path.ts'
import { scenarioFile } from '../schema/scenario.ts'
import { type Problem, problemsOf } from '../validate.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (index: number, key: string, problem: Pick<Problem, 'code' | 'message'> & Partial<Problem>): Problem => ({ severity: 'error', ...problem, path: ['matrix', index, key] })

/** The axis of options: names that the file has; it takes no range. */
function optionProblems(data: Section, levels: unknown, index: number): Problem[] {
  const read = readLevels(levels)
  if (!read.ok) return []
  if (read.value.kind === 'range') return [at(index, 'levels', { code: 'matrix', message: 'is a range of options', allowed: 'a list of options' })]
  const known = ['as-written', ...(isRecord(data.options) ? Object.keys(data.options) : [])]
  return read.value.values.filter(id => !known.includes(id)).map(id => {
    const nearest = nearestName(id, known)
    return at(index, 'levels', { code: 'matrix', message: `names no option '${id}'`, value: id, allowed: known.join(', '), ...(nearest === undefined ? {} : { nearest }) })
  })
}

/** Most levels of an axis that are looked at one by one; of a range without steps, both ends. */
const MOST_LEVELS = 1000

function levelsOf(axis: Axis): string[] {
  const ends = axis.levels.kind === 'range' && axis.levels.steps === null
  return Array.from({ length: ends ? 2 : Math.min(MOST_LEVELS, levelCount(axis) ?? 0) }, (_, level) => levelAt(axis, level))
}

/** Values that the field at the end of the path does not take, each by itself; whether they fit together, the points of the sweep say. */
function valueProblems(path: string, levels: unknown, field: z.ZodType | undefined, index: number): Problem[] {
  const read = readLevels(levels)
  if (!read.ok || field === undefined) return []
  return levelsOf({ path, levels: read.value }).flatMap((text): Problem[] => {
    const value = parseValue(text)
    if (!value.ok || isExpression(value.value)) return []
    const checked = field.safeParse(value.value)
    return checked.success ? [] : checked.error.issues.slice(0, 1).flatMap(issue => problemsOf(issue, value.value)).map(problem => ({ ...problem, path: ['matrix', index, 'levels'], value: text }))
  })
}

/** Paths that lead nowhere or are varied twice, options that do not exist, values that their field does not take; what is wrong with levels alone the schema says. */
export function matrixProblems(data: Section): Problem[] {
  const { matrix } = data
  if (!Array.isArray(matrix)) return []
  const seen = new Set<string>()
  return (matrix as readonly unknown[]).flatMap((axis, index): Problem[] => {
    if (!isRecord(axis) || typeof axis.path !== 'string') return []
    const { path, levels } = axis
    const twice = seen.has(path) ? [at(index, 'path', { code: 'matrix', message: 'is varied twice', value: path, allowed: 'each path once' })] : []
    seen.add(path)
    if (path === OPTION_AXIS) return [...twice, ...optionProblems(data, levels, index)]
    const found = resolvePath(path, data, scenarioFile)
    if (found.ok) return [...twice, ...valueProblems(path, levels, found.value.field, index)]
    return [...twice, at(index, 'path', { code: 'path', value: path, ...found.error })]
  })
}
