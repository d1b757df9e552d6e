/**
 * Hazard clocks: one pending failure per node, in exposure time. The n-th failure of a node strikes when its integrated hazard
 * reaches the sum of its first n draws of Exp(1), so the exposure at which it strikes depends on the node's own stream alone.
 * Whether and when that exposure is reached is a matter of policy: common random numbers survive every change of plan.
 *
 * Exposure is counted in ms while the node is exposed (in service and powered) and not down, in the time of its block: stress makes that
 * time run faster or slower (accelerated life: age and hazard together), so that a change of temperature touches no node. With stress 1
 * all is integer and exact.
 */
import { exponential } from '../../base/variates.ts'
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { type AgeLaw, exposureOfMature, matureMs } from './ageing.ts'

export interface HazardConfig {
  /** Mature faults per accelerator and ms of an ordinary node. */
  readonly perAcceleratorMs: number
  /** Rate of a node as a multiple of that of ordinary ones; changed only inside `rebase`. */
  readonly factorOf: (node: number) => number
  readonly ageing: AgeLaw
  /** Age at which nodes enter service (they were burned in), ms. */
  readonly initialAgeMs: number
}

export interface HazardClocks {
  /** The node is in service and powered, or not. Idempotent, O(1), touches no timer on the way off. */
  expose(node: number, on: boolean): void
  /** The node is down (faulted or in repair): its clock stands still until it is up again. */
  setDown(node: number, down: boolean): void
  /** Speed of the time of a block, > 0; 1 is nominal. O(1) but for the few times that it is faster than ever. */
  setStress(block: number, stress: number): void
  /** Index of the draw that the node lives on; the uniforms of its class and detection share it. */
  drawOf(node: number): number
  /** The failure of the present draw has struck; the node lives on the next one. */
  beginDraw(node: number): void
  /**
   * Changes what the hazard of a node depends on: the hazard left until its next failure stays, the time until then follows. `isNew`: another
   * node stands in its place, its age begins again.
   */
  rebase(node: number, change: () => void, isNew: boolean): void
  /** The node is in service and powered. */
  isExposed(node: number): boolean
  /** Exposure until now, ms. */
  exposureMs(node: number): number
  /** Exposure at which the next failure strikes, ms; Infinity without hazard. */
  targetMs(node: number): number
}

const EXPOSED = 1
const DOWN = 2

const COLUMNS = { exposureMs: 'f64', sinceMs: 'f64', targetMs: 'f64', hazard: 'f64', handle: 'f64', draw: 'u32', flags: 'u8' } as const

interface Clocks {
  readonly kernel: Kernel
  readonly world: World
  readonly config: HazardConfig
  readonly table: ReturnType<typeof registerClocks>
  readonly blocks: ReturnType<typeof registerBlocks>
  strike: CommandType
}

function registerClocks(state: State, count: number) {
  return state.table('faults.clocks', count, COLUMNS)
}

/** Speeds are bounded in steps of an eighth: timers are set for the bound, so that they never fire late. */
const STRESS_STEPS = 8

/** Time of each block: where it stood at `sinceMs`, its speed since then, and the bound of its speed so far. */
function registerBlocks(state: State, count: number) {
  const table = state.table('faults.blockTime', count, { lifeMs: 'f64', sinceMs: 'f64', speed: 'f64', bound: 'f64' })
  table.col.speed.fill(1)
  table.col.bound.fill(1)
  return table
}

/** Whether the clock of a node runs. */
function isRunning(c: Clocks, node: number): boolean {
  const flags = c.table.col.flags[node]
  return (flags & EXPOSED) !== 0 && (flags & DOWN) === 0
}

/** Time of a block now, ms. */
function lifeOf({ kernel, blocks }: Clocks, block: number): number {
  const { lifeMs, sinceMs, speed } = blocks.col
  return lifeMs[block] + speed[block] * (kernel.now - sinceMs[block])
}

/** Exposure of a node until now, ms. */
function exposureOf(c: Clocks, node: number): number {
  const { exposureMs, sinceMs } = c.table.col
  return isRunning(c, node) ? exposureMs[node] + lifeOf(c, c.world.nodes.block[node]) - sinceMs[node] : exposureMs[node]
}

/** Brings the exposure of a node up to now. */
function advance(c: Clocks, node: number): void {
  const { exposureMs, sinceMs } = c.table.col
  exposureMs[node] = exposureOf(c, node)
  sinceMs[node] = lifeOf(c, c.world.nodes.block[node])
}

/** Mature hazard of a node per ms. */
const hazardPerMs = ({ config, world }: Clocks, node: number): number => config.perAcceleratorMs * world.nodes.accelerators[node] * config.factorOf(node)

