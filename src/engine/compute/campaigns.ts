/**
 * Firmware campaigns beyond their batches, which are windows: nodes that fail their update and rounds that are broken off for it, and
 * opportunistic rounds, which take nodes that idle or are out anyhow until a deadline and leave only the rest to the batches.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { Holds } from './holds.ts'
import { jobAt } from './nodes.ts'
import { type Cluster, NONE } from './tables.ts'
import type { CampaignPlan, WindowPlan } from './window-plan.ts'
import { requestPass } from './wake.ts'

/** Where a node is in a round: nothing to do, to be updated, being updated as it idled, in a batch, in a batch but out for other causes. */
const NODE = { done: 0, due: 1, idle: 2, batch: 3, closed: 4 } as const

/** Rounds of a campaign that are told apart in the draws of its nodes. */
const ROUNDS = 65_536

/** What the windows ask of the campaigns. */
export interface Campaigns {
  start(): void
  /** Nothing is left to be done by a batch in this round, or the round was broken off. */
  isSkipped(window: number, round: number): boolean
  wants(window: number, node: number): boolean
  /** A batch takes a node, whose gate closes next. */
  taken(window: number, node: number): void
  /** The nodes of a batch are updated; those that fail are told before their gates open. Returns which to give back. */
  finish(window: number, round: number): (node: number) => boolean
}

/** Hears of a node that did not come back from its update; `draw` numbers the update. */
export type UpdateFailed = (node: number, draw: number) => void

interface Book {
  readonly cluster: () => Cluster
  readonly windows: readonly WindowPlan[]
  readonly plans: readonly CampaignPlan[]
  /** Place of a campaign among those whose nodes are followed one by one; −1 for one of which nobody needs to know more. */
  readonly follows: readonly number[]
  readonly holds: Holds
  readonly failed: UpdateFailed
  readonly table: { readonly col: { readonly round: Int32Array; readonly updated: Float64Array; readonly failed: Float64Array; readonly isOff: Uint8Array } }
  readonly nodes: { readonly col: { readonly state: Uint8Array } }
  readonly types: { round: number; tick: number }
}

const cellOf = (b: Book, campaign: number, node: number): number => b.follows[campaign] * b.cluster().world.nodes.count + node

function openRound(b: Book, campaign: number, round: number): void {
  const { round: rounds, updated, failed, isOff } = b.table.col
  if (rounds[campaign] >= round) return
  rounds[campaign] = round
  updated[campaign] = 0
  failed[campaign] = 0
  isOff[campaign] = 0
}

/** Counts an update; one of a node that was in service may fail. */
function count(b: Book, campaign: number, node: number, wasInService: boolean): void {
  const { round, updated, failed } = b.table.col
  const { key0, key1 } = b.cluster().world.nodes
  const draw = campaign * ROUNDS + round[campaign]
  updated[campaign] += 1
  if (!wasInService || uniformOf(key0[node], key1[node], PURPOSE.firmware, draw) >= b.plans[campaign].failures) return
  failed[campaign] += 1
  b.failed(node, draw)
}

/** Breaks the round off when too many of its updates failed. */
function judge(b: Book, campaign: number): void {
  const { updated, failed, isOff } = b.table.col
  const { id, abortAbove } = b.plans[campaign]
  if (isOff[campaign] === 1 || failed[campaign] <= abortAbove * updated[campaign]) return
  isOff[campaign] = 1
  b.cluster().emit({ kind: 'rolloutAborted', campaign: id, updated: updated[campaign], failed: failed[campaign] })
}

/** A new round: every node is due. */
function beginRound(b: Book, campaign: number): void {
  const c = b.cluster()
  const { fromMs, everyMs, untilMs } = b.plans[campaign]
  const { now } = c.kernel
  openRound(b, campaign, everyMs > 0 ? Math.round((now - fromMs) / everyMs) : 0)
  b.nodes.col.state.fill(NODE.due, cellOf(b, campaign, 0), cellOf(b, campaign, c.world.nodes.count))
  tick(b, campaign)
  if (everyMs > 0 && now + everyMs < Math.min(untilMs, c.world.horizonMs)) c.kernel.schedule(b.types.round, campaign, now + everyMs)
}

/** Nodes that were updated while they idled come back. */
function finishIdle(b: Book, campaign: number): void {
  const { state } = b.nodes.col
  for (let node = 0, cell = cellOf(b, campaign, 0); node < b.cluster().world.nodes.count; node++, cell++) {
    if (state[cell] !== NODE.idle) continue
    state[cell] = NODE.done
    count(b, campaign, node, true)
    b.holds.release(node, 'firmware')
  }
  judge(b, campaign)
}

