/** The engine at work on small sites: what share of the time load is not served, how often standby sets carry a block, how long stock is short. */
import type { Distribution } from '../../src/base/distribution.ts'
import { entityKey, PURPOSE, rootKey, uniform } from '../../src/base/rng.ts'
import { exponential } from '../../src/base/variates.ts'
import { createSpares } from '../../src/engine/facility/spares.ts'
import { NODE_STAGE } from '../../src/engine/faults/repair.ts'
import { createKernel, Phase } from '../../src/engine/kernel/kernel.ts'
import { createState } from '../../src/engine/kernel/state.ts'
import type { GeneratorReliability } from '../../src/physics/generator.ts'
import { FAULT_CLASSES } from '../../src/scenario/catalog/fault-classes.ts'
import { INSTANT_CURE, makeSite } from '../engine/faults/site.ts'
import { createPowerSiteUnderTest, dateAfter, QUIET_OUTAGES, quietPower, type Site } from '../engine/power/site.ts'
import { DAY_MS, HOUR_MS } from '../engine/world.ts'
import { YEAR_HOURS } from './availability-oracles.ts'
import { RUNS } from './table.ts'

const YEAR_MS = YEAR_HOURS * HOUR_MS
const ALL = Number.MAX_SAFE_INTEGER
export const GENERAL_CLASS = 4
export const RACKS = 12

/** Shares of time, one number a batch. */
export interface Unserved {
  /** Some of the load is not served. */
  readonly partly: readonly number[]
  /** Racks without supply, per rack. */
  readonly dark: readonly number[]
}

/** Follows a loaded site of one block for RUNS batches of `years`, after a year in which it forgets that all began whole. */
export function unservedOf(site: Site, loadW: number, years: number): Unserved {
  const { kernel, power } = site
  // A command at the end of each batch, since the clock goes on to the limit as soon as nothing is left before it.
  const batchEnds = kernel.command('test.batchEnds', Phase.end, () => undefined)
  power.setItLoad(0, GENERAL_CLASS, loadW, 0)
  kernel.run(YEAR_MS, ALL)
  const partly: number[] = []
  const dark: number[] = []
  for (let batch = 0; batch < RUNS; batch++) {
    const endMs = kernel.now + Math.round(years * YEAR_MS)
    kernel.schedule(batchEnds, 0, endMs)
    let shortMs = 0
    let darkMs = 0
    while (kernel.now < endMs) {
      const isShort = power.view.totals.itW < loadW
      const darkRacks = power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)
      const beforeMs = kernel.now
      kernel.run(endMs, 1)
      if (isShort) shortMs += kernel.now - beforeMs
      darkMs += darkRacks * (kernel.now - beforeMs)
    }
    partly.push(shortMs / (years * YEAR_MS))
    dark.push(darkMs / (years * YEAR_MS) / RACKS)
  }
  return { partly, dark }
}

/** A block of UPS modules on a feed that never fails, loaded to just within what its topology promises. */
export function upsBlock(topology: string, ups: Readonly<Record<string, unknown>>, loadW: number, seed: number): Site {
  return createPowerSiteUnderTest({
    world: { seed, racksPerBlock: RACKS, rackMaxW: Math.round(loadW / RACKS), horizonMs: 1e15 },
    grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } } },
    power: quietPower({ topology }, { model: 'ups-500kw', ...ups }),
  })
}

/** Two feeds of equal interruptions with the share `commonMode` of them in common; the share of time that both are out, by batch. */
export function bothFeedsOut(commonMode: number, ratePerYear: number, hours: readonly [number, number], years: number, seed: number): number[] {
  const never = { rate: '0/year' }
  const outages = { scale: 1, ordinary: { rate: `${ratePerYear}/year`, duration: { uniform: hours.map(h => `${h} h`) } }, major: never, planned: never, momentary: { perInterruption: 0 }, sags: { below90: '0/year', below70: '0/year' } }
  const feed = { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(0), outages }
  const site = createPowerSiteUnderTest({ world: { seed, racksPerBlock: 1, horizonMs: 1e15 }, grid: { commonMode, feeds: { a: feed, b: feed } }, power: quietPower({ topology: 'n' }) })
  const batchMs = Math.round(years * YEAR_MS)
  site.kernel.run(batchMs * RUNS, ALL)
  const out = new Set<string>()
  const sums = new Array<number>(RUNS).fill(0)
  let beforeMs = 0
  for (const event of site.events) {
    if ((event.kind !== 'outageStarted' && event.kind !== 'outageEnded') || !event.what.startsWith('grid/feed[')) continue
    if (out.size === 2) sums[Math.min(RUNS - 1, Math.floor(beforeMs / batchMs))] += event.atMs - beforeMs
    beforeMs = event.atMs
    if (event.kind === 'outageStarted') out.add(event.what)
    else out.delete(event.what)
  }
  return sums.map(ms => ms / batchMs)
}

