/**
 * Which interruptions take several feeds. Every feed has one Poisson process at its full rate, and each arrival is thinned by a draw of
 * its own: it strikes the feed alone, or its whole group, or all feeds, or nobody because another feed's process brings that share. The
 * rarest feed of a group brings the shared part. So every feed keeps its total rate, two feeds of a group share β · min(λ₁, λ₂), and a
 * feed that comes to a plan moves the arrivals of no other feed.
 */

/** What an arrival does up to a draw of `upTo`; after the last scope it does nothing. */
export interface Scope {
  readonly upTo: number
  /** Feeds that it strikes, in file order. */
  readonly feeds: readonly number[]
}

export interface FeedGroup {
  /** β: share of the rarest feed's rate that takes all of them. */
  readonly share: number
  readonly feeds: readonly number[]
}

const rarestOf = (feeds: readonly number[], rates: readonly number[]): number => feeds.reduce((rarest, feed) => (rates[feed] < rates[rarest] ? feed : rarest), feeds[0])

/** Feeds that fail at all; one that never does shares nothing. */
const failing = (feeds: readonly number[], rates: readonly number[]): number[] => feeds.filter(feed => rates[feed] > 0)

/** Scopes of each feed's arrivals at rates λ (any unit, ≥ 0), with `site` for all feeds and groups within it; each feed is in at most one. */
export function commonModeScopes(rates: readonly number[], site: FeedGroup, groups: readonly FeedGroup[]): Scope[][] {
  const all = failing(site.feeds, rates)
  const siteRate = all.length > 1 ? site.share * rates[rarestOf(all, rates)] : 0
  const ofGroup = groups.map(({ share, feeds }) => {
    const members = failing(feeds, rates)
    if (members.length < 2) return { members, leader: -1, rate: 0 }
    const leader = rarestOf(members, rates)
    // What the whole site shares already counts for the group.
    return { members, leader, rate: Math.max(0, share * rates[leader] - (members.every(feed => all.includes(feed)) ? siteRate : 0)) }
  })
  return rates.map((rate, feed) => {
    if (rate <= 0) return []
    const group = ofGroup.find(({ members }) => members.includes(feed))
    const isInSite = all.length > 1 && all.includes(feed)
    const ownRate = rate - (isInSite ? siteRate : 0) - (group?.rate ?? 0)
    const scopes: Scope[] = [{ upTo: ownRate / rate, feeds: [feed] }]
    if (group !== undefined && group.leader === feed && group.rate > 0) scopes.push({ upTo: scopes[scopes.length - 1].upTo + group.rate / rate, feeds: group.members })
    if (isInSite && siteRate > 0 && rarestOf(all, rates) === feed) scopes.push({ upTo: scopes[scopes.length - 1].upTo + siteRate / rate, feeds: all })
    return scopes
  })
}
