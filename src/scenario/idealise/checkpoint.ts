/** Saving costs nothing, so that it is done all the time; restoring takes no time. */
import type { Change } from './change.ts'

/** Work between two savings, ms. */
const AT_ONCE_MS = 1000

export const withoutCheckpointCost: Change = scenario => {
  const { retained: _retained, ...checkpoints } = scenario.checkpoints
  return {
    ...scenario,
    // With a datastore the size decides how long saving and restoring take, without one the stated times.
    ...(scenario.datastore === undefined ? {} : { datastore: { ...scenario.datastore, pause: 0 } }),
    checkpoints: { ...checkpoints, size: 0, interval: { rule: 'fixed', workMs: AT_ONCE_MS }, mode: 'blocking', blocking: 0, flush: 0, restore: 0, localRestore: 0 },
  }
}
