import { describe, expect, test } from 'vitest'
import { type DemandOrigin, type RoutingPolicy, type ServingSite, splitDemand, type SplitRequest } from '../../src/physics/demand-split.ts'
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'

const site = (capacityPerS: number, costPerRequest = 1, headroomW = 1): ServingSite => ({ capacityPerS, costPerRequest, headroomW })
const origin = (demandPerS: number, rttMs: number[], allowed = rttMs.map(() => true)): DemandOrigin => ({ demandPerS, rttMs, allowed })
const split = (origins: DemandOrigin[], sites: ServingSite[], policy: RoutingPolicy = 'nearest', rttLimitMs = 150) => splitDemand({ origins, sites, policy, rttLimitMs })

describe('routing over sites', () => {
  test('the nearest site serves; what is beyond its capacity spills to the next', () => {
    const { perS, overPerS, rttMs } = split([origin(80, [10, 60])], [site(50), site(100)])
    expect([...perS]).toEqual([50, 30])
    expect([...overPerS]).toEqual([0, 0])
    expect([...rttMs]).toEqual([10, 60])
  })

  test('a drained site has no capacity: all of it spills', () => {
    expect([...split([origin(80, [10, 60])], [site(0), site(100)]).perS]).toEqual([0, 80])
  })

  test('sovereignty and the round trip keep sites out; a demand without any site is told', () => {
    const lawful = origin(40, [10, 20], [false, true])
    const far = origin(7, [200, 300])
    const { perS, unroutedPerS } = split([lawful, far], [site(100), site(100)])
    expect([...perS]).toEqual([0, 40, 0, 0])
    expect([...unroutedPerS]).toEqual([0, 7])
  })

  test('who can go nowhere else comes first, the others share the rest in proportion', () => {
    const bound = origin(40, [10, 20], [true, false])
    const { perS, overPerS } = split([origin(60, [10, 20]), origin(20, [10, 30]), bound], [site(80), site(100)])
    expect([...perS]).toEqual([30, 30, 10, 10, 40, 0])
    expect([...overPerS]).toEqual([0, 0])
  })

  test('beyond all capacity the first choice that is not drained turns requests away', () => {
    const { perS, overPerS } = split([origin(100, [5, 10, 20])], [site(0), site(30), site(20)])
    expect([...perS]).toEqual([0, 80, 20])
    expect([...overPerS]).toEqual([0, 50, 0])
  })

  test('by cost the cheap site fills first, whatever the distance', () => {
    expect([...split([origin(80, [10, 60])], [site(100, 2), site(50, 1)], 'cost').perS]).toEqual([30, 50])
  })

  test('by power headroom: in proportion, what does not fit goes to the others', () => {
    expect([...split([origin(90, [10, 60, 60])], [site(100, 1, 10), site(100, 1, 20), site(100, 1, 0)], 'headroom').perS]).toEqual([30, 60, 0])
    expect([...split([origin(90, [10, 60])], [site(100, 1, 10), site(40, 1, 20)], 'headroom').perS]).toEqual([50, 40])
    expect([...split([origin(90, [10, 60])], [site(50, 1, 10), site(100, 1, 0)], 'headroom').perS]).toEqual([50, 40])
  })
})

/** Max flow of bipartite origins and sites by checking all subsets of origins (Hall): least of capacity reached + demand left out. */
function mostServed({ origins, sites, rttLimitMs }: SplitRequest): number {
  let best = Infinity
  for (let set = 0; set < 1 << origins.length; set++) {
    let bound = 0
    const reached = new Set<number>()
    origins.forEach(({ demandPerS, allowed, rttMs }, index) => {
      if ((set & (1 << index)) === 0) bound += demandPerS
      else sites.forEach((_, at) => allowed[at] && rttMs[at] <= rttLimitMs && reached.add(at))
    })
    for (const at of reached) bound += sites[at].capacityPerS
    best = Math.min(best, bound)
  }
  return best
}

describe('property: 400 random splits, seed 5', () => {
  const key = entityKey(rootKey(5, 0), 'splits')
  let draws = 0
  const u = (): number => uniform(key, 1, draws++)
  const policies: RoutingPolicy[] = ['nearest', 'cost', 'headroom']
  for (const policy of policies) {
    test(`${policy}: everything goes somewhere once, nobody is sent where he may not, no site is filled beyond its capacity, the order of origins does not matter`, () => {
      for (let i = 0; i < 400; i++) {
        const count = 1 + Math.floor(u() * 4)
        const sites = Array.from({ length: count }, () => site(u() < 0.2 ? 0 : u() * 100, u(), u() < 0.2 ? 0 : u() * 1e6))
        const origins = Array.from({ length: 1 + Math.floor(u() * 4) }, () => origin(u() * 100, sites.map(() => u() * 200), sites.map(() => u() < 0.7)))
        const request: SplitRequest = { origins, sites, policy, rttLimitMs: 150 }
        const { perS, overPerS, unroutedPerS } = splitDemand(request)
        let served = 0
        origins.forEach((one, o) => {
          let sum = unroutedPerS[o]
          sites.forEach((_, s) => {
            sum += perS[o * count + s]
            if (perS[o * count + s] > 0) expect(one.allowed[s] && one.rttMs[s] <= 150).toBe(true)
          })
          expect(sum).toBeCloseTo(one.demandPerS, 8)
        })
        sites.forEach(({ capacityPerS }, s) => {
          let sum = 0
          for (let o = 0; o < origins.length; o++) sum += perS[o * count + s]
          expect(sum - overPerS[s]).toBeLessThanOrEqual(capacityPerS + 1e-9)
          served += sum - overPerS[s]
        })
        // Greedy by preference may serve less than the best possible, never more.
        expect(served).toBeLessThanOrEqual(mostServed(request) + 1e-6)
        const turned = splitDemand({ ...request, origins: origins.toReversed() })
        origins.forEach((_, o) => sites.forEach((__, s) => expect(turned.perS[(origins.length - 1 - o) * count + s]).toBeCloseTo(perS[o * count + s], 6)))
      }
    })
  }
})