/** Hours a year that a feed with the file's defaults is out, by batch. */
export function feedHours(voltage: string, years: number, seed: number): number[] {
  const outages = { momentary: { perInterruption: 0 }, planned: { rate: '0/year' }, sags: { below90: '0/year', below70: '0/year' } }
  const site = createPowerSiteUnderTest({
    world: { seed, racksPerBlock: 1, horizonMs: 1e15 },
    grid: { feeds: { main: { capacity: '40 MW', voltage, energised: dateAfter(0), outages } } },
    power: quietPower({ topology: 'n' }),
  })
  const batchMs = Math.round(years * YEAR_MS)
  site.kernel.run(batchMs * RUNS, ALL)
  const sums = new Array<number>(RUNS).fill(0)
  let startMs = 0
  for (const event of site.events) {
    if ((event.kind !== 'outageStarted' && event.kind !== 'outageEnded') || event.what !== 'grid/feed[main]') continue
    if (event.kind === 'outageStarted') startMs = event.atMs
    else sums[Math.min(RUNS - 1, Math.floor(startMs / batchMs))] += event.atMs - startMs
  }
  return sums.map(ms => ms / HOUR_MS / years)
}

/** Mean outage, h, of transformers of which all have a spare, or none; delivery takes 16 weeks, the exchange 24 h on average. By batch. */
export function transformerOutages(spare: number, seed: number): number[] {
  const transformers = { model: 'lv-3mva', count: 14, failures: '1/year', repair: '24 h', spare, lead: '16 weeks' }
  const site = createPowerSiteUnderTest({
    world: { seed, racksPerBlock: 1, horizonMs: 1e15 },
    grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } } },
    power: quietPower({ topology: 'n', transformers }),
  })
  site.kernel.run(300 * YEAR_MS, ALL)
  const began = new Map<string, number>()
  const outages: number[] = []
  for (const event of site.events) {
    if ((event.kind !== 'outageStarted' && event.kind !== 'outageEnded') || !event.what.includes('/transformer[')) continue
    if (event.kind === 'outageStarted') began.set(event.what, event.atMs)
    else outages.push((event.atMs - (began.get(event.what) ?? Number.NaN)) / HOUR_MS)
  }
  const size = Math.floor(outages.length / RUNS)
  return Array.from({ length: RUNS }, (_, batch) => outages.slice(batch * size, (batch + 1) * size).reduce((sum, h) => sum + h, 0) / size)
}

export interface Demands {
  readonly blocks: number
  /** Blocks with at least the needed sets at the first attempt, after the second, and after 24 h without repair. */
  readonly atFirst: number
  readonly started: number
  readonly survived: number
}

const BLOCKS = 100

