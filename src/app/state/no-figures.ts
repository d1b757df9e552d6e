/** What stands where figures would be: that they will come, or why there are none. */
import { hasContract } from './so-far.ts'
import type { Study } from './run.ts'

/** Whether a run has come to its end and nothing was contracted in it. */
export const isWithoutContract = (study: Study | null): boolean => study !== null && study.partial === null && study.runs.length > 0 && !study.runs.every(hasContract)

export const noFigures = (study: Study | null): string =>
  isWithoutContract(study)
    ? 'Nothing is contracted in the simulated time: no block is ready (blocks[].ready) before it ends (horizon.end).'
    : 'The first figures appear as soon as accelerators are contracted.'
