/**
 * Gates G1–G6 of every node. Causes hold gates at block, rack or node level; the first unmet gate in physical order decides the
 * bucket, inside a gate the earliest-started cause wins (ties by code). A node without any cause is open: it belongs to the
 * scheduler and is counted by its bookings, not here.
 */
import { assert } from '../../base/assert.ts'
import { BUCKETS, bucketIndex } from '../../scenario/buckets.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { CAUSES, type Cause, type ComputePort, forNodesOfLot, forNodesOn, type GatePort, type World } from '../ports.ts'
import { type Accounts, windowCount } from './accounts.ts'
import { CAUSE_BUCKET, CAUSE_GATE, causeIndex } from './causes.ts'

const CAUSE_COUNT = CAUSES.length
/** Causes that may hold one node at node level at the same time (two of the fault pipeline, delivery, four of windows). */
const NODE_SLOTS = 7
/** Masks of unmet gates: bit g − 1 for gate g. */
export const MASK_COUNT = 64
/** Most stretches of windows for which masks are kept: what several gates held at once, week by week over five years, in 130 kB. */
const MOST_PERIODS = 260
const NONE = 0

/** Who learns that nodes leave or join the pool. */
export type NodeListener = Pick<ComputePort, 'nodeLost' | 'nodeGained'>

export interface Gates extends GatePort {
  /** Adds the accelerators of a lot to the contract: from now on its nodes are counted. */
  contractLot(lot: number): void
  /** The contract of a lot ends: its jobs lose their nodes, which are counted no more; its places stand for the lot that follows, if any. */
  retireLot(lot: number): void
  /** Lot whose nodes a place stands for now. */
  lotOn(rack: number): number
  /** Bucket of a closed node, or −1 when open or not contracted. */
  bucketOf(node: number): number
  /** Bucket of the cause that closes a node, contracted or not; −1 when it is open. */
  closedBy(node: number): number
  /** The same for one accelerator of it: the first are the bad ones, beside which the others are stranded. */
  closedFor(node: number, accelerator: number): number
  /** Nodes of the lot that a place stands for with a gate closed, contracted or not. */
  closedNodes(rack: number): number
  /** Accelerator-ms by mask of unmet gates since the start, folded. */
  maskTotals(): bigint[]
  /** Windows a period of the next one holds; the last may hold fewer. */
  readonly periodWindows: number
  /** Accelerator-ms of the closed windows, `[period * MASK_COUNT + mask]`, integers. */
  maskPeriods(): Float64Array
  /** Posts the mask counts of the window that ends now. */
  closeWindow(window: number): void
}

/** The winning cause among those that hold something, as a running minimum over (gate, since, code). */
interface Winner {
  cause: number
  gate: number
  since: number
  mask: number
}

const WORST_GATE = 9

function reset(winner: Winner): void {
  winner.cause = NONE
  winner.gate = WORST_GATE
  winner.since = 0
  winner.mask = 0
}

/** Folds cause `code` (1-based) that started at `since` into the winner. */
function fold(winner: Winner, code: number, since: number): void {
  const gate = CAUSE_GATE[code - 1]
  winner.mask |= 1 << (gate - 1)
  const wins = gate < winner.gate || (gate === winner.gate && (since < winner.since || (since === winner.since && code < winner.cause)))
  if (!wins) return
  winner.cause = code
  winner.gate = gate
  winner.since = since
}

type Tables = ReturnType<typeof createTables>

/** All state of the gates plus what they talk to; the functions below take it as `g`. */
interface GateBook extends Tables {
  readonly world: World
  readonly kernel: Kernel
  readonly accounts: Accounts
  readonly nodes: () => NodeListener
  readonly winner: Winner
}

function registerRacks({ racks }: World, state: State) {
  const table = state.table('ledger.racks', racks.count, { held: 'i32', cause: 'u8', since: 'f64', mask: 'u8', closedNodes: 'i32', lot: 'i32' })
  table.col.lot.set(racks.lot)
  return table
}

/** Whole windows, as few as keep the periods within their number. */
const windowsPerPeriod = (world: World): number => Math.ceil(windowCount(world) / MOST_PERIODS)

