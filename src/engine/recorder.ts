/**
 * What the site looked like: samples a few values of every rack and block at each window close, and those of zones when something happens
 * there, and writes down what changed since the last one. Only replication 0 records; scrubbing reads it back.
 */
import { appendRow } from '../base/table.ts'
import type { ChangeLog } from '../results/run-result.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

/** One recorded value of one kind of entity, an integer. */
export interface Layer {
  readonly id: string
  /** How many there are of what it reads. */
  readonly entities: number
  read(entity: number): number
}

const LOG_COLUMNS = { atMs: 'f64', entity: 'i32', value: 'i32' } as const
const INITIAL_ROWS = 4096
/** No sample yet. */
const NEVER = -2_147_483_648

export interface Recorder {
  sample(): void
  /** Samples one layer now; nothing happens where it is not recorded. */
  note(id: string): void
  logs(): ChangeLog[]
}

export function createRecorder(kernel: Kernel, state: State, layers: readonly Layer[]): Recorder {
  const tracks = layers.map(layer => {
    const rows = state.table(`recorder.${layer.id}`, INITIAL_ROWS, LOG_COLUMNS)
    const last = state.table(`recorder.${layer.id}.last`, layer.entities, { value: 'i32' })
    last.col.value.fill(NEVER)
    return { layer, rows, last, entities: layer.entities }
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
    note(id) {
      for (const track of tracks) if (track.layer.id === id) sampleTrack(track)
    },
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
