/** What a card says of a figure, a bucket or a gate: definition, value, cause, time, place, line and what to do. No page is needed for it. */
import { type Definition, bucketDefinition, figureDefinition, gateDefinition } from '../../analysis/definitions.ts'
import { figureValue, FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { certainty, type Driver, whyFigure } from '../../analysis/why/figure.ts'
import { type Cause, type LossWhy, whyLost } from '../../analysis/why/loss.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { isEstimate, type LedgerRow, type Summary } from '../../results/summary.ts'
import { BUCKET_WORDS } from '../../scenario/bucket-words.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import { type CauseGroupId, causeOfBucket } from '../../scenario/idealise/cause-groups.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatGpuHours, formatDay, formatDuration, formatPercent, formatRange, formatWords } from '../format.ts'
import { lineOf } from '../site/lines-of.ts'
import { placeWords } from '../state/happenings.ts'
import type { WhyTopic } from './why.ts'

export interface Told {
  readonly definition: Definition
  /** `61.3 %`, `1.2 M GPU·h, 4.1 % of the contract`. */
  readonly value: string
  /** `58–64 %, 95 % interval of the mean over 8 replications`, or why there is none. */
  readonly certain: string
  readonly cause: string
  readonly when: { readonly text: string; readonly peakMs: number } | null
  readonly where: { readonly text: string; readonly rack: number } | null
  readonly driversOf: string
  readonly drivers: readonly (Driver & { readonly text: string })[]
  readonly act: string
  /** Group of causes whose mending can be asked for. */
  readonly group: CauseGroupId | null
  /** Place in the file, and its line. */
  readonly line: { readonly path: string; readonly line: number } | null
}

/** What a card is made of. */
export interface Known {
  readonly scenario: Scenario
  readonly runs: readonly RunResult[]
  readonly summary: Summary
  readonly ledger: readonly LedgerRow[]
  readonly lines: Readonly<Record<string, number>>
  readonly blockOfRack: ArrayLike<number>
  /** Words of a rack: row and number within its hall. */
  readonly rackWords: (rack: number) => string
}

/** The line of the first of some paths that the file writes; `*` is any name. */
export function firstLine(lines: Readonly<Record<string, number>>, paths: readonly string[]): Told['line'] {
  for (const path of paths) {
    if (!path.includes('*')) {
      if (lines[path] !== undefined) return { path, line: lines[path] }
      continue
    }
    const [start, end] = path.split('*')
    const found = Object.keys(lines).find(each => each.startsWith(start) && each.endsWith(end) && !each.slice(start.length, each.length - end.length).includes('.'))
    if (found !== undefined) return { path: found, line: lines[found] }
  }
  const section = paths.map(path => path.split('.')[0]).find(path => lines[path] !== undefined)
  return section === undefined ? null : { path: section, line: lineOf(lines, section) ?? lines[section] }
}

const blockName = ({ blocks }: Scenario, block: number): string => blocks[block]?.label ?? 'The site'
const day = (scenario: Scenario, ms: number): string => formatDay(scenario.horizon.start + ms / DAY_MS)
const bucketLabel = (code: string): string => BUCKETS.find(each => each.code === code)?.label.toLowerCase() ?? code
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

/** A sentence about what stands behind a loss. */
export function causeText(scenario: Scenario, cause: Cause | null): string {
  if (cause === null) return ''
  const { kind, what, block, atMs, forMs, count } = cause
  if (kind === 'held') return `${blockName(scenario, block)} was held ${formatDuration(forMs)} by “${bucketLabel(what)}”, from ${day(scenario, atMs)} on.`
  if (kind === 'late') return `${block < 0 ? '' : `${blockName(scenario, block)}: `}${formatWords(what)} was planned for ${day(scenario, atMs)} and came ${formatDuration(forMs)} later.`
  if (kind === 'incident') return `${placeWords(what)} was out for ${formatDuration(forMs)} from ${day(scenario, atMs)} on; ${count === 1 ? 'the only such event' : `one of ${count} such events`}.`
  if (kind === 'fault') return `“${what}” came ${times(count)} and took most node time of all faults: ${formatDuration(forMs)} in all.`
  return `Most of it is of “${what}”.`
}

const groupOf = (codes: readonly string[]): CauseGroupId | null => codes.map(causeOfBucket).find(group => group !== undefined) ?? null

