/** Uncertain values in words: what they are as a curve, where they lie, and how they were written. */
import { digits, short } from '../analysis/number-text.ts'
import { type Distribution, quantileOf } from '../base/distribution.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS, YEAR_MS } from '../base/spans.ts'

const KINDS: Readonly<Record<Distribution['kind'], string>> = { fixed: 'certain', lognormal: 'lognormal', pert: 'PERT', weibull: 'Weibull', exponential: 'exponential', uniform: 'uniform', normal: 'normal' }

/** What a field of the kind is read into, and nothing else. */
export const isDistribution = (value: unknown): value is Distribution =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && Object.hasOwn(KINDS, value.kind) && Object.entries(value).every(([key, part]) => key === 'kind' || typeof part === 'number')

/** Spans of time by the least median that is told in them. */
const SPANS = [
  { from: 60 * DAY_MS, ms: YEAR_MS / 12, name: 'months' }, { from: 2 * WEEK_MS, ms: WEEK_MS, name: 'weeks' }, { from: 2 * DAY_MS, ms: DAY_MS, name: 'days' },
  { from: 2 * HOUR_MS, ms: HOUR_MS, name: 'hours' }, { from: 2 * MINUTE_MS, ms: MINUTE_MS, name: 'minutes' }, { from: SECOND_MS, ms: SECOND_MS, name: 's' },
] as const
const MS = { ms: 1, name: 'ms' } as const

/** Units that take k, M and G before them. */
const PREFIXED: ReadonlySet<string> = new Set(['W', 'V', 'B', 'B/s'])

/** About three digits. */
const aboutThree = (value: number): string => (Math.abs(value) >= 1000 ? short(value) : digits(value, value === 0 || Math.abs(value) >= 100 ? 0 : Math.min(6, 2 - Math.floor(Math.log10(Math.abs(value)))))).replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '')

/** How values around `middle` are written, all in one unit. */
function writerOf(unit: string, middle: number): (value: number) => string {
  if (unit === 'ms') {
    const span = SPANS.find(({ from }) => Math.abs(middle) >= from) ?? MS
    return value => `${aboutThree(value / span.ms)} ${span.name}`
  }
  if (PREFIXED.has(unit)) return value => (Math.abs(value) >= 1000 ? `${short(value)}${unit}` : `${aboutThree(value)} ${unit}`)
  return value => `${aboutThree(value)}${unit === '' ? '' : ` ${unit}`}`
}

/** `lognormal: P10 17.1 weeks, P50 30 weeks, P90 52 weeks`. */
export function distributionText(distribution: Distribution, unit: string): string {
  const [p10, p50, p90] = [0.1, 0.5, 0.9].map(p => quantileOf(distribution, p))
  const text = writerOf(unit, p50)
  if (distribution.kind === 'fixed') return `${text(p50)}, ${KINDS.fixed}`
  return `${KINDS[distribution.kind]}: P10 ${text(p10)}, P50 ${text(p50)}, P90 ${text(p90)}`
}

/** A value of the file on one line, as YAML writes it. */
export function writtenText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writtenText).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, part]) => `${key}: ${writtenText(part)}`).join(', ')}}`
  return String(value)
}
