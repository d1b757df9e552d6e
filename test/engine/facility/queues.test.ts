/** Crews and spares as queueing systems, run event by event against exact results. */
import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../../src/base/distribution.ts'
import { entityKey, PURPOSE, rootKey, uniform } from '../../../src/base/rng.ts'
import { exponential } from '../../../src/base/variates.ts'
import { createTechnicians, erlangC } from '../../../src/engine/facility/crew.ts'
import { createSpares, economicOrderSize, poissonQuantile } from '../../../src/engine/facility/spares.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'

const whole = (ms: number): number => Math.max(1, Math.round(ms))

interface Interval {
  readonly mean: number
  /** Half-width of the 95 % interval. */
  readonly half95: number
  /** Half-width of the 99.97 % interval: over the thirty-odd checks of this file one in a hundred files would fail by chance. */
  readonly half: number
}

/** Mean of 30 batches with its intervals (t of 29 degrees of freedom: 2.045 and 4.10). */
function intervalOf(means: readonly number[]): Interval {
  const mean = means.reduce((sum, x) => sum + x, 0) / means.length
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (means.length - 1)
  const error = Math.sqrt(variance / means.length)
  return { mean, half95: 2.045 * error, half: 4.1 * error }
}

const BATCHES = 30

function batchMeans(values: readonly number[]): Interval {
  const size = Math.floor(values.length / BATCHES)
  return intervalOf(Array.from({ length: BATCHES }, (_, b) => values.slice(b * size, (b + 1) * size).reduce((sum, x) => sum + x, 0) / size))
}

const SERVICE_MS = 1000 * HOUR_MS

