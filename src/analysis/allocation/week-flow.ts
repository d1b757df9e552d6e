/**
 * Who gets accelerators of which pool in one week. Whoever comes first keeps his amount but not his pool: later ones may move him to another
 * that he may use as well, by augmenting paths. So the amounts are those of the best plan that serves them in this order.
 */

export interface WeekFlow {
  /** Gives a demand up to `most` accelerators more; returns what it got. */
  take(demand: number, most: number): number
  /** What it could get, without giving it. */
  possible(demand: number, most: number): number
  /** Accelerators of a pool that nobody has. */
  left(pool: number): number
}

const LEAST = 1e-9

interface Flow {
  readonly left: number[]
  /** `[demand][pool]`. */
  readonly given: number[][]
}

/** Shortest way from a demand to a pool with something left: pools in order, each reached by moving the demand before it; undefined without one. */
function wayTo(flow: Flow, allowed: readonly (readonly number[])[], from: number): { pool: number; by: number }[] | undefined {
  const before = new Map<number, { readonly by: number; readonly from: number }>()
  const queue: { readonly demand: number; readonly at: number }[] = [{ demand: from, at: -1 }]
  for (let head = 0; head < queue.length; head++) {
    const { demand, at } = queue[head]
    for (const pool of allowed[demand]) {
      if (before.has(pool)) continue
      before.set(pool, { by: demand, from: at })
      if (flow.left[pool] > LEAST) {
        const way: { pool: number; by: number }[] = []
        for (let on = pool; on >= 0; on = before.get(on)?.from ?? -1) way.unshift({ pool: on, by: before.get(on)?.by ?? from })
        return way
      }
      flow.given.forEach((pools, other) => {
        if (pools[pool] > LEAST) queue.push({ demand: other, at: pool })
      })
    }
  }
  return undefined
}

function push(flow: Flow, allowed: readonly (readonly number[])[], demand: number, most: number): number {
  let got = 0
  while (most - got > LEAST) {
    const way = wayTo(flow, allowed, demand)
    if (way === undefined) break
    // Whoever is moved on from a pool can give up no more than he has of it.
    const amount = way.reduce((least, { by }, at) => (at === 0 ? least : Math.min(least, flow.given[by][way[at - 1].pool])), Math.min(most - got, flow.left[way[way.length - 1].pool]))
    way.forEach(({ pool, by }, at) => {
      flow.given[by][pool] += amount
      if (at > 0) flow.given[by][way[at - 1].pool] -= amount
    })
    flow.left[way[way.length - 1].pool] -= amount
    got += amount
  }
  return got
}

/** `capacity` by pool; `allowed` pools by demand. */
export function createWeekFlow(capacity: readonly number[], allowed: readonly (readonly number[])[]): WeekFlow {
  const flow: Flow = { left: [...capacity], given: allowed.map(() => capacity.map(() => 0)) }
  return {
    take: (demand, most) => push(flow, allowed, demand, most),
    possible: (demand, most) => push({ left: [...flow.left], given: flow.given.map(pools => [...pools]) }, allowed, demand, most),
    left: pool => flow.left[pool],
  }
}
