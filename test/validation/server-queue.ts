/**
 * Many technicians near their limit, whose waits are remembered for hundreds of services: a plain mean takes 45 million requests for ± 2 %. What
 * arrivals and ends of service happened to do beyond what their rates let expect explains nearly all of it. Each counts with the change that it
 * makes to the future: weights of the state before it (Henderson and Glynn, Mathematics of Operations Research 27(2), 2002, who take them from
 * Poisson's equation of the queue). Both sums are martingales, so they are zero on average whatever the weights and whatever the technicians do
 * with the draws: wrong technicians still give their own mean, with its error.
 */
import { exponential } from '../../src/base/variates.ts'
import { entityKey, PURPOSE, rootKey, uniform } from '../../src/base/rng.ts'
import { createTechnicians } from '../../src/engine/facility/crew.ts'
import { createKernel, Phase } from '../../src/engine/kernel/kernel.ts'
import { createState } from '../../src/engine/kernel/state.ts'
import { HOUR_MS } from '../engine/world.ts'
import { RUNS } from './table.ts'

const SERVICE_MS = 10 * HOUR_MS
/** States beyond are given the weight of this one; a queue of 500 behind 100 technicians is not seen in a lifetime. */
const MOST = 600

/** By state n: how much longer the future queue is, in requests × services, with one request more; service time 1, `queue` the published mean length. */
function changes(servers: number, load: number, queue: number): Float64Array {
  const by = new Float64Array(MOST + 1)
  const slope = 1 / (servers - load)
  for (let n = 0; n <= MOST; n++) {
    if (n >= servers) by[n] = slope * (n - servers) + (servers * slope - queue) * slope
    else by[n] = (queue + (n === 0 ? 0 : n * by[n - 1])) / load
  }
  return by
}

interface Sums {
  queue: number
  arrivals: number
  ends: number
}

/**
 * Mean waits in services of batches that last so many services each (by Little's law, over the time), and the two sums of each batch, per service;
 * `wait` is the published mean wait, from which the weights follow.
 */
export function serverQueueBatches(servers: number, load: number, wait: number, services: number, seed: number): { readonly waits: number[]; readonly draws: number[][] } {
  const weight = changes(servers, load, wait * load)
  const weightOf = (n: number): number => (n < 0 ? 0 : weight[Math.min(MOST, n)])
  const state = createState()
  const kernel = createKernel(state)
  const key = entityKey(rootKey(seed, 0), 'servers')
  const whole = (x: number): number => Math.max(1, Math.round(x * SERVICE_MS))
  const now = { inside: 0, busy: 0, sinceMs: 0 }
  let sums: Sums = { queue: 0, arrivals: 0, ends: 0 }
  const advance = (): void => {
    const spent = (kernel.now - now.sinceMs) / SERVICE_MS
    now.sinceMs = kernel.now
    sums.queue += (now.inside - now.busy) * spent
    sums.arrivals -= load * weightOf(now.inside) * spent
    sums.ends -= now.busy * weightOf(now.inside - 1) * spent
  }
  const done = kernel.command('test.done', Phase.repair, () => {
    advance()
    sums.ends += weightOf(now.inside - 1)
    now.inside -= 1
    now.busy -= 1
    crew.release()
  })
  const crew = createTechnicians(state, kernel, { pool: servers, entities: 0 }, entity => {
    advance()
    now.busy += 1
    kernel.schedule(done, entity, kernel.now + whole(exponential(uniform(key, PURPOSE.repair, entity), 1)))
  })
  const ask = kernel.command('test.ask', Phase.arrival, entity => {
    advance()
    sums.arrivals += weightOf(now.inside)
    now.inside += 1
    crew.request(entity, 0)
    kernel.schedule(ask, entity + 1, kernel.now + whole(exponential(uniform(key, PURPOSE.arrival, entity), 1) / load))
  })
  kernel.schedule(ask, 0, 0)
  const batches = Array.from({ length: RUNS + 1 }, () => {
    sums = { queue: 0, arrivals: 0, ends: 0 }
    kernel.run(kernel.now + services * SERVICE_MS, Number.MAX_SAFE_INTEGER)
    advance()
    return sums
  }).slice(1) // The first batch fills the queue.
  return { waits: batches.map(({ queue }) => queue / services / load), draws: batches.map(({ arrivals, ends }) => [arrivals / services, -ends / services]) }
}
