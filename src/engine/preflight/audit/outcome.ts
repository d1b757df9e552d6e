/** The outcome of one contingency: remove, transfer, solve, and say what is left of each block and of the site. */
import { AUDIT_STATES, type AuditState, type AuditStep } from '../../../results/audit.ts'
import type { AuditSite } from './audit-site.ts'
import { type BlockOutcome, blockOutcome } from './block-outcome.ts'
import { breakerTrip, holdsInfeeds, infeedTrip } from './breaker-outcome.ts'
import { type ChainOutcome, chainOutcome } from './chain-outcome.ts'
import { chainWithout } from './burned-racks.ts'
import { blockIds } from './one-line-graph.ts'
import { type Outage, blockOutage, nothingOut, outOf } from './outage.ts'
import { type BlockAsk, type SiteFlow, createSiteAuditFlow } from './site-flow.ts'
import { type Infeeds, type Island, type SiteSupply, islandOf, siteSupply } from './supply-outcome.ts'
import { withReserves } from './reserve-outcome.ts'
import { mechanicalLeft } from './mechanical-parts.ts'
import { powerText } from './words.ts'

export interface Outcome {
  readonly state: AuditState
  readonly reason: string
  readonly racksLost: number
  readonly acceleratorsLost: number
  readonly racksDegraded: number
  readonly acceleratorsDegraded: number
  /** Highest power of the racks that are lost, W. */
  readonly lostW: number
  /** Load nodes of the one-line that lose power, and those that give some up. */
  readonly lost: readonly string[]
  readonly degraded: readonly string[]
  readonly servedFraction: number
  readonly timeline: readonly AuditStep[]
}

/** Evaluates contingencies of one site, one after the other. */
export interface Evaluator {
  readonly site: AuditSite
  evaluate(outage: Outage): Outcome
  /** The loss of all utility, as one block lives through it. */
  loseUtility(block: number): Outcome
  /** A block with everything in service on the design day; other outcomes are told against it. */
  healthy(block: number): BlockOutcome
  /** Outcomes of the blocks that the last contingency touched, by block. */
  touched(): ReadonlyMap<number, BlockOutcome>
  /** Supply of the last contingency. */
  supply(): SiteSupply
}

interface Bench {
  readonly site: AuditSite
  readonly flow: SiteFlow
  readonly healthyChains: readonly ChainOutcome[]
  readonly healthySupply: SiteSupply
  /** Blocks whose state in the flow is not the healthy one. */
  readonly changed: Set<number>
}

function healthyAsk(bench: Bench, block: number): BlockAsk {
  const { site, healthyChains, healthySupply } = bench
  const isOn = site.isEnergised[block] && (healthySupply.isCovered[block] || healthySupply.totalW > 0)
  return { source: isOn ? { from: 'utility' } : { from: 'nothing' }, chain: healthyChains[block], transformersUp: site.plan.blocks[block].transformerCount, hasMechanicalUps: true }
}

/** A block of its own in a contingency: how it is fed, and its own chain. */
interface BlockCase {
  readonly block: number
  readonly ask: BlockAsk
  readonly island: Island | undefined
  readonly isCovered: boolean
  /** Breakers of the block that opened under their load. */
  readonly trip?: AuditStep
}

function caseOf(bench: Bench, outage: Outage, supply: SiteSupply, block: number): BlockCase {
  const { site, healthyChains } = bench
  const { plan } = site
  const out = outOf(plan, outage, block)
  const chain = outage.blocks.has(block) ? chainWithout(site, block, out) : healthyChains[block]
  const transformersUp = Math.max(0, plan.blocks[block].transformerCount - out.transformers)
  const isCovered = supply.isCovered[block]
  const base = { chain, transformersUp, hasMechanicalUps: mechanicalLeft(plan.blocks[block], out) !== 'none' }
  if (isCovered) return { block, ask: { ...base, source: { from: 'utility' } }, island: undefined, isCovered }
  const island = islandOf(site, block, out.sets, chain.systemW, chain.ratedW)
  const hasUtility = supply.totalW > 0 && transformersUp > 0
  if (island.sets > 0) return { block, ask: { ...base, source: { from: 'island', limitW: island.limitW } }, island, isCovered }
  return { block, ask: { ...base, source: hasUtility ? { from: 'utility' } : { from: 'nothing' } }, island, isCovered }
}

