/** Ordered values of one path that a search may try: whole numbers of what is counted, evenly spaced ones of a quantity, or those of a list. */
import { err, ok, type Result } from '../../base/result.ts'
import { levelAt, levelCount, readAxis } from '../../scenario/matrix.ts'
import { resolvePath } from '../../scenario/path.ts'
import { metaOf } from '../../scenario/schema/field-meta.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { valueAt } from '../../scenario/schema/walk.ts'

export interface Levels {
  readonly path: string
  readonly count: number
  /** Whether between neighbours there is nothing. */
  readonly isWhole: boolean
  readonly textAt: (level: number) => string
}

/** Levels of a continuous range that states none: the answer is sharp to a 64th of it. */
const DEFAULT_LEVELS = 65
const MOST_LEVELS = 1_000_000
/** Levels of a continuous range that is tried out whole. */
const FEW_LEVELS = 9

const isWholeNumber = (value: number): boolean => Number.isSafeInteger(value)

/** `needs` a range for bisection, or levels that are all tried. */
export function levelsOf(text: string, data: unknown, needs: 'range' | 'levels'): Result<Levels, string> {
  const axis = readAxis(text)
  if (!axis.ok) return err(`${axis.error.message}; it takes ${needs === 'range' ? 'path=low..high, with :levels behind it for a coarser search' : 'path=value,value or path=low..high:levels'}`)
  const { path, levels } = axis.value
  const target = resolvePath(path, data, scenarioFile)
  if (!target.ok) {
    const { message, nearest, allowed } = target.error
    return err(`${path}: ${message}${nearest === undefined ? '' : `; did you mean ${nearest}?`}${allowed === undefined ? '' : `; allowed: ${allowed}`}`)
  }
  if (levels.kind === 'list') return ok({ path, count: levels.values.length, isWhole: true, textAt: level => levelAt(axis.value, level) })
  const { from, to, unit } = levels
  const kind = target.value.field === undefined ? undefined : metaOf(target.value.field)?.kind
  const present = valueAt(data, target.value.path)
  const isFree = kind === undefined || kind === 'any'
  const isCounted = kind === 'count' || (isFree && unit === '' && typeof present === 'number' && isWholeNumber(present) && isWholeNumber(from) && isWholeNumber(to))
  if (kind === 'count' && (unit !== '' || !isWholeNumber(from) || !isWholeNumber(to))) return err(`${path} is a number of things and takes whole numbers, not '${text.slice(text.indexOf('=') + 1)}'`)
  if (isCounted && levels.steps === null) {
    if (to - from + 1 > MOST_LEVELS) return err(`${path} has ${to - from + 1} levels, more than ${MOST_LEVELS}; give a coarser range, ${path}=${from}..${to}:1000`)
    return ok({ path, count: to - from + 1, isWhole: true, textAt: level => String(from + level) })
  }
  const stepped = { path, levels: { ...levels, steps: levels.steps ?? (needs === 'range' ? DEFAULT_LEVELS : FEW_LEVELS) } }
  const count = levelCount(stepped) ?? 0
  const round = (level: number): string => (isCounted ? String(Math.round(from + (level * (to - from)) / (count - 1))) : levelAt(stepped, level))
  return ok({ path, count, isWhole: isCounted && count === to - from + 1, textAt: round })
}
