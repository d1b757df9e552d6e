/** Several scenarios were opened at once: which there are, until one is chosen. */
import { create } from 'zustand'
import type { Bases } from '../state/bases.ts'
import type { PathFile } from './path-file.ts'

/** A scenario among several that were opened together. */
export interface Candidate {
  readonly path: string
  readonly text: string
  readonly handle: FileSystemFileHandle | undefined
}

interface Opening {
  /** Scenarios to choose from; empty while there is no choice. */
  readonly choices: readonly Candidate[]
  readonly others: readonly PathFile[]
  readonly texts: Bases
}

const NOTHING: Opening = { choices: [], others: [], texts: {} }
export const useOpening = create<Opening>(() => NOTHING)
export const stopOpening = (): void => useOpening.setState(NOTHING)