function createTables(world: World, state: State) {
  const { blocks, racks, nodes } = world
  return {
    // since + 1 by (entity × cause); 0 means not held.
    blockHeld: state.table('ledger.blockCauses', blocks.count * CAUSE_COUNT, { since: 'f64' }),
    rackHeld: state.table('ledger.rackCauses', racks.count * CAUSE_COUNT, { since: 'f64' }),
    blockState: state.table('ledger.blocks', blocks.count, { held: 'i32' }),
    // The winning cause of block and rack together, 1-based, 0 none.
    // lot: whose nodes the place stands for.
    rackState: registerRacks(world, state),
    nodeSlots: state.table('ledger.nodeSlots', nodes.count * NODE_SLOTS, { cause: 'u8', since: 'f64' }),
    // bad: accelerators that hold the others of the node out, 0 where the whole node is bad; cause: 1-based winning cause, 0 open; counted: 1-based bucket in which the node is counted now, 0 none.
    nodeState: state.table('ledger.nodes', nodes.count, { held: 'u8', cause: 'u8', counted: 'u8', mask: 'u8', contracted: 'u8', accepted: 'u8', bad: 'u8' }),
    masks: state.table('ledger.masks', MASK_COUNT, { count: 'f64', lastMs: 'f64', bookedMs: 'f64' }),
    maskTotals: state.bigints('ledger.maskTotals', MASK_COUNT),
    maskPeriods: state.table('ledger.maskPeriods', Math.ceil(windowCount(world) / windowsPerPeriod(world)) * MASK_COUNT, { acceleratorMs: 'f64' }),
  }
}

function countMask(g: GateBook, mask: number, by: number): void {
  const { count, lastMs, bookedMs } = g.masks.col
  bookedMs[mask] += count[mask] * (g.kernel.now - lastMs[mask])
  lastMs[mask] = g.kernel.now
  count[mask] += by
}

/** Buckets of the way of a node through repair, where good accelerators wait for bad ones. */
const IS_REPAIR = Uint8Array.from(BUCKETS, ({ code }) => Number(['L5.undetected', 'L5.triage', 'L5.waitTech', 'L5.waitPart', 'L5.repair', 'L5.requal', 'L5.rma'].includes(code)))
const STRANDED = bucketIndex('L6.stranded')

/** Counts a node in a bucket (1-based; 0 none), or no longer: where a few accelerators are bad, the others are stranded beside them. */
function countNode(g: GateBook, node: number, counted: number, sign: 1 | -1): void {
  if (counted === NONE) return
  const accelerators = g.world.nodes.accelerators[node]
  const book = g.accounts.books.ofLot(g.world.nodes.lot[node])
  const change = sign > 0 ? g.accounts.hold : g.accounts.release
  const bad = IS_REPAIR[counted - 1] === 1 ? Math.min(g.nodeState.col.bad[node], accelerators) : 0
  change(counted - 1, bad === 0 ? accelerators : bad, book)
  if (bad > 0 && bad < accelerators) change(STRANDED, accelerators - bad, book)
}

/** Bucket of the gate that closes a node to one of its accelerators, −1 for none. */
function closedFor({ nodeState }: GateBook, node: number, accelerator: number): number {
  const { cause, bad } = nodeState.col
  if (cause[node] === NONE) return -1
  const bucket = CAUSE_BUCKET[cause[node] - 1]
  return IS_REPAIR[bucket] === 1 && bad[node] > 0 && accelerator >= bad[node] ? STRANDED : bucket
}

/** Moves the accelerators of a node to the account of its new bucket (1-based; 0 none). */
function recount(g: GateBook, node: number, counted: number): void {
  const before = g.nodeState.col.counted[node]
  if (before === counted) return
  countNode(g, node, before, -1)
  countNode(g, node, counted, 1)
  g.nodeState.col.counted[node] = counted
}

/** So many accelerators of a node are bad from now on. */
function setBad(g: GateBook, node: number, accelerators: number): void {
  const { counted, bad } = g.nodeState.col
  if (bad[node] === accelerators) return
  countNode(g, node, counted[node], -1)
  bad[node] = accelerators
  countNode(g, node, counted[node], 1)
}

function updateNode(g: GateBook, node: number): void {
  const { winner, rackState, nodeSlots } = g
  const rack = g.world.nodes.rack[node]
  reset(winner)
  if (rackState.col.cause[rack] !== NONE) {
    fold(winner, rackState.col.cause[rack], rackState.col.since[rack])
    winner.mask |= rackState.col.mask[rack]
  }
  if (g.nodeState.col.held[node] > 0) {
    for (let slot = node * NODE_SLOTS; slot < (node + 1) * NODE_SLOTS; slot++) {
      if (nodeSlots.col.cause[slot] !== NONE) fold(winner, nodeSlots.col.cause[slot], nodeSlots.col.since[slot])
    }
  }
  applyNode(g, node, winner.cause, winner.mask)
}

