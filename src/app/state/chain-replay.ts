/**
 * The replay of a chain of events: scene, timeline and figures show its run while it lasts, and the time goes from link to link. The run of
 * the plan comes back at its end, or as soon as the text is simulated anew.
 */
import { create } from 'zustand'
import type { ChainLink, Premortem } from '../study/protocol.ts'
import { pause, seek } from './clock.ts'
import { type Study, useRun } from './run.ts'
import { select } from './view.ts'

export interface ChainReplay {
  /** Link that is shown; −1 while nothing is replayed. */
  readonly at: number
  readonly isPlaying: boolean
}

export const useChainReplay = create<ChainReplay>(() => ({ at: -1, isPlaying: false }))

/** Time that each link stays while it plays. */
const LINK_MS = 3000

let plan: Study | null = null
let shown: Study | null = null
let links: readonly ChainLink[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let stopWatching: (() => void) | undefined

/** Goes to a link: time, and the rack that it hit hardest. */
export function showLink(at: number): void {
  const link = links[at]
  if (shown === null || link === undefined) return
  useChainReplay.setState({ at })
  if (link.span !== null) seek(link.span.peakMs)
  if (link.place !== null) select({ kind: 'rack', index: link.place.rack })
}

function playOn(): void {
  clearTimeout(timer)
  const { at, isPlaying } = useChainReplay.getState()
  if (!isPlaying) return
  if (at + 1 >= links.length) return useChainReplay.setState({ isPlaying: false })
  timer = setTimeout(() => {
    showLink(at + 1)
    playOn()
  }, LINK_MS)
}

/** Forgets the replay; the run of the plan stands again unless another took its place. */
export function endChain(): void {
  clearTimeout(timer)
  stopWatching?.()
  stopWatching = undefined
  const [before, own] = [plan, shown]
  plan = null
  shown = null
  links = []
  useChainReplay.setState({ at: -1, isPlaying: false })
  if (before !== null && useRun.getState().base === own) useRun.setState({ base: before })
}

/** Shows a chain from its first link on; `isPlaying` goes on by itself. */
export function replayChain({ chain, run }: Pick<Premortem, 'chain' | 'run'>, isPlaying: boolean): void {
  endChain()
  const { base } = useRun.getState()
  if (base === null || run === null || chain.length === 0) return
  pause()
  plan = base
  links = chain
  shown = { ...base, key: `${base.key} premortem`, runs: [run], partial: null }
  useRun.setState({ base: shown })
  stopWatching = useRun.subscribe(now => {
    if (now.base !== shown) endChain()
  })
  useChainReplay.setState({ isPlaying })
  showLink(0)
  playOn()
}
