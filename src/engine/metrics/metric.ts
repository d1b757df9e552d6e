/**
 * A metric turns what happened into one value per ledger window. It listens to events and reads public views, never the private
 * state of a domain; its own state sits in one registered column, so runs restore exactly.
 */
import type { EngineEvent } from '../events.ts'
import type { CoolingView, PowerView } from '../ports.ts'

/** Public views that a metric may read at the close of a window. */
export interface MetricViews {
  readonly power: PowerView
  readonly cooling: CoolingView
  /** Jobs running and waiting, replicas serving and accelerators held by services, now. */
  readonly jobs: { readonly runningCount: number; readonly queuedCount: number; readonly servingAccelerators: number; readonly tokensServed: number }
}

type Kind = EngineEvent['kind']

export interface MetricDefinition<K extends Kind = Kind> {
  readonly id: string
  /** Sentence case, for axis titles and tables. */
  readonly label: string
  readonly unit: string
  /** Kind of event that it listens to; it hears of no other. */
  readonly of?: K
  /** What an event adds to the running value of the open window. */
  add?(event: Extract<EngineEvent, { readonly kind: K }>): number
  /** What an event contributes to a window that holds the largest contribution instead of the sum. */
  largest?(event: Extract<EngineEvent, { readonly kind: K }>): number
  /** A sum since the start that some view keeps; a window holds what it grew by. */
  total?(views: MetricViews): number
  /** What a window holds at its close, given the running value; default: the running value itself. */
  close?(running: number, views: MetricViews, windowMs: number): number
  /** What several sites have together in a window, when it is not the sum. */
  readonly together?: 'largest' | 'least'
}

export function defineMetric<K extends Kind>(definition: MetricDefinition<K>): MetricDefinition {
  return Object.freeze(definition)
}
