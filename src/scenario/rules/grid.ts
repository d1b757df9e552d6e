/** Rules of the grid connection: power and dates of feeds, groups that fail together, curtailment, what the substation carries. */
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import type { TreePath } from '../positions.ts'
import { entersSubstation } from '../schema/feed.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Grid = Scenario['grid']
type Feed = Grid['feeds'][string]

/** Findings of every feed, with its place. */
const ofFeeds = (grid: Grid, find: (feed: Feed, path: TreePath) => readonly Finding[]): Finding[] => Object.entries(grid.feeds).flatMap(([name, feed]) => find(feed, ['grid', 'feeds', name]))

/** Steps of a feed with their place; the first is the feed itself. */
const stepsOf = (feed: Feed, path: TreePath) => [{ ...feed, decommission: false, path }, ...feed.steps.map((step, index) => ({ ...step, path: [...path, 'steps', index] }))]

const megawatts = (watts: number): string => `${watts / 1e6} MW`

/** Power never shrinks unless a step says that it ends service; it never falls below nothing. */
function feedPower(feed: Feed, path: TreePath): Finding[] {
  let firmW = 0
  let totalW = 0
  for (const step of stepsOf(feed, path)) {
    const addedW = step.capacity + step.interruptible
    firmW += step.capacity
    totalW += addedW
    const at = [...step.path, 'capacity']
    if (step.path === path && totalW <= 0) return [{ path: at, message: 'and `interruptible` together give no power', value: megawatts(totalW), allowed: 'above 0 MW, firm and interruptible together' }]
    if (addedW < 0 && !step.decommission) return [{ path: at, message: 'takes power away; say `decommission: true` if service ends here', value: megawatts(addedW), allowed: 'at least 0 MW, firm and interruptible together, or `decommission: true`' }]
    if (firmW < 0 || totalW < firmW) return [{ path: at, message: 'takes away more than the steps before have given', value: megawatts(addedW), allowed: 'firm and interruptible power of at least 0 MW each' }]
  }
  return []
}

/** Steps follow each other, and none is planned before what it needs. */
function stepDates(feed: Feed, path: TreePath): Finding[] {
  const steps = stepsOf(feed, path)
  return steps.flatMap((step, index): Finding[] => {
    const before = index === 0 ? -Infinity : steps[index - 1].energised.planned
    const late = step.needs.find(({ ready }) => ready.planned > step.energised.planned)
    const found = { path: [...step.path, 'energised'], value: formatDate(step.energised.planned) }
    if (step.energised.planned < before) return [{ ...found, message: 'is planned before the step that precedes it', allowed: `from ${formatDate(before)}` }]
    return late === undefined ? [] : [{ ...found, message: `is planned before the ${late.what} that it needs is ready`, allowed: `from ${formatDate(late.ready.planned)}` }]
  })
}

/** More power at the high side than the transformers of the substation could ever pass on. */
function aboveTransformers({ feeds, substation }: Grid): Finding[] {
  if (substation === undefined) return []
  const ratedVa = substation.transformers.count * substation.transformers.rated
  const entering = Object.entries(feeds).filter(([, feed]) => entersSubstation(feed))
  const highW = entering.reduce((sum, [, feed]) => sum + stepsOf(feed, []).reduce((of, step) => of + step.capacity + step.interruptible, 0), 0)
  if (highW <= ratedVa) return []
  return [{ path: ['grid', 'substation', 'transformers', 'count'], message: `gives ${ratedVa / 1e6} MVA for feeds of ${megawatts(highW)}: add transformers, or the rest of the feeds never reaches the site`, allowed: `at least ${Math.ceil(highW / substation.transformers.rated)}` }]
}

function unknownGroups({ feeds, groups }: Grid): Finding[] {
  const used = Object.values(feeds).flatMap(({ group }) => (group === undefined ? [] : [group]))
  return Object.keys(groups).filter(name => !used.includes(name)).map((name): Finding => {
    const nearest = nearestName(name, used)
    return { path: ['grid', 'groups', name], message: 'is the group of no feed', allowed: used.length === 0 ? 'a name that a feed states as its group' : used.join(', '), ...(nearest === undefined ? {} : { nearest }) }
  })
}

function curtailment(feed: Feed, path: TreePath): Finding[] {
  const interruptibleW = stepsOf(feed, path).reduce((most, step) => Math.max(most, step.interruptible), 0)
  if (feed.curtailment === undefined) {
    return interruptibleW > 0 ? [{ path: [...path, 'interruptible'], message: 'has no curtailment contract, so it is never called back', value: megawatts(interruptibleW), allowed: 'a section `curtailment` with a trigger' }] : []
  }
  const { trigger } = feed.curtailment
  if (trigger.to > trigger.from) return []
  return [{ path: [...path, 'curtailment', 'trigger', 'to'], message: 'is not after the hour from which the utility calls', value: `${trigger.to}`, allowed: `${trigger.from + 1} to 24` }]
}

export const gridRules: readonly Rule[] = [
  rule('FEED_MW', 'error', ['grid'], ({ grid }) => ofFeeds(grid, feedPower)),
  rule('ENERG_ORDER', 'error', ['grid'], ({ grid }) => ofFeeds(grid, stepDates)),
  rule('FEED_ABOVE_TRANSFORMERS', 'warn', ['grid'], ({ grid }) => aboveTransformers(grid)),
  rule('unknown-group', 'error', ['grid'], ({ grid }) => unknownGroups(grid)),
  rule('no-curtailment', 'warn', ['grid'], ({ grid }) => ofFeeds(grid, (feed, path) => (feed.curtailment === undefined ? curtailment(feed, path) : []))),
  rule('peak-hours', 'error', ['grid'], ({ grid }) => ofFeeds(grid, (feed, path) => (feed.curtailment === undefined ? [] : curtailment(feed, path)))),
  rule('response-twice', 'error', ['grid'], ({ grid: { response } }) =>
    response.flatMap((means, index): Finding[] => (response.indexOf(means) === index ? [] : [{ path: ['grid', 'response', index], message: 'is listed before already', value: means, allowed: 'each means once' }])),
  ),
]
