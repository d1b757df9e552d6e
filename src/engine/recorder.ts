/**
 * What the site looked like: samples a few values of every rack and block at each window close and writes down what changed since
 * the last one. Only replication 0 records; scrubbing reads it back.
 */
import { appendRow } from '../base/table.ts'
import type { ChangeLog } from '../results/run-result.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'
import type { World } from './ports.ts'

/** One recorded value of one kind of entity, an integer. */
export interface Layer {
  readonly id: string
  readonly of: 'rack' | 'block'
  read(entity: number): number
}

const LOG_COLUMNS = { atMs: 'f64', entity: 'i32', value: 'i32' } as const
const INITIAL_ROWS = 4096
/** No sample yet. */
const NEVER = -2_147_483_648

export interface Recorder {
  sample(): void
  logs(): ChangeLog[]
}

export function createRecorder(world: World, kernel: Kernel, state: State, layers: readonly Layer[]): Recorder {
  const count = (layer: Layer): number => (layer.of === 'rack' ? world.racks.count : world.blocks.count)
  const tracks = layers.map(layer => {
    const rows = state.table(`recorder.${layer.id}`, INITIAL_ROWS, LOG_COLUMNS)
    const last = state.table(`recorder.${layer.id}.last`, count(layer), { value: 'i32' })
    last.col.value.fill(NEVER)
    return { layer, rows, last, entities: count(layer) }
  })
  type Track = (typeof tracks)[number]

  function append({ rows }: Track, entity: number, value: number): void {
    const row = appendRow(rows)
    rows.col.atMs[row] = kernel.now
    rows.col.entity[row] = entity
    rows.col.value[row] = value
  }

  function sampleTrack(track: Track): void {
    const { layer, entities } = track
    const last = track.last.col.value
    for (let entity = 0; entity < entities; entity++) {
      const value = layer.read(entity)
      if (value === last[entity]) continue
      last[entity] = value
      append(track, entity, value)
    }
  }

  return {
    sample: () => tracks.forEach(sampleTrack),
    logs: () =>
      tracks.map(({ layer, rows, entities }) => ({
        id: layer.id,
        entities,
        atMs: rows.col.atMs.slice(0, rows.length),
        entity: rows.col.entity.slice(0, rows.length),
        value: rows.col.value.slice(0, rows.length),
      })),
  }
}
