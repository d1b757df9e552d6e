/** Where more racks fit on the present site, and what of it is looked at. It is worked out in a worker of its own, once somebody looks. */
import { create } from 'zustand'
import type { PlacementReport, PlaceProgress } from '../../results/placement.ts'
import { livingSession } from '../../runner/client.ts'
import type { RemoteSession } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { PaperStudy } from './audit.ts'

export interface PlaceView {
  /** The last answer; it stays while a newer one is worked out. */
  readonly report: PlacementReport | null
  /** The scenario and the study that the answer is about. */
  readonly scenario: Scenario | null
  readonly key: string
  readonly activity: 'idle' | 'working' | 'stopped' | 'failed'
  /** Why there is no new answer. */
  readonly message: string
  readonly progress: PlaceProgress | null
  /** What is asked for: a rack of the catalog; '' until the first study names one. */
  readonly model: string
  readonly count: number
  /** Block whose positions are shown; −1 for none. */
  readonly block: number
}

export const PLACE_COUNT = { first: 50, most: 10_000 } as const

export const usePlace = create<PlaceView>(() => ({ report: null, scenario: null, key: '', activity: 'idle', message: '', progress: null, model: '', count: PLACE_COUNT.first, block: -1 }))

let session: RemoteSession | undefined
let asked: PaperStudy | undefined
/** Study, model and count of the answer that is there or under way. */
let taken = ''
let isWatched = false
/** Counts questions; the answer of an older one is void. */
let generation = 0

const questionOf = ({ key, source }: PaperStudy, { model, count }: Pick<PlaceView, 'model' | 'count'>): string => JSON.stringify([key, source.option, model, count])

async function work(study: PaperStudy): Promise<void> {
  const { model, count } = usePlace.getState()
  const question = questionOf(study, { model, count })
  if (question === taken) return
  taken = question
  const mine = ++generation
  session = livingSession(session)
  usePlace.setState({ activity: 'working', message: '', progress: null })
  const outcome = await session.place(study.source, study.inputs, { model, count }, progress => {
    if (mine === generation) usePlace.setState({ progress })
  })
  if (mine !== generation) return
  if (outcome.status === 'finished') {
    const { report } = outcome
    usePlace.setState(({ block }) => ({ report, scenario: study.scenario, key: study.key, activity: 'idle', progress: null, block: block < report.blocks.length ? block : -1 }))
    return
  }
  taken = ''
  if (outcome.status === 'invalid') usePlace.setState({ activity: 'failed', progress: null, message: outcome.issues[0]?.message ?? 'the scenario has errors' })
  if (outcome.status === 'failed') {
    // Whatever broke may have taken the worker along.
    session.terminate()
    session = undefined
    usePlace.setState({ activity: 'failed', progress: null, message: outcome.message })
  }
}

/** The rack that most of the plan is made of. */
function commonestModel({ blocks }: Scenario): string {
  const counts = new Map<string, number>()
  for (const { racks } of blocks) for (const { model, count } of racks) counts.set(model, (counts.get(model) ?? 0) + count)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'gb200-nvl72'
}

/** A study to place racks in; nothing is done while nobody looks. */
export function notePlace(study: PaperStudy): void {
  asked = study
  if (usePlace.getState().model === '') usePlace.setState({ model: commonestModel(study.scenario) })
  if (isWatched) void work(study)
}

/** Somebody looks from now on; returns the way to stop. */
export function watchPlace(): () => void {
  isWatched = true
  if (asked !== undefined) void work(asked)
  return () => {
    isWatched = false
  }
}

/** Asks for other racks or another number of them; the old answer stays until the new one is there. */
export function askPlace(change: Partial<Pick<PlaceView, 'model' | 'count'>>): void {
  usePlace.setState(change)
  if (asked !== undefined && isWatched) void work(asked)
}

/** Stops the work; what is there stays. */
export function cancelPlace(): void {
  if (usePlace.getState().activity !== 'working') return
  generation += 1
  taken = ''
  void session?.cancel()
  usePlace.setState({ activity: 'stopped', progress: null })
}

/** Asks again after a stop or a failure. */
export function retryPlace(): void {
  if (asked !== undefined) void work(asked)
}

/** True while the answer is about an older text or another question than the one at hand. */
export function isPlaceStale({ report, key, model, count }: Pick<PlaceView, 'report' | 'key' | 'model' | 'count'>, shownKey: string | undefined): boolean {
  return report !== null && ((shownKey !== undefined && key !== shownKey) || report.model !== model || report.asked !== count)
}
