/** Why a headline figure is what it is: the parts of the ledger or of the bill that move it most. */
import { type Estimate, type Figure, isEstimate } from '../../results/summary.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { RunFigures } from '../figures.ts'
import { bookOf, DRIVERS } from './drivers.ts'

export interface Driver {
  /** Bucket code, or id of a line of the bill. */
  readonly id: string
  readonly label: string
  /** Share of what the figure counts, 0–1. */
  readonly share: number
  /** Gate of a bucket; null for other lines. */
  readonly gate: number | null
  /** Where the file says it; '' where nothing can be named. */
  readonly path: string
}

export interface FigureWhy {
  /** Words before the list of drivers: `Largest losses of the contract`. */
  readonly of: string
  /** The largest first; none where nothing is known. */
  readonly drivers: readonly Driver[]
}

const MOST_DRIVERS = 3

/** What moves a figure, of these runs. */
export function whyFigure(key: keyof RunFigures, scenario: Scenario, runs: readonly RunResult[]): FigureWhy {
  const { of, book } = DRIVERS[key]
  const all = bookOf(book, scenario, runs)
  return { of, drivers: all.filter(({ share }) => share > 0).toSorted((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1)).slice(0, MOST_DRIVERS) }
}

/** An interval in words of a figure, or why there is none. */
export function certainty(figure: Figure | undefined, replications: number): { readonly interval: Estimate['ci95']; readonly why: string } {
  if (figure === undefined) return { interval: null, why: 'not known yet' }
  if (!isEstimate(figure)) return { interval: null, why: figure.reason }
  return figure.ci95 === null ? { interval: null, why: replications < 2 ? 'one replication: no interval yet' : 'no interval' } : { interval: figure.ci95, why: '' }
}
