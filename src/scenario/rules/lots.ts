/** Rules of lots of racks: how one follows another on the same places. */
import { formatDate } from '../../base/civil-date.ts'
import { liquidShare } from '../liquid-share.ts'
import { type Lot, lotSpans } from '../lots.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]

/** How far the liquid shares of racks on one place may differ: pipes and air handlers of a hall stay. */
const LIQUID_SLACK = 0.15

const ofLots = (blocks: readonly Block[], find: (lot: Lot, at: number, block: Block) => Finding | undefined): Finding[] =>
  blocks.flatMap((block, index) =>
    block.racks.flatMap((lot, at): Finding[] => {
      const found = find(lot, at, block)
      return found === undefined ? [] : [{ ...found, path: ['blocks', index, 'racks', at, ...found.path] }]
    }))

/** The lot that one replaces, if it stands before it in its block. */
const predecessorOf = (lot: Lot, at: number, { racks }: Block): Lot | undefined => racks.slice(0, at).find(({ id }) => id !== undefined && id === lot.replaces)

function unknownPredecessor(lot: Lot, at: number, block: Block): Finding | undefined {
  if (lot.replaces === undefined || predecessorOf(lot, at, block) !== undefined) return undefined
  const known = block.racks.slice(0, at).flatMap(({ id }) => id ?? [])
  return { path: ['replaces'], message: 'names no earlier lot of its block', value: lot.replaces, allowed: known.length === 0 ? 'the id of a lot above it; none has one' : known.join(', ') }
}

function staysForEver(lot: Lot, at: number, block: Block): Finding | undefined {
  const before = predecessorOf(lot, at, block)
  return before === undefined || before.life !== undefined ? undefined : { path: ['replaces'], message: `waits for ${lot.replaces}, which has no end`, value: lot.replaces, allowed: 'a lot that states its life' }
}

function tooMany(lot: Lot, at: number, block: Block): Finding | undefined {
  const before = predecessorOf(lot, at, block)
  if (before === undefined || lot.count <= before.count) return undefined
  return { path: ['count'], message: `is more than the places of ${lot.replaces}`, value: String(lot.count), allowed: `at most ${before.count}; put the rest into a lot of its own` }
}

function otherHeat(lot: Lot, at: number, block: Block): Finding | undefined {
  const before = predecessorOf(lot, at, block)
  if (before === undefined) return undefined
  const [now, then] = [liquidShare(block.cooling, before), liquidShare(block.cooling, lot)]
  if (Math.abs(now - then) <= LIQUID_SLACK) return undefined
  return { path: ['liquidFraction'], message: `gives ${Math.round(then * 100)} % of its heat to liquid where ${lot.replaces} gives ${Math.round(now * 100)} %: the hall has neither the pipes nor the air for both`, value: String(then), allowed: `within ${LIQUID_SLACK * 100} points; or another block with cooling of its own` }
}

function promisedTooEarly(lot: Lot, at: number, block: Block): Finding | undefined {
  const before = predecessorOf(lot, at, block)
  if (before === undefined || lot.ready === undefined) return undefined
  const freeMs = lotSpans(block, 0)[block.racks.indexOf(before)].retireMs
  if (lot.ready * 86_400_000 >= freeMs || freeMs === Infinity) return undefined
  return { path: ['ready'], message: `is before the end of ${lot.replaces}: two lots would be promised for the same places`, value: formatDate(lot.ready), allowed: `from ${formatDate(Math.ceil(freeMs / 86_400_000))}` }
}

/** Lots whose life is over before the first simulated day. */
const served = ({ blocks, horizon }: Pick<Scenario, 'blocks' | 'horizon'>): Finding[] =>
  blocks.flatMap((block, index) =>
    lotSpans(block, horizon.start).flatMap(({ retireMs }, at): Finding[] =>
      retireMs > 0 ? [] : [{ path: ['blocks', index, 'racks', at, 'life'], message: 'is over before the horizon begins', value: formatDate(horizon.start + Math.floor(retireMs / 86_400_000)), allowed: `an end after ${formatDate(horizon.start)}; leave out lots that are gone, and let the one that took their places stand by itself` }]))

const repeated = (lot: Lot, at: number, { racks }: Block): Finding | undefined =>
  lot.id === undefined || racks.findIndex(({ id }) => id === lot.id) === at ? undefined : { path: ['id'], message: 'is the id of an earlier lot', value: lot.id, allowed: 'an id of its own' }

const replacedTwice = (lot: Lot, at: number, { racks }: Block): Finding | undefined =>
  lot.replaces === undefined || racks.findIndex(({ replaces }) => replaces === lot.replaces) === at ? undefined : { path: ['replaces'], message: 'is replaced by an earlier lot already', value: lot.replaces, allowed: 'the last lot on those places' }

const check = (code: string, find: (lot: Lot, at: number, block: Block) => Finding | undefined): Rule => rule(code, 'error', ['blocks'], ({ blocks }) => ofLots(blocks, find))

export const lotRules: readonly Rule[] = [
  check('duplicate-id', repeated),
  check('lot-predecessor', unknownPredecessor),
  check('lot-predecessor', replacedTwice),
  check('lot-endless', staysForEver),
  check('lot-places', tooMany),
  check('lot-heat', otherHeat),
  check('lot-ready', promisedTooEarly),
  rule('lot-past', 'error', ['blocks', 'horizon'], served),
]
