/**
 * Work that the page has asked for and that goes on elsewhere: runs, audits, studies, the opening of a file. Everything that takes longer
 * than a moment is told here, so that it stands in the header with its progress and one gesture ends all of it.
 */
import { create } from 'zustand'

export interface Work {
  /** Tells pieces of work apart; a newer one of that name takes the place of the older. */
  readonly id: string
  /** What is being done, in words: `Redundancy audit`. */
  readonly what: string
  /** Part that is done, 0 to 1; null where it is not known. */
  readonly share: number | null
  /** Time left as far as it can be told, ms. */
  readonly leftMs: number | null
  /** Ends it; what is there already stays. */
  readonly cancel: () => void
}

/** Name of the runs of the text: what the figures on the screen wait for. */
export const RUNS = 'runs'

interface WorkState {
  /** The runs of the text first, the others in the order in which they began. */
  readonly works: readonly Work[]
}

export const useWork = create<WorkState>(() => ({ works: [] }))

/** Notes a piece of work that begins, or how far it is. */
export function noteWork(work: Work): void {
  useWork.setState(({ works }) => ({ works: works.some(({ id }) => id === work.id) ? works.map(each => (each.id === work.id ? work : each)) : work.id === RUNS ? [work, ...works] : [...works, work] }))
}

/** A piece of work is over, however it ended. */
export function endWork(id: string): void {
  if (useWork.getState().works.some(work => work.id === id)) useWork.setState(({ works }) => ({ works: works.filter(work => work.id !== id) }))
}

/** Ends everything that goes on. */
export function cancelAllWork(): void {
  for (const { cancel } of useWork.getState().works) cancel()
  useWork.setState({ works: [] })
}
