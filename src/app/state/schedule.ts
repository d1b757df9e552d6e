/** The schedule of the present scenario and what of it is looked at. It is drawn in a worker of its own, once somebody looks: a few draws first. */
import { create } from 'zustand'
import type { ScheduleReport } from '../../results/schedule.ts'
import { createBrowserSession } from '../../runner/client.ts'
import type { RemoteSession } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { PaperStudy } from './audit.ts'

export type SchedulePage = 'bars' | 'milestones' | 'orders'

export interface ScheduleView {
  readonly report: ScheduleReport | null
  /** The scenario that the report is about. */
  readonly scenario: Scenario | null
  readonly activity: 'idle' | 'working' | 'failed'
  /** Why it failed. */
  readonly message: string
  /** Groups whose items are shown. */
  readonly open: readonly string[]
  /** Id of the selected row. */
  readonly row: string | null
  readonly page: SchedulePage
}

/** Draws of the first picture and of the lasting one. */
const DRAWS = [40, 200] as const

export const useSchedule = create<ScheduleView>(() => ({ report: null, scenario: null, activity: 'idle', message: '', open: [], row: null, page: 'bars' }))

let session: RemoteSession | undefined
let asked: PaperStudy | undefined
let shown: PaperStudy | undefined
let isWatched = false

/** Groups that are open at first: all that fit on a screen, else the site and the first block. */
const SMALL = 24
const firstOpen = ({ blocks, items }: ScheduleReport): string[] => (items.length <= SMALL ? ['site', ...blocks.map(({ id }) => id)] : ['site', ...blocks.slice(0, 1).map(({ id }) => id)])

async function work(study: PaperStudy): Promise<void> {
  // A schedule has no slices: the worker of an older one is put away.
  session?.terminate()
  const mine = createBrowserSession()
  session = mine
  shown = study
  useSchedule.setState({ activity: 'working', message: '' })
  for (const draws of DRAWS) {
    const outcome = await mine.schedule(study.source, study.inputs, { draws })
    if (session !== mine) return
    if (outcome.status === 'finished') {
      const { report } = outcome
      useSchedule.setState(({ open, row, scenario }) => ({
        report, scenario: study.scenario,
        open: scenario === null ? firstOpen(report) : open.filter(id => id === 'site' || report.blocks.some(block => block.id === id)),
        row: row === 'site' || report.blocks.some(({ id }) => id === row) || report.items.some(({ id }) => id === row) ? row : null,
      }))
    } else {
      useSchedule.setState({ activity: outcome.status === 'failed' ? 'failed' : 'idle', message: outcome.status === 'failed' ? outcome.message : '' })
      return
    }
  }
  useSchedule.setState({ activity: 'idle' })
}

/** A study to schedule; nothing is done while nobody looks. */
export function noteSchedule(study: PaperStudy): void {
  if (asked?.key === study.key && asked.source.text === study.source.text) return
  asked = study
  if (isWatched) void work(study)
}

/** Somebody looks from now on; returns the way to stop. */
export function watchSchedule(): () => void {
  isWatched = true
  if (asked !== undefined && shown !== asked) void work(asked)
  return () => {
    isWatched = false
  }
}

export function toggleGroup(id: string): void {
  useSchedule.setState(({ open }) => ({ open: open.includes(id) ? open.filter(each => each !== id) : [...open, id] }))
}
