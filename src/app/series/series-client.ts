/** The page's side of the worker that holds long series; it is started when the first series is looked at. */
import type { Calibration } from '../../analysis/calibration.ts'
import type { ActualsChoice, SeriesAnswer, SeriesRequest } from './protocol.ts'
import type { PixelColumns } from './pyramid.ts'

type Of<K extends SeriesAnswer['kind']> = Extract<SeriesAnswer, { kind: K }>

export interface SeriesClient {
  put(key: string, startMs: number, stepMs: number, values: Float64Array): void
  restore(key: string, times: Float64Array, values: Float64Array): void
  drop(key: string): void
  head(file: Blob): Promise<Of<'head'>>
  read(key: string, file: Blob, choice: ActualsChoice): Promise<Of<'read'>>
  /** Columns of several series over one stretch; null for those that it does not hold. */
  look(keys: readonly string[], fromMs: number, toMs: number, pixels: number): Promise<readonly (PixelColumns | null)[]>
  fit(actual: string, simulated: string): Promise<{ readonly fit: Calibration | null; readonly stepMs: number }>
  /** Ends what goes on; series have to be put anew. */
  end(): void
}

export function createSeriesClient(): SeriesClient {
  let worker: Worker | undefined
  let lastId = 0
  const waiting = new Map<number, (answer: SeriesAnswer) => void>()
  const started = (): Worker => {
    if (worker !== undefined) return worker
    worker = new Worker(new URL('./series-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<SeriesAnswer>) => {
      waiting.get(data.id)?.(data)
      waiting.delete(data.id)
    })
    return worker
  }
  const tell = (request: SeriesRequest, transfer: Transferable[] = []): void => started().postMessage(request, { transfer })
  function ask<K extends SeriesAnswer['kind']>(make: (id: number) => SeriesRequest): Promise<Of<K>> {
    const id = ++lastId
    return new Promise(resolve => {
      waiting.set(id, answer => resolve(answer as Of<K>))
      tell(make(id))
    })
  }
  return {
    put(key, startMs, stepMs, values) {
      const copy = values.slice()
      tell({ kind: 'put', key, startMs, stepMs, values: copy }, [copy.buffer])
    },
    restore: (key, times, values) => tell({ kind: 'restore', key, times, values }),
    drop: key => tell({ kind: 'drop', key }),
    head: file => ask<'head'>(id => ({ kind: 'head', id, file })),
    read: (key, file, choice) => ask<'read'>(id => ({ kind: 'read', id, key, file, choice })),
    look: async (keys, fromMs, toMs, pixels) => (await ask<'look'>(id => ({ kind: 'look', id, keys, fromMs, toMs, pixels }))).columns,
    fit: (actual, simulated) => ask<'fit'>(id => ({ kind: 'fit', id, actual, simulated })),
    end() {
      worker?.terminate()
      worker = undefined
      waiting.clear()
    },
  }
}