/** Draws the hazard until the next failure and finds the exposure at which it is used up. */
function drawTarget(c: Clocks, node: number): void {
  const { hazard, draw, targetMs } = c.table.col
  const { nodes } = c.world
  const perMs = hazardPerMs(c, node)
  if (perMs <= 0) {
    targetMs[node] = Number.POSITIVE_INFINITY
    return
  }
  hazard[node] += exponential(uniformOf(nodes.key0[node], nodes.key1[node], PURPOSE.failure, draw[node]), 1)
  targetMs[node] = exposureOfMature(c.config.ageing, c.config.initialAgeMs, hazard[node] / perMs)
}

/**
 * Makes sure that a timer fires no later than the failure. A timer that fires too early is set again, so stopping a clock costs
 * nothing. Failures beyond the horizon have no timer.
 */
function arm(c: Clocks, node: number): void {
  const { exposureMs, targetMs, handle } = c.table.col
  if (!isRunning(c, node)) return
  const bound = c.blocks.col.bound[c.world.nodes.block[node]]
  const dueMs = c.kernel.now + Math.max(1, Math.ceil((targetMs[node] - exposureMs[node]) / bound))
  if (dueMs > c.world.horizonMs) return
  const pendingMs = c.kernel.timeOf(handle[node])
  if (pendingMs >= 0 && pendingMs <= dueMs) return
  handle[node] = pendingMs < 0 ? c.kernel.schedule(c.strike, node, dueMs) : c.kernel.reschedule(handle[node], dueMs)
}

function setFlag(c: Clocks, node: number, flag: number, on: boolean): void {
  const { flags, targetMs } = c.table.col
  if (((flags[node] & flag) !== 0) === on) return
  advance(c, node)
  flags[node] = on ? flags[node] | flag : flags[node] & ~flag
  // The first draw is made when the node first lives.
  if (targetMs[node] === 0) drawTarget(c, node)
  arm(c, node)
}

/** The timer of a node fired: true when its failure is due, else the timer is set again. */
function isDue(c: Clocks, node: number): boolean {
  c.table.col.handle[node] = 0
  advance(c, node)
  if (isRunning(c, node) && c.table.col.exposureMs[node] >= c.table.col.targetMs[node]) return true
  arm(c, node)
  return false
}

function rebase(c: Clocks, node: number, change: () => void, isNew: boolean): void {
  const { hazard, exposureMs, targetMs } = c.table.col
  const { ageing, initialAgeMs } = c.config
  const isDrawn = targetMs[node] > 0 && targetMs[node] < Number.POSITIVE_INFINITY
  advance(c, node)
  const left = hazard[node] - hazardPerMs(c, node) * matureMs(ageing, initialAgeMs, exposureMs[node])
  change()
  if (isNew) exposureMs[node] = 0
  if (!isDrawn) return
  const perMs = hazardPerMs(c, node)
  hazard[node] = Math.max(0, left) + perMs * matureMs(ageing, initialAgeMs, exposureMs[node])
  targetMs[node] = exposureOfMature(ageing, initialAgeMs, hazard[node] / perMs)
  arm(c, node)
}

/** Changes the speed of a block; where it exceeds its bound, the timers of all its nodes are set for a new one. */
function setStress(c: Clocks, block: number, stress: number): void {
  const { lifeMs, sinceMs, speed, bound } = c.blocks.col
  if (stress === speed[block]) return
  lifeMs[block] = lifeOf(c, block)
  sinceMs[block] = c.kernel.now
  speed[block] = stress
  if (stress <= bound[block]) return
  bound[block] = Math.ceil(stress * STRESS_STEPS) / STRESS_STEPS
  const { nodeBegin } = c.world.blocks
  for (let node = nodeBegin[block]; node < nodeBegin[block + 1]; node++) {
    advance(c, node)
    // A node that never lived has no draw yet.
    if (c.table.col.targetMs[node] > 0) arm(c, node)
  }
}

/** Creates the clocks; `strike(node)` runs in the fault phase when the failure of a node is due and must call `beginDraw`. */
export function createHazardClocks(state: State, kernel: Kernel, world: World, config: HazardConfig, strike: (node: number) => void): HazardClocks {
  const c: Clocks = { kernel, world, config, table: registerClocks(state, world.nodes.count), blocks: registerBlocks(state, world.blocks.count), strike: 0 }
  c.strike = kernel.command('faults.strike', Phase.fault, node => {
    if (isDue(c, node)) strike(node)
  })
  return {
    expose: (node, on) => setFlag(c, node, EXPOSED, on),
    setDown: (node, down) => setFlag(c, node, DOWN, down),
    setStress: (block, stress) => setStress(c, block, stress),
    drawOf: node => c.table.col.draw[node],
    beginDraw(node) {
      c.table.col.draw[node] += 1
      drawTarget(c, node)
      arm(c, node)
    },
    rebase: (node, change, isNew) => rebase(c, node, change, isNew),
    isExposed: node => (c.table.col.flags[node] & EXPOSED) !== 0,
    exposureMs: node => exposureOf(c, node),
    targetMs: node => c.table.col.targetMs[node],
  }
}