/** Blocks that a contingency may touch: those with something out, and all when the supply changes. */
function blocksIn({ site, healthySupply }: Bench, outage: Outage, supply: SiteSupply): number[] {
  const isSame = supply.totalW === healthySupply.totalW && supply.isCovered.every((covered, block) => covered === healthySupply.isCovered[block])
  if (!isSame && !outage.isRehearsal) return site.plan.blocks.map((_, block) => block)
  return [...outage.blocks.keys()].sort((a, b) => a - b)
}

/** Blocks whose breakers nothing relieves lose their utility when those trip: they live on their sets, or on nothing. */
function openBreakers({ site, flow }: Bench, outage: Outage, cases: readonly BlockCase[]): BlockCase[] {
  return cases.map(of => {
    const { block, ask } = of
    const trip = ask.source.from !== 'utility' || !site.isEnergised[block] ? undefined : breakerTrip(site, block, ask.transformersUp, flow.granted(block).busW)
    if (trip === undefined) return of
    const island = islandOf(site, block, outOf(site.plan, outage, block).sets, ask.chain.systemW, ask.chain.ratedW)
    const opened: BlockCase = { ...of, island, isCovered: false, trip, ask: { ...ask, transformersUp: 0, source: island.sets > 0 ? { from: 'island', limitW: island.limitW } : { from: 'nothing' } } }
    flow.set(block, opened.ask)
    return opened
  })
}

const hasReserves = ({ plan }: AuditSite): boolean => plan.catcherOf.some(catcher => catcher >= 0)

interface Evaluated {
  readonly outcomes: Map<number, BlockOutcome>
  readonly supply: SiteSupply
}

/** Infeeds that nothing relieves carry what comes until they trip; then the contingency is another one. */
function evaluate(bench: Bench, outage: Outage, healthyOf: (block: number) => BlockOutcome): Evaluated {
  const { site, flow } = bench
  if (holdsInfeeds(site)) return evaluateWith(bench, outage, healthyOf, 'held')
  const first = evaluateWith(bench, outage, healthyOf, 'free')
  const { feedsW, substationW } = first.supply
  const demandW = site.plan.blocks.reduce((sum, _, block) => sum + flow.granted(block).transformerInW, 0)
  const throughW = feedsW === 0 ? 0 : Math.min(demandW, feedsW) * (substationW / feedsW)
  const trip = infeedTrip(site, (site.plan.substation?.count ?? 0) - outage.substation, throughW)
  return trip === undefined ? first : evaluateWith(bench, outage, healthyOf, 'open', trip)
}

function evaluateWith(bench: Bench, outage: Outage, healthyOf: (block: number) => BlockOutcome, infeeds: Infeeds, opened?: AuditStep): Evaluated {
  const { site, flow, changed } = bench
  const supply = siteSupply(site, outage, infeeds)
  const closed = blocksIn(bench, outage, supply).map((block): BlockCase => {
    const of = caseOf(bench, outage, supply, block)
    return opened === undefined || of.isCovered ? of : { ...of, trip: opened }
  })
  const present = new Set(closed.map(({ block }) => block))
  for (const block of changed) if (!present.has(block)) flow.set(block, healthyAsk(bench, block))
  changed.clear()
  for (const { block, ask } of closed) {
    flow.set(block, site.isEnergised[block] ? ask : { ...ask, source: { from: 'nothing' } })
    changed.add(block)
  }
  flow.setSupply(outage.isRehearsal ? bench.healthySupply.totalW : supply.totalW)
  flow.solve()
  const cases = openBreakers(bench, outage, closed)
  flow.solve()
  const outcomes = new Map(cases.map(({ block, ask, island, isCovered, trip }) => [block, blockOutcome({
    site, block, chain: ask.chain, source: ask.source, island, isCovered, trip, out: outOf(site.plan, outage, block), transformersUp: ask.transformersUp,
    grant: flow.granted(block), supplyW: supply.totalW, isOwn: outage.blocks.has(block),
  })] as const))
  return { outcomes: hasReserves(site) ? withReserves(site, outcomes, healthyOf) : outcomes, supply }
}

/** Slack of the comparison with the healthy block, for losses that a removal moves by a little. */
const NO_WORSE = 0.01

/** Whether a failure does more to a block than the design day alone. */
export function isWorse(found: Pick<BlockOutcome, 'lost' | 'degraded' | 'servedFraction'>, healthy: BlockOutcome): boolean {
  return found.lost.racks > healthy.lost.racks || found.degraded.racks > healthy.degraded.racks || found.servedFraction < healthy.servedFraction - NO_WORSE
}

