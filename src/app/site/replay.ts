/** Reads the change logs of a run back: the value of every entity at any time, forwards in few steps, backwards from keyframes. */
import type { ChangeLog, RunResult } from '../../results/run-result.ts'

/** No value has been logged yet. */
export const UNKNOWN = -2_147_483_648

const LEAST_ROWS_PER_KEYFRAME = 16_384

export interface Replay {
  /** Value of every entity at the time of the last seek. */
  readonly values: Int32Array
  seek(atMs: number): void
}

/** Rows with time ≤ atMs. */
function rowsUntil(times: Float64Array, atMs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Keyframes are taken at even row counts as rows are first gone through, so that a run that grows and is shown anew several times a second
 * costs no pass over its logs each time.
 */
export function createReplay(log: ChangeLog): Replay {
  const every = Math.max(LEAST_ROWS_PER_KEYFRAME, log.entities * 8)
  const values = new Int32Array(log.entities).fill(UNKNOWN)
  const frames = [values.slice()]
  let done = 0
  return {
    values,
    seek(atMs) {
      const rows = rowsUntil(log.atMs, atMs)
      const frame = Math.min(Math.floor(rows / every), frames.length - 1)
      if (rows < done || frame * every > done) {
        values.set(frames[frame])
        done = frame * every
      }
      while (done < rows) {
        values[log.entity[done]] = log.value[done]
        done += 1
        if (done === frames.length * every) frames.push(values.slice())
      }
    },
  }
}

/** What racks and blocks do at one time. */
export interface SiteState {
  readonly atMs: number
  /** Ledger bucket index + 1 of the first node, 0 = open, UNKNOWN before the first record. */
  readonly rackBucket: Int32Array
  /** Nodes with a job. */
  readonly rackBusy: Int32Array
  /** Nodes that are closed. */
  readonly rackDown: Int32Array
  /** W. */
  readonly rackPower: Int32Array
  /** Job number, −1 for none. */
  readonly rackJob: Int32Array
  /** Tenths of °C: coolant supply and inlet air. */
  readonly blockCoolant: Int32Array
  readonly blockAir: Int32Array
  /** Per mille of full speed. */
  readonly blockThrottle: Int32Array
  /** Place in `ZONE_STATES` of every fire zone. */
  readonly zoneState: Int32Array
  /** Workers inside every security zone. */
  readonly securityPeople: Int32Array
  /** What jobs ask of the bandwidth of leaf groups, and of the tiers above them by block: thousandths, −1 where there is no such tier. */
  readonly leafLoad: Int32Array
  readonly spineLoad: Int32Array
  readonly podLoad: Int32Array
  /** Dry bulb and wet bulb outdoors, tenths of °C. */
  readonly outdoor: Int32Array
}

export interface SiteReplay {
  /** The state is one object that changes in place. */
  readonly state: SiteState
  seek(atMs: number): void
}

const LOGS = ['rackBucket', 'rackBusy', 'rackDown', 'rackPower', 'rackJob', 'blockCoolant', 'blockAir', 'blockThrottle', 'zoneState', 'securityPeople', 'leafLoad', 'spineLoad', 'podLoad', 'outdoor'] as const

/** A replay over all logs of a run; what the run did not log stays UNKNOWN. */
export function createSiteReplay(run: RunResult | null, rackCount: number, blockCount: number): SiteReplay {
  const counts: Readonly<Partial<Record<(typeof LOGS)[number], number>>> = { zoneState: run?.zones?.fire.length ?? 0, securityPeople: run?.zones?.security.length ?? 0, leafLoad: run?.network?.block.length ?? 0, outdoor: 2 }
  const countOf = (id: (typeof LOGS)[number]): number => counts[id] ?? (id.startsWith('rack') ? rackCount : blockCount)
  const replays = LOGS.map(id => {
    const entities = countOf(id)
    const log = run?.logs.find(candidate => candidate.id === id)
    const isUsable = log !== undefined && log.entities === entities
    return createReplay(isUsable ? log : { id, entities, atMs: new Float64Array(0), entity: new Int32Array(0), value: new Int32Array(0) })
  })
  const values = Object.fromEntries(LOGS.map((id, index) => [id, replays[index].values])) as Record<(typeof LOGS)[number], Int32Array>
  const state = { atMs: 0, ...values }
  return {
    state,
    seek(atMs) {
      state.atMs = atMs
      for (const replay of replays) replay.seek(atMs)
    },
  }
}