function applyNode(g: GateBook, node: number, cause: number, mask: number): void {
  const { nodes } = g.world
  const columns = g.nodeState.col
  const contracted = columns.contracted[node] === 1
  const before = columns.cause[node]
  if (contracted && mask !== columns.mask[node]) {
    countMask(g, columns.mask[node], -nodes.accelerators[node])
    countMask(g, mask, nodes.accelerators[node])
  }
  columns.mask[node] = mask
  columns.cause[node] = cause
  if ((before === NONE) !== (cause === NONE)) {
    const { lot, closedNodes } = g.rackState.col
    if (lot[nodes.rack[node]] === nodes.lot[node]) closedNodes[nodes.rack[node]] += cause === NONE ? -1 : 1
  }
  if (!contracted) return countEarly(g, node, before, cause)
  if (before === NONE && cause !== NONE) g.nodes().nodeLost(node, CAUSES[cause - 1])
  recount(g, node, cause === NONE ? NONE : CAUSE_BUCKET[cause - 1] + 1)
  if (before !== NONE && cause === NONE) {
    accept(g, node)
    g.nodes().nodeGained(node)
  }
}

/** A node whose contract has not begun goes into service, or out of it. */
function countEarly(g: GateBook, node: number, before: number, cause: number): void {
  if ((before === NONE) !== (cause === NONE)) g.accounts.addSurplus(cause === NONE ? g.world.nodes.accelerators[node] : -g.world.nodes.accelerators[node])
}

/** A contracted node is in service for the first time: it belongs to the accepted fleet until it retires. */
function accept(g: GateBook, node: number): void {
  const { accepted } = g.nodeState.col
  if (accepted[node] === 1) return
  accepted[node] = 1
  g.accounts.accept(g.world.nodes.accelerators[node])
}

function updateRack(g: GateBook, rack: number): void {
  const { winner, blockHeld, rackHeld } = g
  const block = g.world.racks.block[rack]
  reset(winner)
  if (g.blockState.col.held[block] > 0 || g.rackState.col.held[rack] > 0) {
    for (let cause = 0; cause < CAUSE_COUNT; cause++) {
      const ofBlock = blockHeld.col.since[block * CAUSE_COUNT + cause]
      const ofRack = rackHeld.col.since[rack * CAUSE_COUNT + cause]
      if (ofBlock > 0) fold(winner, cause + 1, ofBlock - 1)
      if (ofRack > 0) fold(winner, cause + 1, ofRack - 1)
    }
  }
  const { cause, since, mask } = g.rackState.col
  if (cause[rack] === winner.cause && since[rack] === winner.since && mask[rack] === winner.mask) return
  cause[rack] = winner.cause
  since[rack] = winner.since
  mask[rack] = winner.mask
  const { nodeBegin } = g.world.racks
  for (let node = nodeBegin[rack]; node < nodeBegin[rack + 1]; node++) updateNode(g, node)
}

function setBlock(g: GateBook, block: number, cause: Cause, held: boolean): void {
  const cell = block * CAUSE_COUNT + causeIndex(cause)
  if (g.blockHeld.col.since[cell] > 0 === held) return
  g.blockHeld.col.since[cell] = held ? g.kernel.now + 1 : 0
  g.blockState.col.held[block] += held ? 1 : -1
  const { rackBegin } = g.world.blocks
  for (let rack = rackBegin[block]; rack < rackBegin[block + 1]; rack++) updateRack(g, rack)
}

function setRack(g: GateBook, rack: number, cause: Cause, held: boolean): void {
  const cell = rack * CAUSE_COUNT + causeIndex(cause)
  if (g.rackHeld.col.since[cell] > 0 === held) return
  g.rackHeld.col.since[cell] = held ? g.kernel.now + 1 : 0
  g.rackState.col.held[rack] += held ? 1 : -1
  updateRack(g, rack)
}

function slotOf(g: GateBook, node: number, code: number): number {
  const { cause } = g.nodeSlots.col
  for (let slot = node * NODE_SLOTS; slot < (node + 1) * NODE_SLOTS; slot++) if (cause[slot] === code) return slot
  return -1
}

function setNode(g: GateBook, node: number, cause: Cause, held: boolean): void {
  const code = causeIndex(cause) + 1
  const present = slotOf(g, node, code)
  if (present >= 0 === held) return
  const slot = held ? slotOf(g, node, NONE) : present
  assert(slot >= 0, 'too many causes hold one node', { node, cause })
  g.nodeSlots.col.cause[slot] = held ? code : NONE
  g.nodeSlots.col.since[slot] = held ? g.kernel.now : 0
  g.nodeState.col.held[node] += held ? 1 : -1
  updateNode(g, node)
}

