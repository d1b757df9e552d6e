/** What of a file can be moved: its parameters, its distributions, and any number that a path names. */
import { type Distribution, quantileOf } from '../../base/distribution.ts'
import { exp, ln } from '../../base/exact-math.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { writePath } from '../../scenario/path.ts'
import { metaOf } from '../../scenario/schema/field-meta.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { fieldAtPath } from '../../scenario/schema/walk.ts'

type TreePath = readonly (string | number)[]

export interface Factor {
  readonly path: string
  readonly kind: 'parameter' | 'distribution' | 'stated'
  /** Ends and middle in words. */
  readonly low: string
  readonly high: string
  readonly middle: string
  /** Unit of the numbers; '' for plain ones. */
  readonly unit: string
  /** Text of the value at a share of its range (or probability of its distribution), 0–1. */
  readonly at: (u: number) => string
  /** The same as a number, in the unit of the text. */
  readonly numberAt: (u: number) => number
}

/** A parameter without a stated range moves by this much either way. */
const PARAMETER_SPREAD = 0.2
const LOW = 0.1
const HIGH = 0.9
const MIDDLE = 0.5

const QUANTITY = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*?)\s*$/iu

/** A number and the unit behind it. */
function quantity(text: string): { readonly value: number; readonly unit: string } | undefined {
  const found = QUANTITY.exec(text)
  return found === null ? undefined : { value: Number(found[1]), unit: found[2] }
}

const withUnit = (value: number, unit: string): string => (unit === '' ? String(value) : `${value} ${unit}`)

function factorOf(path: string, kind: Factor['kind'], ends: readonly [number, number, number], unit: string, numberAt: (u: number) => number): Factor {
  const [low, middle, high] = ends.map(value => withUnit(value, unit))
  return { path, kind, low, middle, high, unit, at: u => withUnit(numberAt(u), unit), numberAt }
}

/** A range between two numbers, even or even in the logarithm. */
function rangeFactor(path: string, kind: Factor['kind'], low: number, high: number, unit: string, isLog: boolean): Factor {
  const numberAt = (u: number): number => (isLog ? exp(ln(low) + u * (ln(high) - ln(low))) : low + u * (high - low))
  return factorOf(path, kind, [low, numberAt(MIDDLE), high], unit, numberAt)
}

/** `path=low..high`, with a unit behind the second number or both, and `:log` for rates and lead times. */
export function statedFactor(text: string): Result<Factor, string> {
  const at = text.indexOf('=')
  const [range, ...flags] = text.slice(at + 1).split(':')
  const [low, high] = range.split('..').map(quantity)
  if (at < 1 || low === undefined || high === undefined || flags.some(flag => flag.trim() !== 'log')) return err(`takes path=low..high or path=low..high:log, not '${text}'`)
  if (low.unit !== '' && low.unit !== high.unit) return err(`has two units, '${low.unit}' and '${high.unit}'`)
  if (!(low.value < high.value)) return err(`needs a low end below its high end, not ${low.value} and ${high.value}`)
  const isLog = flags.length > 0
  if (isLog && low.value <= 0) return err('needs ends above 0 for a logarithmic range')
  return ok(rangeFactor(text.slice(0, at).trim(), 'stated', low.value, high.value, high.unit, isLog))
}

function parameterFactors(parameters: unknown): Factor[] {
  if (typeof parameters !== 'object' || parameters === null) return []
  return Object.entries(parameters).flatMap(([name, value]) => {
    const read = typeof value === 'number' || typeof value === 'string' ? quantity(String(value)) : undefined
    if (read === undefined || read.value === 0) return []
    const ends = [read.value * (1 - PARAMETER_SPREAD), read.value * (1 + PARAMETER_SPREAD)].sort((a, b) => a - b)
    return [rangeFactor(`parameters.${name}`, 'parameter', ends[0], ends[1], read.unit, false)]
  })
}

/** The distribution that a place of the data holds; undefined where it holds none, or a certain value. */
function distributionAt(data: unknown, path: TreePath, value: unknown): { readonly distribution: Distribution; readonly unit: string } | undefined {
  const field = fieldAtPath(scenarioFile, path, data)
  if (field === undefined) return undefined
  const { kind, unit } = metaOf(field) ?? {}
  if (kind !== 'distribution' || unit === undefined) return undefined
  const read = field.safeParse(value)
  const distribution = read.success ? (read.data as Distribution) : undefined
  return distribution === undefined || distribution.kind === 'fixed' ? undefined : { distribution, unit }
}

/** Walks the inputs of the model that data states; `tell` says where to go no deeper. */
export function walk(value: unknown, path: TreePath, tell: (path: TreePath, value: unknown) => boolean): void {
  if (path.length > 0 && tell(path, value)) return
  if (Array.isArray(value)) value.forEach((inner, index) => walk(inner, [...path, index], tell))
  else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) if (path.length > 0 || !SKIPPED.has(key)) walk(inner, [...path, key], tell)
}

/** Sections that are no inputs of the model. */
const SKIPPED: ReadonlySet<string> = new Set(['options', 'parameters', 'checks', 'waivers', 'sites'])

/** Parameters and uncertain values that a file states, in file order; `effective` is its data with all expressions evaluated, `written` as it stands there. */
export function factorsOf(effective: Readonly<Record<string, unknown>>, written: Readonly<Record<string, unknown>>): Factor[] {
  const found: Factor[] = parameterFactors(written.parameters)
  walk(effective, [], (path, value) => {
    const at = distributionAt(effective, path, value)
    if (at === undefined) return false
    const { distribution, unit } = at
    const number = (u: number): number => Math.round(quantileOf(distribution, u))
    found.push(factorOf(writePath(path, effective), 'distribution', [number(LOW), number(MIDDLE), number(HIGH)], unit, number))
    return true
  })
  return found
}

/** Share of its range at which a factor stands for low, middle and high: distributions at their 10 %, 50 % and 90 % quantiles. */
export const endsOf = ({ kind }: Factor): { readonly low: number; readonly middle: number; readonly high: number } =>
  kind === 'distribution' ? { low: LOW, middle: MIDDLE, high: HIGH } : { low: 0, middle: MIDDLE, high: 1 }
