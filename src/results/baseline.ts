/** A baseline: what a plan gave when it was last accepted, small enough to be committed beside it. */
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import type { Manifest } from './summary.ts'

export const BASELINE_FORMAT = 1

/** A figure over the replications; null where a replication has no value. */
export interface BaselineFigure {
  readonly mean: number | null
  readonly p10: number | null
  readonly p50: number | null
  readonly p90: number | null
  /** By replication, for pairs over the same random numbers. */
  readonly values: readonly (number | null)[]
}

export interface Baseline extends Omit<Manifest, 'format' | 'verdict' | 'until'> {
  readonly baseline: number
  /** First day that was not simulated, YYYY-MM-DD, where that is before the end of the horizon; null in whole runs, missing in older files. */
  readonly until?: string | null
  readonly figures: Readonly<Record<string, BaselineFigure>>
  /** Mean share of the contract by bucket that is not empty. */
  readonly ledger: Readonly<Record<string, number>>
}

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Reads a baseline from JSON. */
export function readBaseline(text: string): Result<Baseline, string> {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return err('is not JSON')
  }
  if (!isSection(read) || typeof read.baseline !== 'number') return err('is not a baseline; `baseline update` writes one')
  if (read.baseline !== BASELINE_FORMAT) return err(`is a baseline of format ${read.baseline}; this version reads format ${BASELINE_FORMAT}`)
  const { seed, replications, figures, ledger, scenarioHash, resultHash, until = null } = read
  const isWhole = isNumber(seed) && isNumber(replications) && isSection(figures) && isSection(ledger) && typeof scenarioHash === 'string' && typeof resultHash === 'string' && (until === null || typeof until === 'string')
  const areFigures = isWhole && Object.values(figures).every(figure => isSection(figure) && Array.isArray(figure.values) && figure.values.length === replications && figure.values.every(value => value === null || isNumber(value)))
  return areFigures && Object.values(ledger).every(isNumber) ? ok(read as unknown as Baseline) : err('is a baseline that is not whole; `baseline update` writes it anew')
}
