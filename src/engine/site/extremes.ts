/**
 * The extremes of a run: which come, when, for how long. A pure function of scenario and streams, so that weather, which is made
 * before the run, and the clockwork, which tells the domains, see the same ones.
 */
import { sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { civilFromDays } from '../../base/civil-date.ts'
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Extreme } from '../../scenario/schema/extremes.ts'

const MONTHS = 12

/** One coming of an extreme. */
export interface Occurrence {
  readonly extreme: Extreme
  /** Number of the coming; the first is 0. */
  readonly ordinal: number
  readonly startMs: number
  /** After the start; may lie beyond the horizon. */
  readonly endMs: number
  /** Key of what this coming draws, such as which coils hail damages. */
  readonly key: EntityKey
}

type Span = Pick<Scenario['horizon'], 'start' | 'end'>

function occurrence(extreme: Extreme, root: EntityKey, ordinal: number, startMs: number): Occurrence {
  const path = `site/extreme[${extreme.id}]`
  const durationMs = Math.max(1, roundMs(sample(extreme.duration, uniform(entityKey(root, path), PURPOSE.duration, ordinal))))
  return { extreme, ordinal, startMs, endMs: startMs + durationMs, key: entityKey(root, `${path}/${ordinal}`) }
}

/** Arrivals of a Poisson process at the rate that its months have, thinned to those months; the next comes after this one's end. */
function random(extreme: Extreme, rate: number, root: EntityKey, span: Span): Occurrence[] {
  const found: Occurrence[] = []
  if (rate <= 0) return found
  const key = entityKey(root, `site/extreme[${extreme.id}]`)
  const months = new Set(extreme.months)
  const meanGapMs = (YEAR_MS / rate) * (months.size / MONTHS)
  const horizonMs = (span.end - span.start) * DAY_MS
  let freeMs = 0
  let atMs = 0
  for (let n = 0; ; n++) {
    atMs += roundMs(exponential(uniform(key, PURPOSE.outage, n), meanGapMs))
    if (atMs >= horizonMs) return found
    const inMonth = months.has(civilFromDays(span.start + Math.floor(atMs / DAY_MS)).month)
    if (!inMonth || atMs < freeMs) continue
    const next = occurrence(extreme, root, found.length, atMs)
    found.push(next)
    freeMs = next.endMs
  }
}

/** All extremes within the horizon, by start, then in the order of the file. */
export function extremesOf(scenario: Pick<Scenario, 'site' | 'horizon'>, root: EntityKey): Occurrence[] {
  const { horizon } = scenario
  const all = scenario.site.extremes.flatMap(extreme => {
    if (extreme.start === undefined) return random(extreme, extreme.rate ?? 0, root, horizon)
    return extreme.start < horizon.start || extreme.start >= horizon.end ? [] : [occurrence(extreme, root, 0, (extreme.start - horizon.start) * DAY_MS)]
  })
  return all.map((each, order) => ({ each, order })).sort((a, b) => a.each.startMs - b.each.startMs || a.order - b.order).map(({ each }) => each)
}
