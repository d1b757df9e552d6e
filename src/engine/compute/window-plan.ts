/** When which nodes are kept free: reservations as they are stated, firmware campaigns batch by batch, work on the network that leaves them no way out. */
import { DAY_MS } from '../../base/spans.ts'
import { recurrenceDays } from '../../scenario/recurrence.ts'
import { workShareLeft } from '../../scenario/fabric-work.ts'
import type { SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { Cause, World } from '../ports.ts'
import type { ComputeScenario } from './parameters.ts'
import { scaleUpDomains } from './scale-up-domains.ts'

/** Nodes [begin, end) that are taken from `startMs` for `durationMs`, again every `everyMs` (0: once) before `untilMs`. */
export interface WindowPlan {
  readonly begin: number
  readonly end: number
  readonly startMs: number
  readonly durationMs: number
  readonly everyMs: number
  /** All its times in order, where a calendar says them. */
  readonly startsMs?: readonly number[]
  readonly untilMs: number
  readonly noticeMs: number
  readonly drainBy: 'wait' | 'preempt' | 'migrate'
  readonly cause: Cause
  /** Campaign that a batch belongs to; −1 for what is none. */
  readonly campaign: number
}

/** A campaign as a whole. */
export interface CampaignPlan {
  readonly id: string
  /** Probability that a node fails its update, and the share of failed ones above which a round is broken off. */
  readonly failures: number
  readonly abortAbove: number
  readonly isOpportunistic: boolean
  /** Nodes that are updated at a time, and how long that takes. */
  readonly batchNodes: number
  readonly perNodeMs: number
  /** First round, the next ones every `everyMs` (0: none) before `untilMs`; opportunistic ones become batches `deadlineMs` after. */
  readonly fromMs: number
  readonly everyMs: number
  readonly untilMs: number
  readonly deadlineMs: number
}

export interface WindowsPlan {
  readonly windows: readonly WindowPlan[]
  readonly campaigns: readonly CampaignPlan[]
}

type Reservation = SchedulerSection['reservations'][number]
type Campaign = SchedulerSection['campaigns'][number]

const CAUSE = { maintenance: 'maintenance', firmware: 'firmware', reservation: 'adminHold' } as const satisfies Record<Reservation['for'], Cause>

/** Racks [first, behind) of a reservation; undefined when its block is unknown or has fewer. */
export function racksOf({ blocks, racks }: World, { block, firstRack, racks: count }: Pick<Reservation, 'block' | 'firstRack' | 'racks'>): readonly [number, number] | undefined {
  const at = block === undefined ? -1 : blocks.path.indexOf(block)
  if (block !== undefined && at < 0) return undefined
  const first = (at < 0 ? 0 : blocks.rackBegin[at]) + firstRack
  const last = at < 0 ? racks.count : blocks.rackBegin[at + 1]
  const behind = count === undefined ? last : first + count
  return first < last && behind <= last ? [first, behind] : undefined
}

const msOf = (world: World, day: number | undefined): number => (day === undefined ? world.horizonMs : (day - world.startDay) * DAY_MS)

/** Begins of a reservation whose calendar has a rule, ms; undefined for others. */
export function startsOf(world: World, { recurrence, from, until, at }: Pick<Reservation, 'recurrence' | 'from' | 'until' | 'at'>): number[] | undefined {
  if (recurrence === undefined) return undefined
  const end = world.startDay + Math.ceil(world.horizonMs / DAY_MS)
  return recurrenceDays(recurrence, from, Math.min(until ?? end, end)).map(day => (day - world.startDay) * DAY_MS + at)
}

function windowOf(world: World, r: Reservation): WindowPlan[] {
  const racks = racksOf(world, r)
  const startsMs = startsOf(world, r)
  if (racks === undefined || startsMs?.length === 0) return []
  const { nodeBegin } = world.racks
  return [{
    begin: nodeBegin[racks[0]], end: nodeBegin[racks[1]],
    startMs: startsMs?.[0] ?? msOf(world, r.from) + r.at, durationMs: r.duration, everyMs: r.every ?? 0, ...(startsMs === undefined ? {} : { startsMs }), untilMs: msOf(world, r.until),
    noticeMs: r.notice, drainBy: r.drainBy, cause: CAUSE[r.for], campaign: -1,
  }]
}

/** First nodes of what a batch takes as a whole, and the number of nodes. */
function units(world: World, respect: Campaign['respect']): ArrayLike<number> {
  if (respect === 'leaf') return world.leaves.nodeBegin
  if (respect === 'node') return Array.from({ length: world.nodes.count + 1 }, (_, node) => node)
  return scaleUpDomains(world).nodeBegin
}

/** Nodes [begin, end) of each batch: as many whole units as hold `wanted` nodes, the first as many as hold `first`; under `block` all of one block. */
function stretchesOf(world: World, { respect }: Campaign, first: number, wanted: number): (readonly [number, number])[] {
  const begins = units(world, respect)
  const found: (readonly [number, number])[] = []
  const blockOf = (node: number): number => (respect === 'block' && node < world.nodes.count ? world.nodes.block[node] : 0)
  for (let unit = 0; unit + 1 < begins.length; ) {
    const most = found.length === 0 ? first : wanted
    let behind = unit + 1
    while (behind + 1 < begins.length && begins[behind + 1] - begins[unit] <= most && blockOf(begins[behind]) === blockOf(begins[unit])) behind += 1
    found.push([begins[unit], begins[behind]])
    unit = behind
  }
  return found
}

const shareOf = (world: World, share: number): number => Math.max(1, Math.round(share * world.nodes.count))
const isBigBang = ({ mode }: Campaign): boolean => mode === 'big-bang'
const batchNodes = (world: World, campaign: Campaign): number => (isBigBang(campaign) ? world.nodes.count : shareOf(world, campaign.batch))

/**
 * Batches of a campaign, one after the other; after the first, which is the canary where there is one, the others wait until it has proved
 * itself. Opportunistic batches begin at the deadline, with what is left then.
 */
function batchesOf(world: World, campaign: Campaign, index: number): WindowPlan[] {
  const { canary, notice, perNode, mode, deadline } = campaign
  const wanted = batchNodes(world, campaign)
  const fromMs = msOf(world, campaign.from) + (mode === 'opportunistic' ? deadline : 0)
  return stretchesOf(world, campaign, canary === undefined ? wanted : shareOf(world, canary.share), wanted).map(([begin, end], batch) => ({
    begin, end,
    startMs: fromMs + batch * (notice + perNode) + notice + (batch > 0 ? (canary?.soak ?? 0) : 0),
    durationMs: perNode, everyMs: campaign.every ?? 0, untilMs: msOf(world, campaign.until) + (mode === 'opportunistic' ? deadline : 0),
    noticeMs: notice, drainBy: campaign.drainBy, cause: 'firmware', campaign: index,
  }))
}

function campaignOf(world: World, campaign: Campaign): CampaignPlan {
  const { id, failures, abortAbove, mode, deadline, perNode, every } = campaign
  return {
    id, failures, abortAbove, isOpportunistic: mode === 'opportunistic', batchNodes: batchNodes(world, campaign), perNodeMs: perNode,
    fromMs: msOf(world, campaign.from), everyMs: every ?? 0, untilMs: msOf(world, campaign.until), deadlineMs: deadline,
  }
}

type Fabric = ComputeScenario['fabric']
type NetworkWork = NonNullable<Fabric>['maintenance'][number]

/** Leaf groups or blocks that planned work on the network leaves without any bandwidth, one after the other. */
function networkWorkOf(world: World, work: NetworkWork): WindowPlan[] {
  const { nodeBegin, count } = work.tier === 'leaf' ? world.leaves : world.blocks
  return Array.from({ length: count }, (_, at) => ({
    begin: nodeBegin[at], end: nodeBegin[at + 1],
    startMs: msOf(world, work.first) + at * work.duration, durationMs: work.duration, everyMs: work.every ?? 0, untilMs: world.horizonMs,
    noticeMs: work.notice, drainBy: work.drainBy, cause: 'fabricMaintenance' as const, campaign: -1,
  })).filter(({ begin, end }) => begin < end)
}

export function planWindows(world: World, { reservations, campaigns }: Pick<SchedulerSection, 'reservations' | 'campaigns'>, fabric: Fabric): WindowsPlan {
  const nics = world.nodes.count === 0 ? 1 : world.nodes.accelerators[0]
  const works = fabric?.maintenance.filter(work => work.tier !== 'core' && workShareLeft(work, fabric, nics) <= 0) ?? []
  return {
    windows: [...reservations.flatMap(each => windowOf(world, each)), ...campaigns.flatMap((each, index) => batchesOf(world, each, index)), ...works.flatMap(each => networkWorkOf(world, each))],
    campaigns: campaigns.map(each => campaignOf(world, each)),
  }
}

/** How long one round of a campaign takes, ms. */
export function campaignMs(world: World, campaign: Campaign): number {
  const last = batchesOf(world, campaign, 0).at(-1)
  return last === undefined ? 0 : last.startMs + last.durationMs - msOf(world, campaign.from)
}
