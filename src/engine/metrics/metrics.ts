/** Runs the registered metrics: one listener, one column of values per metric and window. */
import type { EngineEvent } from '../events.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { METRICS } from './definitions/index.ts'
import type { MetricViews } from './metric.ts'

export interface Metrics {
  onEvent(event: EngineEvent): void
  closeWindow(window: number): void
  /** Value of metric `index` by window. */
  values(index: number): Float64Array
}

/** A metric that listens to a kind of event: what it takes from each, and whether that is added to the running value or the largest counts. */
interface Listener {
  readonly index: number
  readonly adds: boolean
  readonly take: (event: EngineEvent) => number
}

/** By kind of event. */
const LISTENERS = new Map<string, Listener[]>()
METRICS.forEach(({ of, add, largest }, index) => {
  const take = add ?? largest
  if (of === undefined || take === undefined) return
  LISTENERS.set(of, [...(LISTENERS.get(of) ?? []), { index, adds: add !== undefined, take }])
})

export function createMetrics(world: World, state: State, views: MetricViews): Metrics {
  const windows = Math.ceil(world.horizonMs / world.windowMs)
  const values = state.table('metrics.values', windows * METRICS.length, { value: 'f64' })
  const running = state.table('metrics.running', METRICS.length, { value: 'f64' })
  return {
    onEvent(event) {
      const listeners = LISTENERS.get(event.kind)
      if (listeners === undefined) return
      const { value } = running.col
      for (let i = 0; i < listeners.length; i++) {
        const { index, adds, take } = listeners[i]
        value[index] = adds ? value[index] + take(event) : Math.max(value[index], take(event))
      }
    },
    closeWindow(window) {
      for (let i = 0; i < METRICS.length; i++) {
        const metric = METRICS[i]
        const value = running.col.value[i]
        if (metric.total !== undefined) {
          // The running value is the total at the close before.
          const total = metric.total(views)
          values.col.value[window * METRICS.length + i] = total - value
          running.col.value[i] = total
          continue
        }
        values.col.value[window * METRICS.length + i] = metric.close === undefined ? value : metric.close(value, views, world.windowMs)
        running.col.value[i] = 0
      }
    },
    values: index => Float64Array.from({ length: windows }, (_, window) => values.col.value[window * METRICS.length + index]),
  }
}