function lossTold(known: Known, definition: Definition, codes: readonly string[], why: LossWhy): Omit<Told, 'driversOf' | 'drivers' | 'act' | 'group' | 'line' | 'definition'> {
  const { scenario, runs, ledger } = known
  const rows = ledger.filter(({ bucket }) => codes.includes(bucket))
  const interval = rows.length === 1 ? rows[0].interval : null
  const hours = (value: number): string => formatGpuHours(value)
  return {
    value: `${formatPercent(why.share, why.share < 0.01 ? 2 : 1)} of the contract, ${hours(why.gpuHours)}`,
    certain: interval !== null ? `${formatRange(hours(interval[0]), hours(interval[1]))}: 95\u2009% interval of the mean over ${runs.length} replications` : definition.kind === 'gate' ? `mean over ${runs.length === 1 ? 'one replication' : `${runs.length} replications`}; its buckets have intervals of their own` : certainty({ value: null, reason: 'one replication: no interval yet' }, runs.length).why,
    cause: causeText(scenario, why.cause),
    when: why.span === null ? null : { text: `${formatPercent(why.span.share, 0)} of it fell between ${day(scenario, why.span.fromMs)} and ${day(scenario, why.span.toMs)}`, peakMs: why.span.peakMs },
    where: why.place === null ? null : { text: `${blockName(scenario, why.place.block)} has ${formatPercent(why.place.share, 0)} of it; most in ${known.rackWords(why.place.rack)}`, rack: why.place.rack },
  }
}

const NONE: Pick<Told, 'driversOf' | 'drivers' | 'cause' | 'when' | 'where'> = { driversOf: '', drivers: [], cause: '', when: null, where: null }

function bucketTold(known: Known, definition: Definition): Told {
  const { id } = definition
  const gate = BUCKETS.find(({ code }) => code === id)?.gate ?? 0
  const why = whyLost(known.scenario, known.runs, gate, [id], known.blockOfRack)
  return { ...NONE, ...lossTold(known, definition, [id], why), definition, act: why.gpuHours > 0 && id !== 'P' ? definition.act : '', group: why.gpuHours > 0 ? groupOf([id]) : null, line: firstLine(known.lines, BUCKET_WORDS[id]?.paths ?? []) }
}

function gateTold(known: Known, definition: Definition): Told {
  const gate = Number(definition.id.slice(1))
  const rows = known.ledger.filter(row => row.gate === gate && row.gpuHours > 0).toSorted((a, b) => b.gpuHours - a.gpuHours)
  const codes = rows.map(({ bucket }) => bucket)
  const why = whyLost(known.scenario, known.runs, gate, codes, known.blockOfRack)
  const [largest] = codes
  return {
    ...lossTold(known, definition, codes, why), definition,
    driversOf: rows.length === 0 ? '' : 'Its buckets',
    drivers: rows.map(row => ({ id: row.bucket, label: row.label, gate, path: '', share: row.share, text: formatPercent(row.share, row.share < 0.01 ? 2 : 1) })),
    act: largest === undefined ? '' : (BUCKET_WORDS[largest]?.act ?? ''), group: groupOf(codes), line: firstLine(known.lines, largest === undefined ? [] : (BUCKET_WORDS[largest]?.paths ?? [])),
  }
}

function figureTold(known: Known, definition: Definition, key: keyof RunFigures): Told {
  const figure = known.summary[key]
  const { of, drivers } = whyFigure(key, known.scenario, known.runs)
  const { interval, why } = certainty(figure, known.runs.length)
  const { unit } = FIGURE_TEXTS[key]
  const say = (value: number): string => `${figureValue(key, value)}${unit === '' ? '' : `\u2009${unit}`}`
  const [first] = drivers
  const loss = first?.gate == null ? null : whyLost(known.scenario, known.runs, first.gate, [first.id], known.blockOfRack)
  const told = loss === null ? { cause: '', when: null, where: null } : lossTold(known, definition, [first.id], loss)
  return {
    definition, value: isEstimate(figure) ? say(figure.mean) : '–',
    certain: interval === null ? why : `${formatRange(say(interval[0]), say(interval[1]))}: 95\u2009% interval of the mean over ${known.runs.length} replications`,
    cause: told.cause, when: told.when, where: told.where, driversOf: drivers.length === 0 ? '' : of,
    drivers: drivers.map(driver => ({ ...driver, text: formatPercent(driver.share, driver.share < 0.01 ? 2 : 1) })),
    act: first?.gate == null ? '' : (BUCKET_WORDS[first.id]?.act ?? ''), group: first?.gate == null ? null : groupOf([first.id]),
    line: firstLine(known.lines, drivers.map(({ path }) => path).filter(path => path !== '')),
  }
}

/** Tells a topic; null for a name of nothing. */
export function tellWhy(known: Known, { kind, id }: WhyTopic): Told | null {
  if (kind === 'figure') return Object.hasOwn(FIGURE_TEXTS, id) ? figureTold(known, figureDefinition(id as keyof RunFigures), id as keyof RunFigures) : null
  const definition = kind === 'gate' ? gateDefinition(Number(id)) : bucketDefinition(id)
  if (definition === undefined) return null
  return kind === 'gate' ? gateTold(known, definition) : bucketTold(known, definition)
}
