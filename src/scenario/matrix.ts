/**
 * Axes of a sweep: a path and the values that it takes, as a list or as a range of numbers with a unit. On the command line
 * `path=4,8,12` or `path=100 MW..200 MW:5`; the path `option` stands for the options of the file.
 */
import { exp, ln } from '../base/exact-math.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import type { Problem } from './schema/quantity-text.ts'

/** Path that chooses an option instead of setting a value; the value `as-written` is the file without one. */
export const OPTION_AXIS = 'option'
export const AS_WRITTEN = 'as-written'

/** Values as YAML text, or a range between two numbers of one unit. */
export type Levels =
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly unit: string; readonly steps: number | null; readonly isLog: boolean }

export interface Axis {
  readonly path: string
  readonly levels: Levels
}

const NUMBER = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$/u
const SHAPE = 'a list of values, or {from: 100 MW, to: 200 MW, steps: 5, scale: linear or log} with one unit'

const wrong = (message: string, allowed = SHAPE): Result<never, Problem> => err({ code: 'matrix', message, allowed })

function rangeOf(from: string, to: string, steps: number | null, scale: string): Result<Levels, Problem> {
  const [low, high] = [NUMBER.exec(from), NUMBER.exec(to)]
  if (low === null || high === null) return wrong('is a range whose ends are not numbers')
  if (low[2] !== high[2]) return wrong('is a range whose ends have different units')
  const [a, b] = [Number(low[1]), Number(high[1])]
  if (!(a < b)) return wrong('is a range whose end is not above its begin')
  if (steps !== null && !(Number.isInteger(steps) && steps >= 2 && steps <= 10_000)) return wrong('is a range whose steps are not a whole number from 2 to 10000')
  if (scale !== 'linear' && scale !== 'log') return wrong(`has the scale '${scale}'`, 'linear or log')
  if (scale === 'log' && a <= 0) return wrong('is a range on a log scale that does not begin above 0')
  return ok({ kind: 'range', from: a, to: b, unit: low[2], steps, isLog: scale === 'log' })
}

/** A value as the text that `--set` takes: JSON is YAML. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** Levels as they are written in a file. */
export function readLevels(input: unknown): Result<Levels, Problem> {
  if (Array.isArray(input)) {
    const values = (input as readonly unknown[]).map(textOf)
    if (values.length === 0) return wrong('is an empty list')
    return new Set(values).size === values.length ? ok({ kind: 'list', values }) : wrong('names a value twice')
  }
  if (!isRecord(input)) return wrong('is neither a list nor a range')
  const unknown = Object.keys(input).find(key => !['from', 'to', 'steps', 'scale'].includes(key))
  if (unknown !== undefined) return wrong(`has the key '${unknown}'`)
  const { from, to, steps = null, scale = 'linear' } = input
  if (!isScalar(from) || !isScalar(to)) return wrong('is a range without from and to')
  if (steps !== null && typeof steps !== 'number') return wrong('is a range whose steps are not a number')
  return rangeOf(String(from), String(to), steps, textOf(scale))
}

/** An axis as it is written on the command line. */
export function readAxis(text: string): Result<Axis, Problem> {
  const at = text.indexOf('=')
  if (at < 1) return wrong(`says '${text}'`, 'path=value,value,… or path=from..to:steps')
  const path = text.slice(0, at).trim()
  const rest = text.slice(at + 1).trim()
  const range = /^(.+?)\.\.(.+?)(?::(\d+))?$/u.exec(rest)
  const levels = range === null ? readLevels(rest.split(',').map(value => value.trim())) : rangeOf(range[1], range[2], range[3] === undefined ? null : Number(range[3]), 'linear')
  return levels.ok ? ok({ path, levels: levels.value }) : levels
}

/** Number of levels in a grid; undefined for a range without steps. */
export const levelCount = ({ levels }: Axis): number | undefined => (levels.kind === 'list' ? levels.values.length : (levels.steps ?? undefined))

/** Twelve digits are beyond any input; they keep 0.1 + 0.2 from becoming a text of its own. */
const withUnit = (value: number, unit: string): string => `${Number(value.toPrecision(12))}${unit === '' ? '' : ` ${unit}`}`

/** Text of the value at a place of an axis, 0–1: lists in equal parts, ranges in between. */
export function valueAt({ levels }: Axis, place: number): string {
  if (levels.kind === 'list') return levels.values[Math.min(levels.values.length - 1, Math.floor(place * levels.values.length))]
  const { from, to, unit, isLog } = levels
  return withUnit(isLog ? exp(ln(from) + place * (ln(to) - ln(from))) : from + place * (to - from), unit)
}

/** Text of a level of a grid; both ends of a range are levels. */
export function levelAt(axis: Axis, level: number): string {
  const { levels } = axis
  return levels.kind === 'list' ? levels.values[level] : valueAt(axis, level / ((levels.steps ?? 2) - 1))
}
