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

function listen({ add, largest }: (typeof METRICS)[number], running: Float64Array, index: number, event: EngineEvent): void {
  if (add !== undefined) running[index] += add(event)
  else if (largest !== undefined) running[index] = Math.max(running[index], largest(event))
}

export function createMetrics(world: World, state: State, views: MetricViews): Metrics {
  const windows = Math.ceil(world.horizonMs / world.windowMs)
  const values = state.table('metrics.values', windows * METRICS.length, { value: 'f64' })
  const running = state.table('metrics.running', METRICS.length, { value: 'f64' })
  return {
    onEvent(event) {
      for (let i = 0; i < METRICS.length; i++) listen(METRICS[i], running.col.value, i, event)
    },
    closeWindow(window) {
      for (let i = 0; i < METRICS.length; i++) {
        const { close } = METRICS[i]
        const value = running.col.value[i]
        values.col.value[window * METRICS.length + i] = close === undefined ? value : close(value, views, world.windowMs)
        running.col.value[i] = 0
      }
    },
    values: index => Float64Array.from({ length: windows }, (_, window) => values.col.value[window * METRICS.length + index]),
  }
}
