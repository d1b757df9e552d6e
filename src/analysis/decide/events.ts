/**
 * What may go wrong by the file's own numbers: every uncertain value as late or long as in the worst of ten and of a hundred futures, every
 * rate with as many happenings over the horizon as in those. How likely each is follows from its distribution.
 */
import { exp } from '../../base/exact-math.ts'
import { type Distribution, quantileOf } from '../../base/distribution.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { poisson } from '../../base/variates.ts'
import { EQUIPMENT_KINDS } from '../../scenario/catalog/long-lead.ts'
import { explain } from '../../scenario/explain.ts'
import type { ScenarioDocument } from '../../scenario/load.ts'
import { resolvePath, writePath } from '../../scenario/path.ts'
import { metaOf } from '../../scenario/schema/field-meta.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { fieldAtPath, stepInto, valueAt } from '../../scenario/schema/walk.ts'
import { digits } from '../number-text.ts'
import { factorsOf, walk } from '../sensitivity/factors.ts'

/** Shares of futures that are better than an event. */
const LEVELS = [0.9, 0.99] as const
const MIDDLE = 0.5
const MOST_COUNT = 10_000

export interface PlausibleEvent {
  /** Number of the input; a chain takes one event of each at most. */
  readonly input: number
  readonly path: string
  /** Text of the forced value, as `--set` takes it. */
  readonly value: string
  /** Probability that it comes at least so bad. */
  readonly probability: number
  /** In words: what it is, and what half of the futures have. */
  readonly words: string
}

/** A duration as people say it; other values as they are. */
export function sayValue(text: string): string {
  const match = /^(-?[\d.e+]+) ms$/u.exec(text)
  if (match === null) return text
  const ms = Number(match[1])
  return Math.abs(ms) >= 2 * DAY_MS ? `${digits(ms / DAY_MS, 0)} days` : Math.abs(ms) >= 2 * HOUR_MS ? `${digits(ms / HOUR_MS, 1)} h` : `${digits(ms / 60_000, 1)} min`
}

/** Probability of at least so many where `mean` are expected. */
function atLeast(count: number, mean: number): number {
  let term = exp(-mean)
  let below = 0
  for (let n = 0; n < count; n++) {
    below += term
    term *= mean / (n + 1)
  }
  return Math.max(0, 1 - below)
}

interface Rate {
  readonly path: string
  readonly perYear: number
  /** Things that have it. */
  readonly things: number
}

/** Rates that a file states. */
function ratesOf(effective: Readonly<Record<string, unknown>>): Rate[] {
  const found: Rate[] = []
  walk(effective, [], (path, value) => {
    const field = fieldAtPath(scenarioFile, path, effective)
    if (field === undefined || metaOf(field)?.unit !== '1/year') return false
    const read = field.safeParse(value)
    const count = stepInto(valueAt(effective, path.slice(0, -1)), 'count')
    if (read.success && typeof read.data === 'number' && read.data > 0) found.push({ path: writePath(path, effective), perYear: read.data, things: typeof count === 'number' && count > 0 ? count : 1 })
    return true
  })
  return found
}

/** More than expected of a rate; nothing where what is expected is as many as in a bad future. */
function eventsOfRate({ path, perYear, things }: Rate, input: number, years: number): PlausibleEvent[] {
  const expected = perYear * things * years
  const counts = [...new Set(LEVELS.map(level => Math.max(1, poisson(level, expected))))]
  return counts.flatMap((count): PlausibleEvent[] => (count <= expected || count > MOST_COUNT ? [] : [{
    input, path, value: `${Number((count / things / years).toPrecision(12))}/year`, probability: atLeast(count, expected),
    words: `${digits(count)} over the horizon, where ${digits(expected, expected < 10 ? 2 : 0)} are expected`,
  }]))
}

/** Events whose values the file may hold: a rate or a duration beyond the range of its key cannot be forced. */
export function allowedEvents(document: ScenarioDocument, events: readonly PlausibleEvent[]): PlausibleEvent[] {
  return events.filter(({ path, value }) => {
    const resolved = resolvePath(path, document.addressed, scenarioFile)
    return resolved.ok && resolved.value.field?.safeParse(value).success === true
  })
}

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const sectionsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? (value as readonly unknown[]).filter(isSection) : [])
const countOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 1)

