/** Rules of plans and orders: milestones of blocks in their order, orders that mean something, what the integrated test needs. */
import { HOUR_MS } from '../../base/spans.ts'
import { sumPerPlace } from '../lots.ts'
import { formatDate } from '../../base/civil-date.ts'
import { quantileOf } from '../../base/distribution.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]
type Orders = Scenario['procurement']['orders']
type Order = Orders[number]

const STEPS = ['shell', 'roughIn', 'level2', 'level3', 'level4', 'level5'] as const
const WORDS: Readonly<Record<(typeof STEPS)[number], string>> = { shell: 'the shell', roughIn: 'rough-in', level2: 'level 2', level3: 'level 3', level4: 'level 4', level5: 'level 5' }
const LEVELS = ['level2', 'level3', 'level4', 'level5'] as const

/** A day that is not after the one before it, or a level that is left out between others. */
function stepOrder({ milestones }: Block, index: number): Finding[] {
  if (milestones === undefined) return []
  const path = (step: string) => ['blocks', index, 'milestones', step]
  const stated = STEPS.filter(step => milestones[step] !== undefined)
  const early = stated.find((step, at) => at > 0 && (milestones[step] ?? 0) <= (milestones[stated[at - 1]] ?? 0))
  if (early !== undefined) {
    const before = stated[stated.indexOf(early) - 1]
    return [{ path: path(early), message: `is not after ${WORDS[before]}, which must be over first`, value: formatDate(milestones[early] ?? 0), allowed: `after ${formatDate(milestones[before] ?? 0)}` }]
  }
  const levels = LEVELS.filter(level => milestones[level] !== undefined)
  if (levels.length === 0) return []
  const [first, last] = [LEVELS.indexOf(levels[0]), LEVELS.indexOf(levels[levels.length - 1])]
  const skipped = LEVELS.slice(first, last).find(level => milestones[level] === undefined)
  if (skipped === undefined) return []
  const after = LEVELS[LEVELS.indexOf(skipped) + 1]
  return [{ path: path(after), message: `has a day, but ${WORDS[skipped]}, which comes before it, has none`, allowed: `a day for ${skipped}, or none for the levels after it` }]
}

/** Names of blocks, plants and stores that an order can be for. */
function owners({ blocks, generation, storage }: Pick<Scenario, 'blocks' | 'generation' | 'storage'>): string[] {
  return [...blocks, ...generation, ...storage].map(({ id }) => id)
}

const strangers = (orders: Orders, known: readonly string[]): Finding[] =>
  orders.flatMap(({ for: wanted }, index) => (wanted ?? []).flatMap((id, at): Finding[] => {
    if (known.includes(id)) return []
    const nearest = nearestName(id, known)
    return [{ path: ['procurement', 'orders', index, 'for', at], message: 'is no block, plant or storage', value: id, allowed: known.slice(0, 12).join(', '), ...(nearest === undefined ? {} : { nearest }) }]
  }))

const overlaps = (a: Order, b: Order): boolean => a.equipment === b.equipment && (a.for === undefined || b.for === undefined || a.for.some(id => b.for?.includes(id)))

/** A second order for what an earlier one brings. */
const twice = (orders: Orders): Finding[] =>
  orders.flatMap((order, index): Finding[] => {
    const first = orders.slice(0, index).find(other => overlaps(other, order))
    return first === undefined ? [] : [{ path: ['procurement', 'orders', index], message: `orders ${order.equipment} that ${first.id} orders already`, value: order.id, allowed: 'one order for the equipment of a block, plant or storage' }]
  })

const repeated = (orders: Orders): Finding[] =>
  orders.flatMap(({ id }, index): Finding[] => (orders.findIndex(other => other.id === id) === index ? [] : [{ path: ['procurement', 'orders', index, 'id'], message: 'is the id of an earlier element', value: id, allowed: 'an id of its own' }]))

const megawatts = (watts: number): string => `${Number((watts / 1e6).toFixed(2))} MW`
const itMaxW = (block: Block): number => sumPerPlace(block, lot => lot.max)

/** Blocks whose integrated test runs on their standby sets. */
function testedOnSets({ facility, blocks, horizon }: Pick<Scenario, 'facility' | 'blocks' | 'horizon'>): { block: Block; index: number }[] {
  if (facility.commissioning.loadTestNeedsPower) return []
  return blocks.flatMap((block, index) => (block.ready > horizon.start ? [{ block, index }] : []))
}

/** Load banks need as much as the racks would. */
const tooFewSets = (scenario: Pick<Scenario, 'facility' | 'blocks' | 'horizon'>): Finding[] =>
  testedOnSets(scenario).flatMap(({ block, index }): Finding[] => {
    const { generators } = block.power
    const setsW = generators === undefined ? 0 : generators.count * generators.rated * generators.derate
    const neededW = itMaxW(block)
    if (setsW >= neededW) return []
    const path = generators === undefined ? ['blocks', index, 'power'] : ['blocks', index, 'power', 'generators', 'count']
    return [{ path, message: `has standby sets of ${megawatts(setsW)} for an integrated test of ${megawatts(neededW)}, which does not wait for power`, allowed: 'more sets, or facility.commissioning.loadTestNeedsPower: true' }]
  })

/** Hours of the sets in the integrated test, at its median, against what the permit leaves beside the tests of a year. */
const tooManyHours = (scenario: Pick<Scenario, 'facility' | 'blocks' | 'horizon'>): Finding[] =>
  testedOnSets(scenario).flatMap(({ block, index }): Finding[] => {
    const { commissioning } = scenario.facility
    const { generators } = block.power
    if (generators === undefined) return []
    const neededMs = commissioning.loadTestOnSets * quantileOf(commissioning.level5.duration, 0.5)
    if (generators.permit.nonEmergency >= neededMs) return []
    return [{
      path: ['blocks', index, 'power', 'generators', 'permit', 'nonEmergency'], message: 'is less than the integrated test runs the sets: raise the limit, wait for power or shorten loadTestOnSets',
      value: `${Number((generators.permit.nonEmergency / HOUR_MS).toFixed(1))} h`, allowed: `at least ${Number((neededMs / HOUR_MS).toFixed(1))} h`,
    }]
  })

export const dateRules: readonly Rule[] = [
  rule('CX_ORDER', 'error', ['blocks'], ({ blocks }) => blocks.flatMap(stepOrder)),
  rule('duplicate-id', 'error', ['procurement'], ({ procurement }) => repeated(procurement.orders)),
  rule('order-twice', 'error', ['procurement'], ({ procurement }) => twice(procurement.orders)),
  rule('unknown-owner', 'error', ['procurement', 'blocks', 'generation', 'storage'], ({ procurement, ...of }) => strangers(procurement.orders, owners(of))),
  rule('CX_POWER', 'error', ['facility', 'blocks', 'horizon'], tooFewSets),
  rule('GEN_HOURS', 'error', ['facility', 'blocks', 'horizon'], tooManyHours),
]
