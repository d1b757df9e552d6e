/** Interruptions of feeds: independent Poisson processes, some of which take several feeds at once. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { PowerSite } from './power-site.ts'

export interface Outages {
  /** Schedules the first arrival of every process. */
  start(): void
  /** Takes a feed out at a given time for a given span: drills and tests. */
  interrupt(feed: number, atMs: number, durationMs: number): void
}

/** Longest pause between arrivals that is still scheduled, ms; beyond it the process is as good as silent. */
const LONGEST_MS = 1e15

/** Registers state and commands; `changed` hears when a feed goes or comes back. */
export function createOutages(p: PowerSite, changed: () => void): Outages {
  const { kernel, state, world, emit } = p.ctx
  const { outages, feeds } = p.plan
  const keys = outages.map(({ path }) => entityKey(world.root, path))
  const table = state.table('power.outages', outages.length, { arrivals: 'u32', untilMs: 'f64', ending: 'f64' })
  // Whether an interruption of the feed was told: one of a feed that is not energised yet concerns nobody.
  const told = state.table('power.toldOutages', feeds.length, { isTold: 'u8' })
  const move = (feed: number, by: number): void => {
    const { interruptions, energisedW } = p.feeds.col
    const { isTold } = told.col
    interruptions[feed] += by
    const tell = interruptions[feed] > 0 && (energisedW[feed] > 0 || isTold[feed] === 1) ? 1 : 0
    if (tell === isTold[feed]) return
    isTold[feed] = tell
    emit({ kind: tell === 1 ? 'outageStarted' : 'outageEnded', what: feeds[feed].path, block: -1 })
  }
  const ended = kernel.command('power.outageEnded', Phase.repair, process => {
    table.col.ending[process] = 0
    for (const feed of outages[process].feeds) move(feed, -1)
    changed()
  })
  const began = kernel.command('power.outageBegan', Phase.fault, process => {
    const { arrivals, untilMs, ending } = table.col
    const durationMs = roundMs(sample(outages[process].duration, uniform(keys[process], PURPOSE.duration, arrivals[process])))
    arrivals[process] += 1
    untilMs[process] = Math.max(untilMs[process], kernel.now + durationMs)
    next(process)
    if (ending[process] !== 0) {
      kernel.reschedule(ending[process], untilMs[process])
      return
    }
    ending[process] = kernel.schedule(ended, process, untilMs[process])
    for (const feed of outages[process].feeds) move(feed, 1)
    changed()
  })
  const next = (process: number): void => {
    const gapMs = exponential(uniform(keys[process], PURPOSE.outage, table.col.arrivals[process]), outages[process].meanGapMs)
    if (gapMs < LONGEST_MS) kernel.schedule(began, process, kernel.now + roundMs(gapMs))
  }
  const { begin, end } = drillCommands(kernel, (feed, by) => {
    move(feed, by)
    changed()
  })
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
