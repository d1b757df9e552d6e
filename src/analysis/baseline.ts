/**
 * A run against its baseline: paired differences over the same random numbers, whether the spread has changed, and which constraint took
 * what went away. Only differences beyond an importance threshold count.
 */
import { BASELINE_FORMAT, type Baseline, type BaselineFigure } from '../results/baseline.ts'
import type { LedgerRow, Manifest } from '../results/summary.ts'
import { average, meanInterval, quantile } from './estimate.ts'
import { FIGURE_TEXTS, figureDifference, figureValue } from './figure-text.ts'
import type { RunFigures } from './figures.ts'
import { percent } from './number-text.ts'
import type { Row } from './reduce.ts'
import { signedRankP } from './statistics/signed-rank.ts'
import { twoSampleKsP } from './statistics/two-sample-ks.ts'

/** Figures that are held to the baseline, and which way is worse. */
const WORSE: Readonly<Partial<Record<keyof RunFigures, 'more' | 'less'>>> = {
  meanUtilisation: 'less', sustainedUtilisation: 'less', sustainedUtilisationFromContractStart: 'less', availability: 'less', timeToCapacity: 'more',
  runsOnTime: 'less', sloAttainment: 'less', p95LatencyMs: 'more', pue: 'more', wue: 'more', cue: 'more',
  costPerUsefulGpuHour: 'more', costPerMillionTokens: 'more', netPresentUsd: 'less', delayUsd: 'more',
}
const KEYS = Object.keys(WORSE) as (keyof RunFigures)[]
/** A difference of this probability by chance counts. */
const LEVEL = 0.05

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

function figureOf(values: readonly number[]): BaselineFigure {
  const sorted = [...values].sort((a, b) => a - b)
  const isWhole = values.every(Number.isFinite)
  const at = (p: number): number | null => (isWhole ? quantile(sorted, p) : null)
  return { mean: isWhole ? average(values) : null, p10: at(0.1), p50: at(0.5), p90: at(0.9), values: values.map(orNull) }
}

export interface BaselineSource {
  readonly manifest: Manifest
  readonly ledger: readonly LedgerRow[]
}

export function baselineOf({ manifest, ledger }: BaselineSource, rows: readonly Row[]): Baseline {
  const { until = null, tool, scenario, option, scenarioHash, inputHashes, seed, replications, resultHash } = manifest
  return {
    baseline: BASELINE_FORMAT,
    tool, scenario, option, scenarioHash, inputHashes, seed, replications, until, resultHash,
    figures: Object.fromEntries(KEYS.map(key => [key, figureOf(rows.map(({ figures }) => figures[key]))])),
    ledger: Object.fromEntries(ledger.filter(({ share }) => share !== 0).map(({ bucket, share }) => [bucket, share])),
  }
}

export type ChangeVerdict = 'same' | 'unimportant' | 'unclear' | 'better' | 'regression'

export interface FigureChange {
  readonly key: keyof RunFigures
  readonly verdict: ChangeVerdict
  readonly before: number | null
  readonly after: number | null
  readonly difference: number | null
  readonly ci95: readonly [number, number] | null
  /** Chance of such pairs, and of such spreads, where nothing has changed; null where they cannot be told. */
  readonly signedRankP: number | null
  readonly spreadP: number | null
  readonly text: string
}

export interface BaselineComparison {
  readonly importance: number
  readonly isSame: boolean
  readonly regressions: number
  readonly changes: readonly FigureChange[]
  /** Which constraint took what went away. */
  readonly binding: string
}

const label = (key: keyof RunFigures): string => FIGURE_TEXTS[key].label

/** A figure that had a value everywhere and has it no more, or has one now. */
function missingChange(key: keyof RunFigures, before: BaselineFigure, after: BaselineFigure): FigureChange {
  const isLost = before.mean !== null && after.mean === null
  const verdict: ChangeVerdict = isLost ? 'regression' : before.mean === null && after.mean !== null ? 'better' : 'same'
  const text = isLost ? `${label(key)} has no value any more in some replication (${FIGURE_TEXTS[key].isShare ? 'nothing to take a share of' : 'not reached'})` : `${label(key)} has no value on both sides`
  return { key, verdict, before: before.mean, after: after.mean, difference: null, ci95: null, signedRankP: null, spreadP: null, text: verdict === 'better' ? `${label(key)} has a value now` : text }
}