/** Takes as many idle nodes as a batch has; those that are out anyhow are updated where they are. Returns how many are left. */
function takeIdle(b: Book, campaign: number): number {
  const c = b.cluster()
  const { state } = b.nodes.col
  let room = b.plans[campaign].batchNodes
  let left = 0
  for (let node = 0, cell = cellOf(b, campaign, 0); node < c.world.nodes.count; node++, cell++) {
    if (state[cell] !== NODE.due) continue
    if (c.nodes.col.open[node] === 0) {
      state[cell] = NODE.done
      count(b, campaign, node, false)
    } else if (room > 0 && jobAt(c, node) === NONE) {
      room -= 1
      state[cell] = NODE.idle
      b.holds.take(node, 'firmware')
      left += 1
    } else left += 1
  }
  return left
}

/** What idled is done; the next idle nodes are taken, until all are done, the deadline has come, or the round is broken off. */
function tick(b: Book, campaign: number): void {
  const c = b.cluster()
  const { fromMs, everyMs, deadlineMs, perNodeMs } = b.plans[campaign]
  finishIdle(b, campaign)
  requestPass(c)
  const { round, isOff } = b.table.col
  const endMs = fromMs + round[campaign] * everyMs + deadlineMs
  if (isOff[campaign] === 1 || c.kernel.now + perNodeMs > endMs) return
  if (takeIdle(b, campaign) > 0) c.kernel.schedule(b.types.tick, campaign, c.kernel.now + perNodeMs)
}

/** Where no campaign needs more than its batches. */
const PLAIN: Campaigns = { start() {}, isSkipped: () => false, wants: () => true, taken() {}, finish: () => () => true }

export function createCampaigns(cluster: () => Cluster, windows: readonly WindowPlan[], plans: readonly CampaignPlan[], holds: Holds, failed: UpdateFailed, nodeCount: number, kernel: Kernel, state: State): Campaigns {
  let followed = 0
  const follows = plans.map(({ failures, isOpportunistic }) => (failures > 0 || isOpportunistic ? followed++ : -1))
  if (followed === 0) return PLAIN
  const b: Book = {
    cluster, windows, plans, follows, holds, failed,
    table: state.table('compute.campaigns', plans.length, { round: 'i32', updated: 'f64', failed: 'f64', isOff: 'u8' }),
    nodes: state.table('compute.campaignNodes', followed * nodeCount, { state: 'u8' }),
    types: { round: 0, tick: 0 },
  }
  b.table.col.round.fill(-1)
  b.types.round = kernel.command('compute.campaignRound', Phase.repair, campaign => beginRound(b, campaign))
  b.types.tick = kernel.command('compute.campaignTick', Phase.repair, campaign => tick(b, campaign))
  const followedOf = (window: number): number => (windows[window].campaign >= 0 && follows[windows[window].campaign] >= 0 ? windows[window].campaign : -1)
  const stateOf = (campaign: number, node: number): number => b.nodes.col.state[cellOf(b, campaign, node)]
  return {
    start: () => plans.forEach(({ isOpportunistic, fromMs }, campaign) => {
      if (isOpportunistic && fromMs < cluster().world.horizonMs) kernel.schedule(b.types.round, campaign, Math.max(kernel.now, fromMs))
    }),
    isSkipped(window, round) {
      const campaign = followedOf(window)
      if (campaign < 0) return false
      openRound(b, campaign, round)
      if (b.table.col.isOff[campaign] === 1) return true
      if (!plans[campaign].isOpportunistic) return false
      for (let node = windows[window].begin; node < windows[window].end; node++) if (stateOf(campaign, node) === NODE.due) return false
      return true
    },
    wants(window, node) {
      const campaign = followedOf(window)
      return campaign < 0 || !plans[campaign].isOpportunistic || stateOf(campaign, node) === NODE.due
    },
    taken(window, node) {
      const campaign = followedOf(window)
      if (campaign >= 0) b.nodes.col.state[cellOf(b, campaign, node)] = cluster().nodes.col.open[node] === 1 ? NODE.batch : NODE.closed
    },
    finish(window, round) {
      const campaign = followedOf(window)
      if (campaign < 0) return () => true
      const isMine = new Set<number>()
      for (let node = windows[window].begin; node < windows[window].end; node++) {
        const at = stateOf(campaign, node)
        if (at !== NODE.batch && at !== NODE.closed) continue
        isMine.add(node)
        b.nodes.col.state[cellOf(b, campaign, node)] = NODE.done
        if (round === b.table.col.round[campaign]) count(b, campaign, node, at === NODE.batch)
      }
      judge(b, campaign)
      return node => isMine.has(node)
    },
  }
}
