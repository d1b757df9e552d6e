/** Finished and running simulations, by study. A study is one text under one option; its results are replaced, never edited. */
import { useDeferredValue } from 'react'
import { create } from 'zustand'
import type { Progress } from '../../runner/protocol.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { OpenedStudy } from './opened.ts'
import type { SlipPoint } from './slip.ts'

/** What went wrong inside the engine, with all that a bug report needs. */
export interface Failure {
  readonly message: string
  readonly atMs: number
  readonly trace: readonly string[]
}

/** All replications of one text under one option. */
export interface Study {
  readonly key: string
  readonly option: string | null
  /** Of one of several sites: its name in words. */
  readonly site?: string
  readonly scenario: Scenario
  /** Finished replications in order; the first is the scenario's own seed. */
  readonly runs: readonly RunResult[]
  /** Replication 0 while it runs, cut to its closed windows. */
  readonly partial: RunResult | null
  /** How far the partial run has come, ms since the start; nothing after it is known. Left out where no run is under way. */
  readonly simulatedMs?: number
  /** Of a study that was opened from a file: what it tells over its replications. `runs` then holds the first of them alone. */
  readonly opened?: OpenedStudy
}

/** Replications that the figures of a study are of. */
export const replicationCount = ({ runs, opened }: Pick<Study, 'runs' | 'opened'>): number => opened?.rows.length ?? runs.length

export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly what: string; readonly done: number; readonly of: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface RunState {
  /** The study of the present text and option, or the last good one while a new one has nothing to show. */
  readonly base: Study | null
  /** The study to compare with. */
  readonly other: Study | null
  /** True while `base` belongs to an older text, from the moment of the edit on. */
  readonly isStale: boolean
  readonly slip: readonly SlipPoint[]
  /** Points of the response curve that are still to come. */
  readonly slipPending: number
  readonly activity: Activity
  /** Last progress of the replication that streams. */
  readonly progress: Pick<Progress, 'simulatedMs' | 'horizonMs' | 'events'> | null
  /** Where the present run went on after its worker had died, ms since the start; null where none died. */
  readonly restart: number | null
}

export const useRun = create<RunState>(() => ({
  base: null,
  other: null,
  isStale: false,
  slip: [],
  slipPending: 0,
  activity: { kind: 'idle' },
  progress: null,
  restart: null,
}))

/**
 * Part of the state for what takes long to draw. It follows the state when the page has time, in slices that a keystroke can come between; all
 * parts of the page that follow so change together.
 */
export const useCalmRun = <T,>(pick: (run: RunState) => T): T => useDeferredValue(useRun(pick))

/** Whether what is drawn belongs to an older text: from the moment of the edit until the new figures are drawn. */
export function useStale(): boolean {
  const isStale = useRun(run => run.isStale)
  return useDeferredValue(isStale) || isStale
}

/** The runs that figures are made of: the finished ones, or the part of the first that is there. */
export function runsOf(study: Study | null): readonly RunResult[] {
  if (study === null) return []
  if (study.runs.length > 0) return study.runs
  return study.partial === null ? [] : [study.partial]
}

/** How far the shown runs are simulated, ms since the start: nothing after it may be told as a value. Infinity once the first run is whole. */
export function simulatedUntilMs(study: Pick<Study, 'runs' | 'partial' | 'simulatedMs'> | null): number {
  if (study === null) return 0
  return study.runs.length > 0 ? Infinity : (study.simulatedMs ?? 0)
}

/** Marks what is shown as the result of an older text. */
export function markStale(): void {
  const { base, isStale } = useRun.getState()
  if (base !== null && !isStale) useRun.setState({ isStale: true })
}

/** The run that scene and timeline show. */
export const shownRun = (study: Study | null): RunResult | null => study?.runs[0] ?? study?.partial ?? null
