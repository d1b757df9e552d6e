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

/** Indexes of the metrics that listen to each kind of event. */
const LISTENERS: ReadonlyMap<string, readonly number[]> = new Map(METRICS.flatMap(({ of }) => (of === undefined ? [] : [[of, METRICS.flatMap((metric, index) => (metric.of === of ? [index] : []))] as const])))

function listen(metric: (typeof METRICS)[number], running: Float64Array, index: number, event: EngineEvent): void {
  if (metric.add !== undefined) running[index] += metric.add(event)
  else if (metric.largest !== undefined) running[index] = Math.max(running[index], metric.largest(event))
}

export function createMetrics(world: World, state: State, views: MetricViews): Metrics {
  const windows = Math.ceil(world.horizonMs / world.windowMs)
  const values = state.table('metrics.values', windows * METRICS.length, { value: 'f64' })
  const running = state.table('metrics.running', METRICS.length, { value: 'f64' })
  return {
    onEvent(event) {
      const listeners = LISTENERS.get(event.kind)
      if (listeners === undefined) return
      for (const index of listeners) listen(METRICS[index], running.col.value, index, event)
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
