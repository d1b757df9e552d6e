/** How long checkpoints and restores of a job take: as stated, or from its size and the bandwidth of the datastore. */
import { flushS, restoreS, snapshotS } from '../../physics/checkpoint-storage.ts'
import type { ComputeParams } from './parameters.ts'

export interface CheckpointTimes {
  /** Time for which training stops. */
  readonly blockingMs: number
  /** Time after that until the checkpoint is durable; 0 when it is durable at once. */
  readonly flushMs: number
  /** Reading it back with the datastore alone on this job. */
  readonly restoreMs: number
}

const wholeMs = (seconds: number): number => Math.ceil(seconds * 1000)

/** Times of a job on so many accelerators and nodes; blocking ones wait `slowdown` times as long for the store as alone. */
export function checkpointTimes({ mode, blockingMs, flushMs, restoreMs, size, datastore }: ComputeParams, accelerators: number, nodes: number, slowdown = 1): CheckpointTimes {
  if (datastore === undefined) return { blockingMs, flushMs, restoreMs }
  const bytes = accelerators * size
  const { write, read } = datastore.burst ?? datastore
  const writeMs = wholeMs(flushS(bytes, nodes, datastore.perNode, write * datastore.share))
  const pauseMs = Math.round(datastore.pause) + wholeMs(snapshotS(size, datastore.deviceToHost))
  return {
    blockingMs: mode === 'blocking' ? pauseMs + Math.ceil(writeMs * slowdown) : pauseMs,
    flushMs: mode === 'blocking' ? 0 : writeMs,
    restoreMs: wholeMs(restoreS(bytes, read, bytes / nodes, datastore.perNode)),
  }
}
