/** Rules of orders, tranches and refresh: what is promised before it is bought, exchanged faster than crews can, or taken from who has reserved it. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import { type Lot, lotAccelerators, lotSpans } from '../lots.ts'
import type { Scenario } from '../schema/scenario.ts'
import { installationSteps } from '../installation-steps.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]

const days = (ms: number): string => `${Number((ms / DAY_MS).toFixed(1))} days`

const ofLots = (blocks: readonly Block[], find: (lot: Lot, at: number, block: Block) => Finding | undefined): Finding[] =>
  blocks.flatMap((block, index) =>
    block.racks.flatMap((lot, at): Finding[] => {
      const found = find(lot, at, block)
      return found === undefined ? [] : [{ ...found, path: ['blocks', index, 'racks', at, ...found.path] }]
    }))

/** Promised for a day before the order, or that very day. */
function promisedBeforeOrder(lot: Lot, at: number, block: Block): Finding | undefined {
  if (lot.ordered === undefined) return undefined
  const { contractMs } = lotSpans(block, lot.ordered)[at]
  if (contractMs > 0) return undefined
  const ready = lot.ready ?? block.ready
  const isSuccessor = lot.replaces !== undefined && lot.ready === undefined
  return { path: ['ordered'], message: isSuccessor ? `is after the end of ${lot.replaces}, whose places it was promised for` : `is not before ${formatDate(ready)}, for which the lot is promised`, value: formatDate(lot.ordered), allowed: isSuccessor ? 'a day before that end, or a ready date of its own' : `before ${formatDate(ready)}, or a later ready date of the lot` }
}

function trancheSum({ count, delivered: { tranches } }: Lot): Finding | undefined {
  const sum = tranches.reduce((all, { racks }) => all + racks, 0)
  return tranches.length === 0 || sum === count ? undefined : { path: ['delivered', 'tranches'], message: `bring ${sum} racks of a lot of ${count}`, value: tranches.map(({ racks }) => racks).join(' + '), allowed: `tranches of ${count} racks together` }
}

function trancheOrder({ delivered: { tranches } }: Lot): Finding | undefined {
  const late = tranches.findIndex(({ after }, i) => i > 0 && after < tranches[i - 1].after)
  return late < 0 ? undefined : { path: ['delivered', 'tranches', late, 'after'], message: 'is before the tranche above it', value: days(tranches[late].after), allowed: `at least ${days(tranches[late - 1].after)}` }
}

/** Crews cannot exchange racks as fast as the plan says. */
function tooFast({ blocks, facility: { installation }, horizon }: Pick<Scenario, 'blocks' | 'facility' | 'horizon'>): Finding[] {
  const { removal } = installation
  const steps = installationSteps(installation)
  return ofLots(blocks, (lot, at, block) => {
    const spans = lotSpans(block, horizon.start)
    const endOf = (index: number): number => (spans[index].predecessor < 0 ? Infinity : spans[spans[index].predecessor].retireMs)
    if (endOf(at) === Infinity) return undefined
    // Lots that are exchanged on one day share the crews, and a place is worked on for the removal too.
    const together = block.racks.reduce((sum, other, index) => (endOf(index) === endOf(at) ? sum + other.count : sum), 0)
    const takesMs = steps.reduce((most, { slots, durationMs }, step) => Math.max(most, (together / slots) * (durationMs + (step === 0 ? removal : 0))), 0)
    const allowed = `more than ${days(takesMs)}, for ${together} racks with their removal; or more facility.installation.${installation.steps === undefined ? 'crews' : 'steps'}`
    if (lot.swap > 0 && lot.swap < takesMs) return { path: ['swap'], message: 'is less than the crews need to exchange the racks', value: days(lot.swap), allowed }
    return lot.life !== undefined && lot.life <= takesMs ? { path: ['life'], message: 'is over before the crews have exchanged the racks', value: days(lot.life), allowed } : undefined
  })
}

/** Accelerators that are promised on a day, without lots whose life is over. */
function contractedOn({ blocks, horizon }: Pick<Scenario, 'blocks' | 'horizon'>, day: number): number {
  const atMs = (day - horizon.start) * DAY_MS
  return blocks.reduce((sum, block) => {
    const spans = lotSpans(block, horizon.start)
    return sum + block.racks.reduce((all, lot, at) => (spans[at].contractMs <= atMs && atMs < spans[at].retireMs ? all + lotAccelerators(lot) : all), 0)
  }, 0)
}

/** Lots that are taken out while hard reservations need their accelerators. */
function reservedAway(scenario: Pick<Scenario, 'blocks' | 'horizon' | 'tenants'>): Finding[] {
  const { blocks, horizon, tenants } = scenario
  const hard = Object.values(tenants).flatMap(({ reservations }) => reservations.filter(({ kind }) => kind === 'hard'))
  if (hard.length === 0) return []
  return ofLots(blocks, (_, at, block) => {
    const { retireMs } = lotSpans(block, horizon.start)[at]
    const day = horizon.start + Math.ceil(retireMs / DAY_MS)
    if (day >= horizon.end) return undefined
    const reserved = hard.reduce((sum, { accelerators, from, until }) => (from < day && (until === undefined || until > day) ? sum + accelerators : sum), 0)
    const left = contractedOn(scenario, day)
    if (reserved <= left) return undefined
    return { path: ['life'], message: `takes out racks on ${formatDate(day)} that hard reservations need: ${left} accelerators are left`, value: String(left), allowed: `at least ${reserved} accelerators on that day: a longer life, a successor in time, or reservations that end before` }
  })
}

/** A rule that compares a lot with nothing. */
function withoutSuccessor({ id, refresh }: Lot, _at: number, { racks }: Block): Finding | undefined {
  if (refresh === undefined || refresh.rule === 'age' || (id !== undefined && racks.some(({ replaces }) => replaces === id))) return undefined
  return { path: ['refresh', 'rule'], message: 'compares the lot with its successor, and no lot replaces it', value: refresh.rule, allowed: 'age; or a later lot of the block with `replaces` and the id of this one' }
}

export const refreshRules: readonly Rule[] = [
  rule('in-service-before-po', 'error', ['blocks'], ({ blocks }) => ofLots(blocks, promisedBeforeOrder)),
  rule('refresh-successor', 'error', ['blocks'], ({ blocks }) => ofLots(blocks, withoutSuccessor)),
  rule('tranche-sum', 'error', ['blocks'], ({ blocks }) => ofLots(blocks, trancheSum)),
  rule('tranche-order', 'error', ['blocks'], ({ blocks }) => ofLots(blocks, trancheOrder)),
  rule('refresh-faster-than-install', 'error', ['blocks', 'facility', 'horizon'], tooFast),
  rule('decommission-reserved', 'error', ['blocks', 'horizon', 'tenants'], reservedAway),
]