/** One interruption of 26 h for many blocks of `installed` sets each, over `seeds` worlds. */
export function standbyDemands(grade: GeneratorReliability, needed: number, installed: number, more: { commonCause: number; retrySuccess: number }, seeds: readonly number[]): Demands {
  const outageMs = 2 * DAY_MS
  const atSpeedMs = 11_500
  const retriedMs = 60_000
  const counts = { atFirst: 0, started: 0, survived: 0 }
  const generators = { model: 'diesel-3mw', count: installed, availability: grade.availabilityFraction, failToStart: grade.failToStartFraction, runMttf: `${grade.runMttfH} h`, startRepair: '1 year', runRepair: '5 years', ...more }
  for (const seed of seeds) {
    const site = createPowerSiteUnderTest({
      world: { seed, blocks: BLOCKS, racksPerBlock: 1 },
      grid: { feeds: { main: { capacity: '4000 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } },
      power: quietPower({ topology: 'n', generators }),
    })
    site.power.interruptFeed(0, outageMs, 26 * HOUR_MS)
    const good = (): number => {
      const running = new Int32Array(BLOCKS)
      for (const event of site.events) {
        if (event.kind === 'generatorStarted') running[blockOf(event.generator)] += 1
        else if (event.kind === 'generatorFailed' && !event.onStart) running[blockOf(event.generator)] -= 1
      }
      return running.filter(count => count >= needed).length
    }
    site.kernel.run(outageMs + atSpeedMs, ALL)
    counts.atFirst += good()
    site.kernel.run(outageMs + retriedMs, ALL)
    counts.started += good()
    site.kernel.run(outageMs + atSpeedMs + DAY_MS, ALL)
    counts.survived += good()
  }
  return { blocks: BLOCKS * seeds.length, ...counts }
}

const blockOf = (path: string): number => Number(/^block\[(\d+)\]/.exec(path)?.[1])

const LEAD_MS = 1000 * HOUR_MS

/** Lead times of the same mean. */
export const LEADS: Readonly<Record<string, Distribution>> = {
  exponential: { kind: 'exponential', mean: LEAD_MS },
  deterministic: { kind: 'fixed', value: LEAD_MS },
  lognormal: { kind: 'lognormal', mu: Math.log(LEAD_MS) - 0.5, sigma: 1 },
}

/** Poisson requests of `pipeline` parts a lead time against the facility's store, one for one. */
export function storeRun(pipeline: number, stock: number, lead: Distribution, demands: number, name: string): { readonly backOrders: number; readonly fillRate: number } {
  const state = createState()
  const kernel = createKernel(state)
  const key = entityKey(rootKey(1, 0), name)
  const store = createSpares(state, kernel, entityKey(rootKey(1, 0), `${name}/spares`), { stock, reorderPoint: stock - 1, orderSize: 1, lead }, () => undefined)
  const take = kernel.command('test.take', Phase.repair, entity => {
    store.take(entity)
    kernel.schedule(take, entity + 1, kernel.now + Math.max(1, Math.round(exponential(uniform(key, PURPOSE.demand, entity), LEAD_MS / pipeline))))
  })
  kernel.schedule(take, 0, 0)
  // The first lead times fill the pipeline.
  kernel.run(20 * LEAD_MS, ALL)
  const before = store.summary()
  const beganMs = kernel.now
  kernel.run(beganMs + Math.round((demands / pipeline) * LEAD_MS), ALL)
  const after = store.summary()
  return { backOrders: (after.backOrderMs - before.backOrderMs) / (kernel.now - beganMs), fillRate: (after.filled - before.filled) / (after.demands - before.demands) }
}

/** Share of samples, every second day, with at least `needed` nodes up among the first `needed + spare` for each number of spare nodes; by batch. */
export function nodesUp(needed: number, spares: readonly number[], samples: number, seed: number): number[][] {
  const nodes = needed + Math.max(...spares)
  const atNode = Object.fromEntries(FAULT_CLASSES.map(({ id, scope, count }) => [id, { weight: scope === 'job' ? 0 : count, autoFix: 0 }]))
  const site = makeSite({
    world: { seed, racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 8, horizonMs: 1e15 },
    racks: [{ count: 1 }],
    ideal: true,
    faults: { ...INSTANT_CURE, requalification: '1 day', classes: atNode },
  })
  site.expose(true)
  site.kernel.run(10 * DAY_MS, ALL)
  return Array.from({ length: RUNS }, () => {
    const good = new Array<number>(spares.length).fill(0)
    for (let n = 0; n < samples; n++) {
      site.kernel.run(site.kernel.now + 2 * DAY_MS, ALL)
      const stage = site.faults.nodeStage()
      spares.forEach((spare, i) => {
        let up = 0
        for (let node = 0; node < needed + spare; node++) if (stage[node] === NODE_STAGE.healthy) up += 1
        if (up >= needed) good[i] += 1
      })
    }
    return good.map(count => count / samples)
  })
}