/** What was there before the failure is no fault of it, and is told so. */
function againstHealthy(found: BlockOutcome, healthy: BlockOutcome): BlockOutcome {
  const isHarm = found.state === 'down' || found.state === 'degraded'
  return !isHarm || isWorse(found, healthy) ? found : { ...found, reason: `as with everything in service: ${healthy.reason}` }
}

const nodesOf = (outcomes: ReadonlyMap<number, BlockOutcome>, { plan }: AuditSite, pairsOf: (outcome: BlockOutcome) => readonly number[]): string[] =>
  [...outcomes].flatMap(([block, outcome]) => pairsOf(outcome).map(blockIds(plan.blocks[block].path).racks))

/** Several blocks as one: the worst speaks for all of them. Blocks that are never energised speak only for themselves. */
function merged(outcomes: ReadonlyMap<number, BlockOutcome>, supply: SiteSupply, site: AuditSite): Outcome {
  const live = [...outcomes].filter(([block]) => site.isEnergised[block]).map(([, outcome]) => outcome)
  const list = live.length > 0 ? live : [...outcomes.values()]
  const sum = (of: (outcome: BlockOutcome) => number): number => list.reduce((total, outcome) => total + of(outcome), 0)
  const worst = list.reduce<BlockOutcome | undefined>((before, outcome) => {
    if (before === undefined) return outcome
    const order = AUDIT_STATES.indexOf(outcome.state) - AUDIT_STATES.indexOf(before.state)
    return order < 0 || (order === 0 && outcome.servedFraction < before.servedFraction) ? outcome : before
  }, undefined)
  const alike = list.filter(({ state, reason }) => state === worst?.state && reason === worst.reason).length
  const where = site.plan.blocks.length > 1 && worst !== undefined && list.length > 1 ? ` (${alike === site.plan.blocks.length ? 'all blocks' : `${alike} of ${site.plan.blocks.length} blocks`})` : ''
  return {
    state: worst?.state ?? 'normal',
    reason: worst === undefined ? `the ${powerText(supply.totalW)} of supply left cover the blocks` : `${worst.reason}${where}`,
    racksLost: sum(outcome => outcome.lost.racks),
    acceleratorsLost: sum(outcome => outcome.lost.accelerators),
    racksDegraded: sum(outcome => outcome.degraded.racks),
    acceleratorsDegraded: sum(outcome => outcome.degraded.accelerators),
    lostW: sum(outcome => outcome.lost.w),
    lost: nodesOf(outcomes, site, ({ lost }) => lost.pairs),
    degraded: nodesOf(outcomes, site, ({ degraded }) => degraded.pairs),
    servedFraction: worst === undefined ? 1 : Math.min(...list.map(({ servedFraction }) => servedFraction)),
    timeline: worst?.steps ?? [],
  }
}

export function createEvaluator(site: AuditSite): Evaluator {
  const flow = createSiteAuditFlow(site)
  const healthyChains = site.plan.blocks.map((plan, block) => chainOutcome(plan, site.racks[block], outOf(site.plan, nothingOut(site.plan), block), site.controllerMs[block]))
  const healthySupply = siteSupply(site, nothingOut(site.plan), holdsInfeeds(site) ? 'held' : 'free')
  const bench: Bench = { site, flow, healthyChains, healthySupply, changed: new Set() }
  site.plan.blocks.forEach((_, block) => flow.set(block, healthyAsk(bench, block)))
  flow.setSupply(healthySupply.totalW)
  const everything = nothingOut(site.plan)
  site.plan.blocks.forEach((_, block) => blockOutage(site.plan, everything, block))
  let healthy: ReadonlyMap<number, BlockOutcome> = new Map()
  const healthyOf = (block: number): BlockOutcome => {
    const found = healthy.get(block)
    if (found === undefined) throw new Error(`no block ${block}`)
    return found
  }
  healthy = evaluate(bench, everything, healthyOf).outcomes
  let last: ReturnType<typeof evaluate> = { outcomes: new Map(), supply: healthySupply }
  const judgeOutage = (outage: Outage): Outcome => {
    const { outcomes, supply } = evaluate(bench, outage, healthyOf)
    last = { outcomes: new Map([...outcomes].map(([block, found]) => [block, againstHealthy(found, healthyOf(block))])), supply }
    return merged(last.outcomes, supply, site)
  }
  return {
    site,
    evaluate: judgeOutage,
    loseUtility(block) {
      const outage = nothingOut(site.plan)
      blockOutage(site.plan, outage, block)
      outage.isRehearsal = true
      return judgeOutage(outage)
    },
    healthy: healthyOf,
    touched: () => last.outcomes,
    supply: () => last.supply,
  }
}
