/** Interruptions of feeds: Poisson processes whose arrivals may take several feeds at once, and outages that the utility announces. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { OutageProcess } from './feed-plan.ts'
import type { PowerSite } from './power-site.ts'

export interface Outages {
  /** Schedules the first arrival of every process. */
  start(): void
  /** Takes a feed out at a given time for a given span: drills and tests. */
  interrupt(feed: number, atMs: number, durationMs: number): void
}

/** Longest pause between arrivals that is still scheduled, ms; beyond it the process is as good as silent. */
export const LONGEST_MS = 1e15
/** An interruption from here on is not momentary, ms. */
const MOMENTARY_MS = 5 * 60_000

/** One thing that may be going on: a scope of a process, with the feeds that it holds down. */
interface Row {
  readonly feeds: readonly number[]
  readonly isPlanned: boolean
}

/** Moves the count of what holds a feed down, and tells when it goes and comes back. */
function createFeedStates(p: PowerSite) {
  const { state, emit } = p.ctx
  const { feeds } = p.plan
  // Whether an interruption of the feed was told: one of a feed that is not energised yet concerns nobody.
  const told = state.table('power.toldOutages', feeds.length, { isTold: 'u8' })
  return (feed: number, by: number, isPlanned: boolean): void => {
    const { interruptions, plannedOutages, energisedW } = p.feeds.col
    const { isTold } = told.col
    interruptions[feed] += by
    if (isPlanned) plannedOutages[feed] += by
    const tell = interruptions[feed] > 0 && (energisedW[feed] > 0 || isTold[feed] === 1) ? 1 : 0
    if (tell === isTold[feed]) return
    isTold[feed] = tell
    emit({ kind: tell === 1 ? 'outageStarted' : 'outageEnded', what: feeds[feed].path, block: -1 })
  }
}

const durationOf = (process: OutageProcess, u: number): number => {
  const durationMs = roundMs(sample(process.duration, u))
  return process.population === 'momentary' ? Math.min(durationMs, MOMENTARY_MS - 1) : durationMs
}

/** Tells what the utility announces, and which feeds blink, if the site has them. */
function tell(p: PowerSite, { population }: OutageProcess, feeds: readonly number[], beginsMs: number): void {
  for (const index of feeds) {
    if (p.feeds.col.energisedW[index] <= 0) continue
    const feed = p.plan.feeds[index].path
    if (population === 'planned') p.ctx.emit({ kind: 'plannedOutageAnnounced', feed, beginsMs })
    if (population === 'momentary') p.ctx.emit({ kind: 'feedBlinked', feed })
  }
}

/** Registers state and commands; `changed` hears when a feed goes or comes back. */
export function createOutages(p: PowerSite, changed: () => void): Outages {
  const { kernel, state, world } = p.ctx
  const { outages } = p.plan
  const keys = outages.map(({ path }) => entityKey(world.root, path))
  const rows: Row[] = outages.flatMap(({ scopes, population }) => scopes.map(scope => ({ feeds: scope.feeds, isPlanned: population === 'planned' })))
  const firstRow = outages.map((_, process) => outages.slice(0, process).reduce((sum, { scopes }) => sum + scopes.length, 0))
  const processes = state.table('power.outages', outages.length, { arrivals: 'u32' })
  const table = state.table('power.interruptions', rows.length, { untilMs: 'f64', ending: 'f64' })
  const move = createFeedStates(p)
  const moveAll = ({ feeds: members, isPlanned }: Row, by: number): void => {
    for (const feed of members) move(feed, by, isPlanned)
    changed()
  }
  const ended = kernel.command('power.outageEnded', Phase.repair, row => {
    table.col.ending[row] = 0
    moveAll(rows[row], -1)
  })
  const strike = (row: number, durationMs: number): void => {
    const { untilMs, ending } = table.col
    untilMs[row] = Math.max(untilMs[row], kernel.now + durationMs)
    if (ending[row] !== 0) {
      kernel.reschedule(ending[row], untilMs[row])
      return
    }
    ending[row] = kernel.schedule(ended, row, untilMs[row])
    moveAll(rows[row], 1)
  }
  const announcedBegan = kernel.command('power.plannedOutageBegan', Phase.fault, (process, ordinal) => {
    strike(firstRow[process], durationOf(outages[process], uniform(keys[process], PURPOSE.duration, ordinal)))
  })
  const began = kernel.command('power.outageBegan', Phase.fault, process => {
    const { arrivals } = processes.col
    const { scopes, noticeMs, population } = outages[process]
    const ordinal = arrivals[process]
    arrivals[process] += 1
    next(process)
    const mark = uniform(keys[process], PURPOSE.class, ordinal)
    const scope = scopes.findIndex(({ upTo }) => mark < upTo)
    if (scope < 0) return
    const atMs = kernel.now + noticeMs
    tell(p, outages[process], scopes[scope].feeds, atMs)
    if (population === 'planned') {
      kernel.schedule(announcedBegan, process, Math.max(atMs, kernel.now + 1), ordinal)
      return
    }
    strike(firstRow[process] + scope, durationOf(outages[process], uniform(keys[process], PURPOSE.duration, ordinal)))
  })
  const next = (process: number): void => {
    const gapMs = exponential(uniform(keys[process], PURPOSE.outage, processes.col.arrivals[process]), outages[process].meanGapMs)
    if (gapMs < LONGEST_MS) kernel.schedule(began, process, kernel.now + roundMs(gapMs))
  }
  const { begin, end } = drillCommands(kernel, (feed, by) => moveAll({ feeds: [feed], isPlanned: false }, by))
  return {
    start: () => outages.forEach((_, process) => next(process)),
    interrupt(feed, atMs, durationMs) {
      kernel.schedule(begin, feed, atMs)
      kernel.schedule(end, feed, atMs + durationMs)
    },
  }
}

function drillCommands(kernel: Kernel, act: (feed: number, by: number) => void) {
  return {
    begin: kernel.command('power.drillBegan', Phase.fault, feed => act(feed, 1)),
    end: kernel.command('power.drillEnded', Phase.repair, feed => act(feed, -1)),
  }
}