/** Poisson requests at `offered` Erlang for c technicians with exponential work; the wait of every request, in mean services. */
function waitsOf(technicians: number, offered: number, requests: number, seed: number): number[] {
  const state = createState()
  const kernel = createKernel(state)
  const key = entityKey(rootKey(seed, 0), 'crew')
  const waits: number[] = []
  const askedMs: number[] = []
  const done = kernel.command('test.done', Phase.repair, () => crew.release())
  const crew = createTechnicians(state, kernel, { pool: technicians, entities: 0 }, entity => {
    waits.push((kernel.now - askedMs[entity]) / SERVICE_MS)
    kernel.schedule(done, entity, kernel.now + whole(exponential(uniform(key, PURPOSE.repair, entity), SERVICE_MS)))
  })
  const ask = kernel.command('test.ask', Phase.arrival, entity => {
    askedMs.push(kernel.now)
    crew.request(entity, 0)
    if (entity + 1 < requests) kernel.schedule(ask, entity + 1, kernel.now + whole(exponential(uniform(key, PURPOSE.arrival, entity), SERVICE_MS / offered)))
  })
  kernel.schedule(ask, 0, 0)
  kernel.run(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  expect(crew.summary()).toMatchObject({ requests, busy: 0, waiting: 0 })
  return waits
}

describe('technicians are an M/M/c queue', () => {
  // Erlang C and mean wait in services: exact, from the table of queueing oracles.
  test.each([
    [1, 0.8, 0.8, 4, 1_500_000, 0.02],
    [3, 2, 0.444444444, 0.444444444, 1_500_000, 0.02],
    [10, 8, 0.409180151, 0.204590075, 1_000_000, 0.05],
    [16, 12.8, 0.304883913, 0.095276223, 1_000_000, 0.06],
  ])('c = %d, %d Erlang: P(wait) %d, mean wait %d services (seed 1)', (technicians, offered, delayed, wait, requests, width) => {
    const waits = waitsOf(technicians, offered, requests, 1)
    const observed = batchMeans(waits)
    const share = batchMeans(waits.map(w => (w > 0 ? 1 : 0)))
    expect(observed.half95 / wait, '95 % half-width of the mean wait').toBeLessThan(width)
    expect(Math.abs(observed.mean - wait), `mean wait ${observed.mean}`).toBeLessThan(observed.half)
    expect(Math.abs(share.mean - delayed), `P(wait) ${share.mean}`).toBeLessThan(share.half)
  })

  test('T6.6: 1.3689 Erlang of 3 h jobs, 2 and 3 technicians', () => {
    expect(erlangC(2, 1.3689)).toBeCloseTo(0.5562, 4)
    expect((erlangC(2, 1.3689) * 3) / (2 - 1.3689)).toBeCloseTo(2.644, 3)
    expect(erlangC(3, 1.3689)).toBeCloseTo(0.1922, 4)
    expect((erlangC(3, 1.3689) * 3) / (3 - 1.3689)).toBeCloseTo(0.3534, 4)
  })

  test.each([[2, 0.5562, 2.644], [3, 0.1922, 0.3534]])('T6.6 by events: %d technicians wait %d of the time, %d h (seed 1)', (technicians, delayed, waitHours) => {
    const waits = waitsOf(technicians, 1.3689, 800_000, 1)
    const observed = batchMeans(waits.map(w => w * 3))
    expect(Math.abs(observed.mean - waitHours), `mean wait ${observed.mean} h`).toBeLessThan(observed.half)
    expect(observed.half95 / waitHours).toBeLessThan(0.03)
    expect(Math.abs(waits.filter(w => w > 0).length / waits.length - delayed)).toBeLessThan(0.01)
  })

  test('W9.2: 2 crews, 0.06 jobs/h of 12 h: utilisation 0.3600, P(wait) 0.1906, mean wait 1.787 h (seed 1)', () => {
    const offered = 0.06 * 12
    expect(offered / 2).toBeCloseTo(0.36, 12)
    expect(erlangC(2, offered)).toBeCloseTo(0.1906, 4)
    expect((erlangC(2, offered) * 12) / (2 - offered)).toBeCloseTo(1.787, 3)
    const observed = batchMeans(waitsOf(2, offered, 1_000_000, 1).map(w => w * 12))
    expect(Math.abs(observed.mean - 1.787), `mean wait ${observed.mean} h`).toBeLessThan(observed.half)
    expect(observed.half95 / 1.787).toBeLessThan(0.02)
  })

  test('two people for one repair: it waits for both, and nobody passes it', () => {
    const state = createState()
    const kernel = createKernel(state)
    const served: number[] = []
    const crew = createTechnicians(state, kernel, { pool: 2, entities: 0 }, entity => void served.push(entity))
    crew.request(1, 4)
    crew.request(2, 72, 2)
    crew.request(3, 4)
    expect(served).toEqual([1])
    crew.release()
    expect(served).toEqual([1, 2])
    expect(crew.summary()).toMatchObject({ busy: 2, waiting: 1, delayed: 2 })
    crew.release(2)
    expect(served).toEqual([1, 2, 3])
    crew.release()
    expect(crew.summary()).toMatchObject({ busy: 0, waiting: 0 })
  })

  test('more urgent requests go first, equal ones in order of asking', () => {
    const state = createState()
    const kernel = createKernel(state)
    const served: number[] = []
    const crew = createTechnicians(state, kernel, { pool: 1, entities: 0 }, entity => void served.push(entity))
    const asked: [number, number][] = [[10, 4], [11, 4], [12, 8], [13, 4], [14, 8], [15, 1]]
    for (const [entity, priority] of asked) crew.request(entity, priority)
    for (let i = 0; i < asked.length; i++) crew.release()
    expect(served).toEqual([10, 12, 14, 11, 13, 15])
    expect(crew.summary()).toMatchObject({ busy: 0, waiting: 0, requests: 6, delayed: 5 })
  })

  test('a long queue in random order of urgency comes out sorted (seed 3)', () => {
    const state = createState()
    const kernel = createKernel(state)
    const served: number[] = []
    const crew = createTechnicians(state, kernel, { pool: 1, entities: 0 }, entity => void served.push(entity))
    const key = entityKey(rootKey(3, 0), 'queue')
    const priority = Array.from({ length: 1000 }, (_, n) => Math.floor(uniform(key, PURPOSE.size, n) * 7))
    crew.request(0, 0)
    for (let entity = 1; entity < 1000; entity++) crew.request(entity, priority[entity])
    for (let i = 0; i < 1000; i++) crew.release()
    const expected = Array.from({ length: 999 }, (_, i) => i + 1).sort((a, b) => priority[b] - priority[a] || a - b)
    expect(served).toEqual([0, ...expected])
  })
})

interface Observed {
  readonly backOrders: number
  readonly fillRate: number
  /** Parts on order, on average. */
  readonly pipeline: number
}

/** Poisson demand, `pipeline` parts per mean lead time, against a store; lead time of 1,000 h on average. */
function storeUnder(config: { stock: number; orderSize: number; pipeline: number; lead: Distribution }, demands: number, run: string): Observed {
  const state = createState()
  const kernel = createKernel(state)
  const key = entityKey(rootKey(1, 0), run)
  const { stock, orderSize, lead } = config
  const store = createSpares(state, kernel, entityKey(rootKey(1, 0), `${run}/spares`), { stock, reorderPoint: stock - orderSize, orderSize, lead }, () => undefined)
  let seen = 0
  const take = kernel.command('test.take', Phase.repair, entity => {
    seen += store.summary().onOrder // Poisson demands see time averages
    store.take(entity)
    if (entity + 1 < demands) kernel.schedule(take, entity + 1, kernel.now + whole(exponential(uniform(key, PURPOSE.demand, entity), SERVICE_MS / config.pipeline)))
  })
  kernel.schedule(take, 0, 0)
  while (store.summary().demands < demands) kernel.run(Number.MAX_SAFE_INTEGER, 1)
  const summary = store.summary()
  return { backOrders: summary.backOrderMs / kernel.now, fillRate: summary.filled / summary.demands, pipeline: seen / demands }
}

const LEADS: Record<string, Distribution> = {
  exponential: { kind: 'exponential', mean: SERVICE_MS },
  fixed: { kind: 'fixed', value: SERVICE_MS },
  lognormal: { kind: 'lognormal', mu: Math.log(SERVICE_MS) - 0.5, sigma: 1 },
}

describe('spares one for one: Palm’s theorem', () => {
  // Expected back-orders and fill rate by mean pipeline L and stock s, exact for any lead time.
  const table = [
    [2, 2, 0.541341133, 0.40600585], [2, 4, 0.07514101, 0.85712346], [2, 6, 0.005924384, 0.983436392],
    [5, 4, 1.436843564, 0.265025915], [5, 8, 0.122109293, 0.866628326],
  ] as const
  for (const [pipeline, stock, backOrders, fillRate] of table) {
    test.each(Object.keys(LEADS))(`pipeline ${pipeline}, stock ${stock}: back-orders ${backOrders}, fill rate ${fillRate}; %s lead (30 runs, seed 1)`, name => {
      const runs = Array.from({ length: BATCHES }, (_, i) => storeUnder({ stock, orderSize: 1, pipeline, lead: LEADS[name] }, 12_000, `${name}/${pipeline}/${stock}/run[${i}]`))
      const waiting = intervalOf(runs.map(run => run.backOrders))
      const filled = intervalOf(runs.map(run => run.fillRate))
      expect(filled.half95 / fillRate, '95 % half-width of the fill rate').toBeLessThan(0.02)
      expect(Math.abs(waiting.mean - backOrders), `back-orders ${waiting.mean} ± ${waiting.half}`).toBeLessThan(waiting.half)
      expect(Math.abs(filled.mean - fillRate), `fill rate ${filled.mean} ± ${filled.half}`).toBeLessThan(filled.half)
    })
  }
})

describe('T6.5 stock of 12,500 nodes', () => {
  const perDay = (12_500 * 8 * 0.04) / 365.25

  test('4 % of accelerators a year: 10.951 a day; seven days in the pipeline 76.66; fourteen days of demand 153.32', () => {
    expect(perDay).toBeCloseTo(10.951, 3)
    expect(7 * perDay).toBeCloseTo(76.66, 2)
    expect(14 * perDay).toBeCloseTo(153.32, 2)
  })

  test('Poisson quantiles 91 and 98 of the pipeline, reorder point 183, order quantity 50.0', () => {
    expect(poissonQuantile(7 * perDay, 0.95)).toBe(91)
    expect(poissonQuantile(7 * perDay, 0.99)).toBe(98)
    expect(poissonQuantile(14 * perDay, 0.99)).toBe(183)
    expect(economicOrderSize(perDay * 365.25, 500, 1600)).toBeCloseTo(50, 1)
  })

  test('by events: the mean pipeline is 76.66 (seed 1)', () => {
    const { pipeline } = storeUnder({ stock: 200, orderSize: 1, pipeline: 7 * perDay, lead: LEADS.fixed }, 200_000, 'nodes')
    // Standard error of the demand rate 0.22 %, of the mean 0.17.
    expect(Math.abs(pipeline - 76.66)).toBeLessThan(0.7)
  })
})

describe('continuous review (s, Q)', () => {
  const setUp = (stock: number, reorderPoint: number, orderSize: number) => {
    const state = createState()
    const kernel = createKernel(state)
    const arrived: [number, number][] = []
    const store = createSpares(state, kernel, entityKey(rootKey(1, 0), 'spares'), { stock, reorderPoint, orderSize, lead: { kind: 'fixed', value: 10 * DAY_MS } }, entity => void arrived.push([entity, kernel.now / DAY_MS]))
    return { kernel, store, arrived }
  }

  test('s = 2, Q = 3 from four parts: orders at the second and the fifth demand', () => {
    const { kernel, store, arrived } = setUp(4, 2, 3)
    const filled: boolean[] = []
    for (let entity = 0; entity < 6; entity++) filled.push(store.take(entity))
    expect(filled).toEqual([true, true, true, true, false, false])
    // Position after each demand, orders included: 3, 2+3, 4, 3, 2+3, 4.
    expect(store.summary()).toMatchObject({ orders: 2, onOrder: 6, backOrders: 2, demands: 6, filled: 4 })
    kernel.run(10 * DAY_MS, 100)
    expect(arrived).toEqual([[4, 10], [5, 10]])
    expect(store.summary()).toMatchObject({ onHand: 4, onOrder: 0, backOrders: 0, backOrderMs: 20 * DAY_MS })
  })

  test('no stock at all: every part is ordered when asked for', () => {
    const { kernel, store, arrived } = setUp(0, -1, 1)
    expect(store.take(7)).toBe(false)
    kernel.run(10 * DAY_MS, 100)
    expect(arrived).toEqual([[7, 10]])
    expect(store.summary().onHand).toBe(0)
  })

  test('hundreds of waiting nodes are served in order of asking, also when the queue grew while wrapped', () => {
    const { kernel, store, arrived } = setUp(0, -1, 1)
    const ask = kernel.command('test.ask', Phase.repair, entity => void store.take(entity))
    for (let entity = 0; entity < 500; entity++) kernel.schedule(ask, entity, Math.floor((entity * entity * DAY_MS) / 20_000))
    kernel.run(1000 * DAY_MS, 100_000)
    expect(arrived.map(([entity]) => entity)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })
})
