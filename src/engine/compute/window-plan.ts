/** When which nodes are kept free: reservations as they are stated, firmware campaigns batch by batch, work on the network that leaves them no way out. */
import { DAY_MS } from '../../scenario/calendar.ts'
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
  readonly untilMs: number
  readonly noticeMs: number
  readonly drainBy: 'wait' | 'preempt' | 'migrate'
  readonly cause: Cause
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

function windowOf(world: World, r: Reservation): WindowPlan[] {
  const racks = racksOf(world, r)
  if (racks === undefined) return []
  const { nodeBegin } = world.racks
  return [{
    begin: nodeBegin[racks[0]], end: nodeBegin[racks[1]],
    startMs: msOf(world, r.from) + r.at, durationMs: r.duration, everyMs: r.every ?? 0, untilMs: msOf(world, r.until),
    noticeMs: r.notice, drainBy: r.drainBy, cause: CAUSE[r.for],
  }]
}

/** First nodes of what a batch takes as a whole, and the number of nodes. */
function units(world: World, respect: Campaign['respect']): ArrayLike<number> {
  if (respect === 'leaf') return world.leaves.nodeBegin
  if (respect === 'domain') return scaleUpDomains(world).nodeBegin
  return Array.from({ length: world.nodes.count + 1 }, (_, node) => node)
}

/** Batches of a campaign: as many whole units as hold the share of the nodes, one batch after the other. */
function batchesOf(world: World, campaign: Campaign): WindowPlan[] {
  const begins = units(world, campaign.respect)
  const wanted = Math.max(1, Math.round(campaign.batch * world.nodes.count))
  const batches: WindowPlan[] = []
  for (let unit = 0; unit + 1 < begins.length; ) {
    let behind = unit + 1
    while (behind + 1 < begins.length && begins[behind + 1] - begins[unit] <= wanted) behind += 1
    batches.push({
      begin: begins[unit], end: begins[behind],
      startMs: msOf(world, campaign.from) + batches.length * (campaign.notice + campaign.perNode) + campaign.notice,
      durationMs: campaign.perNode, everyMs: campaign.every ?? 0, untilMs: msOf(world, campaign.until),
      noticeMs: campaign.notice, drainBy: campaign.drainBy, cause: 'firmware',
    })
    unit = behind
  }
  return batches
}

type Fabric = ComputeScenario['fabric']
type NetworkWork = NonNullable<Fabric>['maintenance'][number]

/** Leaf groups or blocks that planned work on the network leaves without any bandwidth, one after the other. */
function networkWorkOf(world: World, work: NetworkWork): WindowPlan[] {
  const { nodeBegin, count } = work.tier === 'leaf' ? world.leaves : world.blocks
  return Array.from({ length: count }, (_, at) => ({
    begin: nodeBegin[at], end: nodeBegin[at + 1],
    startMs: msOf(world, work.first) + at * work.duration, durationMs: work.duration, everyMs: work.every ?? 0, untilMs: world.horizonMs,
    noticeMs: work.notice, drainBy: work.drainBy, cause: 'fabricMaintenance' as const,
  })).filter(({ begin, end }) => begin < end)
}

export function planWindows(world: World, { reservations, campaigns }: Pick<SchedulerSection, 'reservations' | 'campaigns'>, fabric: Fabric): WindowPlan[] {
  const nics = world.nodes.count === 0 ? 1 : world.nodes.accelerators[0]
  const works = fabric?.maintenance.filter(work => work.tier !== 'core' && workShareLeft(work, fabric, nics) <= 0) ?? []
  return [...reservations.flatMap(each => windowOf(world, each)), ...campaigns.flatMap(each => batchesOf(world, each)), ...works.flatMap(each => networkWorkOf(world, each))]
}

/** How long one round of a campaign takes, ms. */
export const campaignMs = (world: World, campaign: Campaign): number => batchesOf(world, campaign).length * (campaign.notice + campaign.perNode)
