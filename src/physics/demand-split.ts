/**
 * Requests from several origins over several sites: who may go where by law and by round trip, whom each origin asks first, and a fill of
 * the sites' capacities like water. What no allowed site can carry goes to the first choice all the same, which has to turn it away; what
 * has no allowed site goes nowhere. The result depends on no order among origins: an oversubscribed site first serves those that can go
 * nowhere else, then all others in proportion to what they ask. Costs steps of origins × sites².
 */

export type RoutingPolicy = 'nearest' | 'cost' | 'headroom'

export interface DemandOrigin {
  readonly demandPerS: number
  /** By site: whether law and contracts let its requests be served there. */
  readonly allowed: readonly boolean[]
  /** Round trip to each site, ms; Infinity without a route. */
  readonly rttMs: readonly number[]
}

export interface ServingSite {
  /** Requests per second that it carries within the objectives; 0 while it is drained or lost. */
  readonly capacityPerS: number
  /** Cost of one more request, any currency. */
  readonly costPerRequest: number
  /** Power that it could still draw, W. */
  readonly headroomW: number
}

export interface SplitRequest {
  readonly origins: readonly DemandOrigin[]
  readonly sites: readonly ServingSite[]
  readonly policy: RoutingPolicy
  readonly rttLimitMs: number
}

export interface DemandSplit {
  /** Requests per second by origin × site, what a site must turn away included. */
  readonly perS: Float64Array
  /** By site: the part of it beyond its capacity. */
  readonly overPerS: Float64Array
  /** By origin: what has no site at all. */
  readonly unroutedPerS: Float64Array
  /** By site: mean round trip of what comes there, ms; 0 where nothing comes. */
  readonly rttMs: Float64Array
}

/** A demand below this share of the whole counts as placed: rounding, not requests. */
const NEGLIGIBLE = 1e-12

/** Sites that an origin may use, the first choice first. */
function choicesOf({ allowed, rttMs }: DemandOrigin, { sites, policy, rttLimitMs }: SplitRequest): number[] {
  const usable = sites.map((_, site) => site).filter(site => allowed[site] && rttMs[site] <= rttLimitMs)
  const near = (a: number, b: number): number => rttMs[a] - rttMs[b] || a - b
  if (policy === 'cost') return usable.sort((a, b) => sites[a].costPerRequest - sites[b].costPerRequest || near(a, b))
  if (policy === 'headroom') return usable.sort((a, b) => sites[b].headroomW - sites[a].headroomW || near(a, b))
  return usable.sort(near)
}

interface Filling {
  readonly choices: readonly (readonly number[])[]
  readonly left: Float64Array
  readonly room: Float64Array
  readonly perS: Float64Array
}

/** Gives what origins ask of a site in this round, up to its room: those without another site that has room come first. */
function admit({ choices, left, room, perS }: Filling, site: number, asked: ReadonlyMap<number, number>): void {
  const isBound = (origin: number): boolean => !choices[origin].some(other => other !== site && room[other] > 0)
  for (const bound of [true, false]) {
    const group = [...asked].filter(([origin]) => isBound(origin) === bound)
    const sum = group.reduce((total, [, amount]) => total + amount, 0)
    if (sum <= 0) continue
    const given = Math.min(sum, room[site])
    for (const [origin, amount] of group) {
      const share = (amount / sum) * given
      perS[origin * room.length + site] += share
      left[origin] = Math.max(0, left[origin] - share)
    }
    room[site] = given === sum ? room[site] - sum : 0
  }
}

/** What every origin asks of every site in a round: all of the first choice with room, or in proportion to headroom of all that have some. */
function ask({ choices, left, room }: Filling, { policy, sites }: SplitRequest): Map<number, number>[] {
  const asked = sites.map(() => new Map<number, number>())
  choices.forEach((own, origin) => {
    const open = own.filter(site => room[site] > 0)
    if (left[origin] <= 0 || open.length === 0) return
    const headroomW = open.reduce((sum, site) => sum + Math.max(0, sites[site].headroomW), 0)
    if (policy !== 'headroom' || headroomW <= 0) asked[open[0]].set(origin, left[origin])
    else for (const site of open) if (sites[site].headroomW > 0) asked[site].set(origin, (left[origin] * sites[site].headroomW) / headroomW)
  })
  return asked
}

/** Splits the demand of all origins over the sites. */
export function splitDemand(request: SplitRequest): DemandSplit {
  const { origins, sites } = request
  const filling: Filling = {
    choices: origins.map(origin => choicesOf(origin, request)),
    left: Float64Array.from(origins, ({ demandPerS }) => demandPerS),
    room: Float64Array.from(sites, ({ capacityPerS }) => capacityPerS),
    perS: new Float64Array(origins.length * sites.length),
  }
  const { choices, left, perS } = filling
  const leastPerS = NEGLIGIBLE * left.reduce((sum, one) => sum + one, 0)
  // A round fills a site or places all; with headroom an open site without any may be left for a last round.
  for (let round = 0; round <= 2 * sites.length && left.some(one => one > leastPerS); round++) {
    ask(filling, request).forEach((asked, site) => admit(filling, site, asked))
  }
  const overPerS = new Float64Array(sites.length)
  const unroutedPerS = new Float64Array(origins.length)
  left.forEach((over, origin) => {
    if (over <= leastPerS) return
    if (choices[origin].length === 0) {
      unroutedPerS[origin] = over
      return
    }
    const target = choices[origin].find(site => sites[site].capacityPerS > 0) ?? choices[origin][0]
    perS[origin * sites.length + target] += over
    overPerS[target] += over
  })
  return { perS, overPerS, unroutedPerS, rttMs: meanRoundTrips(request, perS) }
}

function meanRoundTrips({ origins, sites }: SplitRequest, perS: Float64Array): Float64Array {
  return Float64Array.from(sites, (_, site) => {
    let sum = 0
    let weighted = 0
    origins.forEach(({ rttMs }, origin) => {
      const amount = perS[origin * sites.length + site]
      if (amount <= 0) return
      sum += amount
      weighted += amount * rttMs[site]
    })
    return sum > 0 ? weighted / sum : 0
  })
}