/** Whether the bad tail has moved by more than matters while the spread is another one. */
function isSpreadWorse(key: keyof RunFigures, before: BaselineFigure, after: BaselineFigure, importance: number, p: number): boolean {
  const tail = WORSE[key] === 'more' ? ([before.p90, after.p90] as const) : ([before.p10, after.p10] as const)
  const worse = (tail[1] ?? 0) - (tail[0] ?? 0)
  return p < LEVEL && (WORSE[key] === 'more' ? worse : -worse) > importance * Math.abs(before.mean ?? 0)
}

function changeOf(key: keyof RunFigures, before: BaselineFigure, after: BaselineFigure, importance: number): FigureChange {
  if (before.mean === null || after.mean === null) return missingChange(key, before, after)
  const differences = after.values.map((value, at) => (value ?? 0) - (before.values[at] ?? 0))
  const difference = average(differences)
  const ci95 = meanInterval(differences)
  const rank = signedRankP(differences)
  const spread = twoSampleKsP(before.values.map(Number), after.values.map(Number))
  const isClear = ci95 === null ? difference !== 0 : ci95[0] > 0 || ci95[1] < 0 || rank < LEVEL
  const isImportant = Math.abs(difference) > importance * Math.abs(before.mean)
  const isWorse = WORSE[key] === 'more' ? difference > 0 : difference < 0
  const spreads = isSpreadWorse(key, before, after, importance, spread)
  const ofMean: ChangeVerdict = differences.every(each => each === 0) ? 'same' : !isImportant ? 'unimportant' : !isClear ? 'unclear' : isWorse ? 'regression' : 'better'
  const verdict = spreads && ofMean !== 'better' ? 'regression' : ofMean
  const interval = ci95 === null ? 'one replication' : `95 % ${figureDifference(key, ci95[0])} … ${figureDifference(key, ci95[1])}`
  const text = `${label(key)}: ${figureValue(key, before.mean)} → ${figureValue(key, after.mean)}, ${figureDifference(key, difference)} (${interval})${spreads ? '; its bad tail has grown' : ''}`
  return { key, verdict, before: before.mean, after: after.mean, difference, ci95, signedRankP: orNull(rank), spreadP: orNull(spread), text }
}

interface Shift {
  readonly bucket: string
  readonly label: string
  readonly before: number
  readonly after: number
}

const named = ({ bucket, label: words }: Shift): string => `${words} (${bucket})`

/** The sentence that names the constraint which took more of the contract than before. */
function bindingSentence(before: Baseline['ledger'], ledger: readonly LedgerRow[]): string {
  const losses = ledger.filter(({ gate }) => gate >= 1 && gate <= 9).map(({ bucket, label: words, share }): Shift => ({ bucket, label: words, before: before[bucket] ?? 0, after: share }))
  const grown = losses.reduce<Shift | undefined>((most, each) => (each.after - each.before > (most === undefined ? 0 : most.after - most.before) ? each : most), undefined)
  if (grown === undefined) return 'No constraint takes more of the contract than before.'
  const largest = (of: (shift: Shift) => number): Shift => losses.reduce((most, each) => (of(each) > of(most) ? each : most))
  const [was, is] = [largest(({ before: share }) => share), largest(({ after: share }) => share)]
  const took = `${named(grown)} takes ${percent(grown.after, 1)} of the contract, ${percent(grown.before, 1)} before`
  if (is.bucket !== was.bucket) return `${took}; ${is.bucket === grown.bucket ? 'it binds now' : `${named(is)} binds now`}, before it was ${named(was)}.`
  return `${took}; ${is.bucket === grown.bucket ? 'it binds as before' : `${named(is)} still binds`}.`
}

/** `importance` is a share of the baseline's mean; rows are of the same seed and number as the baseline's. */
export function compareWithBaseline(baseline: Baseline, source: BaselineSource, rows: readonly Row[], importance: number): BaselineComparison {
  const now = baselineOf(source, rows)
  const changes = KEYS.flatMap(key => (baseline.figures[key] === undefined ? [] : [changeOf(key, baseline.figures[key], now.figures[key], importance)]))
  return {
    importance,
    isSame: baseline.resultHash === now.resultHash,
    regressions: changes.filter(({ verdict }) => verdict === 'regression').length,
    changes,
    binding: bindingSentence(baseline.ledger, source.ledger),
  }
}
