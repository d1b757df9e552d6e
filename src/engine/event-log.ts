/**
 * Writes down single faults, repairs and throttling as change logs: too many for the chronicle, but what a list of events shows. Only
 * replication 0 of a run that records has one; it decides nothing.
 */
import { appendRow, type Table } from '../base/table.ts'
import type { ChangeLog } from '../results/run-result.ts'
import type { EngineEvent } from './events.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'
import type { World } from './ports.ts'
import { FAULT_CLASS_SPAN } from '../results/event-logs.ts'

const COLUMNS = { atMs: 'f64', entity: 'i32', value: 'i32' } as const
const INITIAL_ROWS = 256
/** Rows of one log, the first of the run: 8 MB. */
const MOST_ROWS = 500_000

interface Told {
  readonly entity: number
  readonly value: number
}

export interface EventLog {
  onEvent(event: EngineEvent): void
  logs(): ChangeLog[]
}

/** What each log takes from the events of its kind. */
function tracksOf({ nodes, racks, leaves, blocks }: World) {
  const placeOf = (node: number): { rack: number; inRack: number } => ({ rack: nodes.rack[node], inRack: node - racks.nodeBegin[nodes.rack[node]] })
  return [
    { id: 'nodeFaulted', entities: racks.count, read: (event: EngineEvent): Told | undefined => {
      if (event.kind !== 'nodeFaulted') return undefined
      const { rack, inRack } = placeOf(event.node)
      return { entity: rack, value: inRack * FAULT_CLASS_SPAN + event.faultClass }
    } },
    { id: 'nodeReturned', entities: racks.count, read: (event: EngineEvent): Told | undefined => {
      if (event.kind !== 'nodeReturned') return undefined
      const { rack, inRack } = placeOf(event.node)
      return { entity: rack, value: inRack }
    } },
    { id: 'linkChanged', entities: leaves.count, read: (event: EngineEvent): Told | undefined =>
      event.kind === 'linkFaulted' ? { entity: event.leaf, value: -1 } : event.kind === 'linkRestored' ? { entity: event.leaf, value: 1 } : event.kind === 'linkFlapped' ? { entity: event.leaf, value: 0 } : undefined },
    { id: 'throttled', entities: blocks.count, read: (event: EngineEvent): Told | undefined => (event.kind === 'throttleChanged' ? { entity: event.block, value: Math.round(event.factor * 1000) } : undefined) },
  ] as const
}

export function createEventLog(kernel: Kernel, state: State, world: World): EventLog {
  const tracks = tracksOf(world).map(track => ({ ...track, rows: state.table(`recorder.${track.id}`, INITIAL_ROWS, COLUMNS) }))
  const append = (rows: Table<typeof COLUMNS>, { entity, value }: Told): void => {
    if (rows.length >= MOST_ROWS) return
    const row = appendRow(rows)
    rows.col.atMs[row] = kernel.now
    rows.col.entity[row] = entity
    rows.col.value[row] = value
  }
  return {
    onEvent(event) {
      for (const { read, rows } of tracks) {
        const told = read(event)
        if (told !== undefined) append(rows, told)
      }
    },
    logs: () => tracks.map(({ id, entities, rows }) => ({ id, entities, atMs: rows.col.atMs.slice(0, rows.length), entity: rows.col.entity.slice(0, rows.length), value: rows.col.value.slice(0, rows.length) })),
  }
}
