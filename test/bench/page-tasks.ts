/**
 * Tasks of a page's main thread, from a trace of Chromium: how long each took by the clock, and how much of that the processor worked for it.
 * The second is what the page itself costs; on a machine that does other things, the first tells of these as well.
 */
import type { Browser } from 'playwright-core'

interface TraceEvent {
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly ph: string
  readonly ts: number
  /** µs by the clock and on the processor. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

export interface PageTasks {
  /** Longest task by the clock and by processor time, ms. */
  readonly longestMs: number
  readonly longestCpuMs: number
  /** Tasks of more than 50 ms, by both. */
  readonly over: number
  readonly overCpu: number
  /** All tasks together, ms of the processor. */
  readonly cpuMs: number
}

const LONG_US = 50_000
const isTask = ({ ph, name }: TraceEvent): boolean => ph === 'X' && name.endsWith('RunTask')

/** The main thread of the renderer that worked most. */
function mainTasks(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const lists = mains.map(({ pid, tid }) => events.filter(event => event.pid === pid && event.tid === tid && isTask(event)))
  const cpu = (tasks: readonly TraceEvent[]): number => tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0)
  return lists.sort((a, b) => cpu(b) - cpu(a))[0] ?? []
}

/** Does something and tells the tasks that the page had meanwhile. */
export async function tasksDuring(browser: Browser, act: () => Promise<void>): Promise<PageTasks> {
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const isOver = new Promise<void>(resolve => {
    session.once('Tracing.tracingComplete', () => resolve())
  })
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'] } })
  await act()
  await session.send('Tracing.end')
  await isOver
  await session.detach()
  const tasks = mainTasks(events)
  const most = (pick: (task: TraceEvent) => number): number => tasks.reduce((max, task) => Math.max(max, pick(task)), 0)
  return {
    longestMs: most(({ dur = 0 }) => dur) / 1000,
    longestCpuMs: most(({ tdur = 0 }) => tdur) / 1000,
    over: tasks.filter(({ dur = 0 }) => dur > LONG_US).length,
    overCpu: tasks.filter(({ tdur = 0 }) => tdur > LONG_US).length,
    cpuMs: tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000,
  }
}