/**
 * What goes wrong although files seldom state how often: transformers that fail, racks and, where lead times are drawn, equipment that come
 * late. Paths, and how many things have them.
 */
function assumedPaths(effective: Readonly<Record<string, unknown>>): { readonly path: string; readonly things: number }[] {
  const ofBlocks = sectionsIn(effective.blocks).flatMap(block => {
    const id = String(block.id)
    const transformers = valueAt(block, ['power', 'transformers'])
    const racks = sectionsIn(block.racks).map((lot, at) => ({ path: `blocks.${id}.racks${typeof lot.id === 'string' ? `.${lot.id}` : `[${at}]`}.delivered.lead`, things: 1 }))
    return [...(isSection(transformers) ? [{ path: `blocks.${id}.power.transformers.failures`, things: countOf(transformers.count) * countOf(block.count) }] : []), ...racks]
  })
  const substation = valueAt(effective, ['grid', 'substation', 'transformers'])
  const drawn = valueAt(effective, ['procurement', 'mode']) === 'sampled' ? EQUIPMENT_KINDS.map(kind => ({ path: `procurement.equipment.${kind}.lead`, things: 1 })) : []
  return [...ofBlocks, ...(isSection(substation) ? [{ path: 'grid.substation.transformers.failures', things: countOf(substation.count) }] : []), ...drawn]
}

/** Events of values that the file leaves to catalogs and defaults; `known` are those that it states. */
export function assumedEvents(document: ScenarioDocument, years: number, known: readonly PlausibleEvent[]): PlausibleEvent[] {
  const stated = new Set(known.map(({ path }) => path))
  const first = Math.max(-1, ...known.map(({ input }) => input)) + 1
  return assumedPaths(document.effective).flatMap(({ path, things }, at): PlausibleEvent[] => {
    const facts = stated.has(path) ? undefined : explain(document, path)
    if (facts?.ok !== true) return []
    const { value, unit } = facts.value
    if (unit === '1/year' && typeof value === 'number' && value > 0) return eventsOfRate({ path, perYear: value, things }, first + at, years)
    return unit === 'ms' && isSection(value) && value.kind !== 'fixed' ? lateEvents(path, value as unknown as Distribution, first + at) : []
  })
}

/** A duration at its long end. */
function lateEvents(path: string, duration: Distribution, input: number): PlausibleEvent[] {
  const middle = sayValue(`${Math.round(quantileOf(duration, MIDDLE))} ms`)
  return LEVELS.map(level => {
    const value = `${Math.round(quantileOf(duration, level))} ms`
    return { input, path, value, probability: Number((1 - level).toPrecision(12)), words: `${sayValue(value)}, where half of the futures have less than ${middle}` }
  })
}

/**
 * Events of a file whose data after expressions is `effective`; of each input the milder first. Durations are moved to their long end, other
 * distributions to both.
 */
export function eventsOf(effective: Readonly<Record<string, unknown>>, years: number): PlausibleEvent[] {
  const distributions = factorsOf(effective, {}).filter(({ kind }) => kind === 'distribution')
  const ofDistributions = distributions.flatMap(({ path, at }, input) => LEVELS.flatMap((level): PlausibleEvent[] => {
    const isTime = at(MIDDLE).endsWith(' ms')
    return (isTime ? [level] : [level, 1 - level]).flatMap((share): PlausibleEvent[] =>
      (at(share) === at(MIDDLE) ? [] : [{ input, path, value: at(share), probability: Number((1 - level).toPrecision(12)), words: `${sayValue(at(share))}, where half of the futures have less than ${sayValue(at(MIDDLE))}`.replace('less than', share < MIDDLE ? 'more than' : 'less than') }]))
  }))
  return [...ofDistributions, ...ratesOf(effective).flatMap((rate, index) => eventsOfRate(rate, distributions.length + index, years))]
}