function contractNode(g: GateBook, node: number): void {
  const { cause, mask, contracted } = g.nodeState.col
  contracted[node] = 1
  g.accounts.books.contract(g.world.nodes.lot[node], g.world.nodes.accelerators[node])
  countMask(g, mask[node], g.world.nodes.accelerators[node])
  if (cause[node] === NONE) {
    g.accounts.addSurplus(-g.world.nodes.accelerators[node])
    accept(g, node)
    g.nodes().nodeGained(node)
  }
  else recount(g, node, CAUSE_BUCKET[cause[node] - 1] + 1)
}

/** The node is held for good, so that whoever runs on it loses it, and is counted no more. */
function retireNode(g: GateBook, node: number): void {
  const { mask, contracted, accepted } = g.nodeState.col
  setNode(g, node, 'adminHold', true)
  if (contracted[node] === 0) return
  contracted[node] = 0
  g.accounts.books.contract(g.world.nodes.lot[node], -g.world.nodes.accelerators[node])
  if (accepted[node] === 1) g.accounts.accept(-g.world.nodes.accelerators[node])
  countMask(g, mask[node], -g.world.nodes.accelerators[node])
  recount(g, node, NONE)
}

function retireLot(g: GateBook, lot: number): void {
  forNodesOfLot(g.world, lot, node => retireNode(g, node))
  const { lots } = g.world
  const successor = lots.predecessor.indexOf(lot)
  if (successor < 0) return
  for (let rack = lots.firstRack[successor]; rack < lots.firstRack[successor] + lots.rackCount[successor]; rack++) {
    let closed = 0
    forNodesOn(g.world, successor, rack, node => {
      closed += Number(g.nodeState.col.cause[node] !== NONE)
    })
    g.rackState.col.lot[rack] = successor
    g.rackState.col.closedNodes[rack] = closed
  }
}

function closeWindow(g: GateBook, window: number): void {
  const { bookedMs } = g.masks.col
  const period = Math.floor(window / windowsPerPeriod(g.world)) * MASK_COUNT
  for (let mask = 0; mask < MASK_COUNT; mask++) {
    countMask(g, mask, 0)
    g.maskPeriods.col.acceleratorMs[period + mask] += bookedMs[mask]
    g.maskTotals.values[mask] += BigInt(bookedMs[mask])
    bookedMs[mask] = 0
  }
}

export function createGates(world: World, kernel: Kernel, state: State, accounts: Accounts, nodes: () => NodeListener): Gates {
  const winner: Winner = { cause: NONE, gate: WORST_GATE, since: 0, mask: 0 }
  const g: GateBook = { ...createTables(world, state), world, kernel, accounts, nodes, winner }
  // No gate is closed yet: what is not there is closed when the run begins.
  accounts.addSurplus(world.nodes.accelerators.reduce((sum, count) => sum + count, 0))
  return {
    closeBlock: (block, cause) => setBlock(g, block, cause, true),
    openBlock: (block, cause) => setBlock(g, block, cause, false),
    closeRack: (rack, cause) => setRack(g, rack, cause, true),
    openRack: (rack, cause) => setRack(g, rack, cause, false),
    closeNode: (node, cause) => setNode(g, node, cause, true),
    openNode: (node, cause) => setNode(g, node, cause, false),
    setBadAccelerators: (node, accelerators) => setBad(g, node, accelerators),
    isOpen: node => g.nodeState.col.cause[node] === NONE && g.nodeState.col.contracted[node] === 1,
    contractLot: lot => forNodesOfLot(world, lot, node => contractNode(g, node)),
    retireLot: lot => retireLot(g, lot),
    lotOn: rack => g.rackState.col.lot[rack],
    bucketOf: node => g.nodeState.col.counted[node] - 1,
    closedFor: (node, accelerator) => closedFor(g, node, accelerator),
    closedBy: node => (g.nodeState.col.cause[node] === NONE ? -1 : CAUSE_BUCKET[g.nodeState.col.cause[node] - 1]),
    closedNodes: rack => g.rackState.col.closedNodes[rack],
    maskTotals: () => g.maskTotals.values.map((value, mask) => value + BigInt(g.masks.col.bookedMs[mask])),
    periodWindows: windowsPerPeriod(world),
    maskPeriods: () => g.maskPeriods.col.acceleratorMs,
    closeWindow: window => closeWindow(g, window),
  }
}

/** Plain words of the bucket of a cause, for inspectors. */
export function causeLabel(cause: Cause): string {
  return BUCKETS[CAUSE_BUCKET[causeIndex(cause)]].label
}
