/**
 * The one fixed point of the model: IT power makes heat, heat asks for mechanical power, power may cut both. It starts from the
 * requested loads every time, never from the last solution, so full and incremental solves give the same integers.
 */
import { Phase } from './kernel/kernel.ts'
import type { ComputePort, CoolingPort, DomainContext, PowerPort } from './ports.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT } from './ports.ts'
import type { BlockBook } from './ledger/block-book.ts'
import type { EnergyBook } from './ledger/energy.ts'

/** Rounds of the fixed point; mechanical load moves by less than 0.01 % after the second. */
const MAX_ROUNDS = 3
/** All blocks. */
export const ALL_BLOCKS = -1

export interface Coupling {
  /** Marks a block (or all) for the next settle, at now if the control phase is still ahead, else 1 ms later. */
  request(block: number): void
  /** Integrates the energy book up to now. */
  postEnergy(): void
}

interface Parts {
  /** What training draws per request: dummy load that smooths its ramps comes on top. */
  readonly burnFactor: number
  readonly ctx: DomainContext
  readonly power: PowerPort
  readonly cooling: CoolingPort
  readonly compute: () => ComputePort
  readonly energy: EnergyBook
  readonly books: BlockBook
  /** Hears of the air at the inlets of a block. */
  readonly heated: ((block: number, inletC: number) => void) | undefined
  readonly dirty: { col: { dirty: Uint8Array } }
  readonly itW: Float64Array
  /** What power and compute were last told by block × class, so that they hear of changes only: IT watts asked, their floors, caps. */
  readonly askedW: Float64Array
  readonly leastW: Float64Array
  readonly capped: Float64Array
  /** 1 where compute was told that racks share what holds their block back. */
  readonly shared: Float64Array
}

/** What a block asks power for by class: the published request, less what hot coolant makes the racks give up. Returns the sum. */
function askLoads(parts: Parts, block: number): number {
  const { power, cooling, askedW, leastW } = parts
  const { blockRequestW, blockMinimumW } = parts.compute().load
  const throttle = cooling.view.throttle[block] * fansOf(parts, block)
  const burning = throttle * parts.burnFactor
  let sum = 0
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    const cell = block * LOAD_CLASS_COUNT + c
    const factor = c === LOAD_CLASS.training ? burning : throttle
    const asked = factor === 1 ? blockRequestW[cell] : Math.round(blockRequestW[cell] * factor)
    const least = Math.min(asked, blockMinimumW[cell])
    sum += asked
    if (asked === askedW[cell] && least === leastW[cell]) continue
    askedW[cell] = asked
    leastW[cell] = least
    power.setItLoad(block, c, asked, least)
  }
  power.setGivenUp(block, throttle < 1 ? Math.max(0, givenUpW(blockRequestW, block, sum)) : 0, cooling.view.shutdown[block] === 1)
  return sum
}

/** What fans of servers in warm inlets add to a block's load, as a factor; racks do not draw more than their maximum for it. */
function fansOf({ ctx, cooling, compute }: Parts, block: number): number {
  const factor = cooling.view.fanFactor[block]
  if (factor === 1) return 1
  const { blockRequestW } = compute().load
  let sum = 0
  for (let cell = block * LOAD_CLASS_COUNT; cell < (block + 1) * LOAD_CLASS_COUNT; cell++) sum += blockRequestW[cell]
  return sum === 0 ? 1 : Math.max(1, Math.min(factor, ctx.world.blocks.itMaxW[block] / sum))
}

/** What a block wants beyond what it asks for, W. */
function givenUpW(blockRequestW: Float64Array, block: number, askedSumW: number): number {
  let wantedW = 0
  for (let cell = block * LOAD_CLASS_COUNT; cell < (block + 1) * LOAD_CLASS_COUNT; cell++) wantedW += blockRequestW[cell]
  return wantedW - askedSumW
}

/** IT watts of a block that power grants now; what it asks when nothing binds. */
const drawnW = ({ power }: Parts, block: number): number => power.view.itGrantedW[block]

function cool(parts: Parts, block: number, round: number): void {
  const { power, cooling, itW } = parts
  const plantW = cooling.view.mechanicalW[block]
  const powered = round === 0 || plantW === 0 ? 1 : Math.min(1, power.view.mechanicalGrantedW[block] / plantW)
  cooling.evaluate(block, itW[block], power.roomLossW(block), powered)
  power.setMechanicalLoad(block, cooling.view.mechanicalW[block])
}

function settle(parts: Parts): void {
  const { ctx, power, dirty, itW } = parts
  const marks = dirty.col.dirty
  const { count } = ctx.world.blocks
  const { energised } = power.view
  for (let block = 0; block < count; block++) {
    // A block that has never had power draws and cools nothing; its energisation asks for a settle of its own.
    if (energised[block] === 0) marks[block] = 0
    if (marks[block] === 1) itW[block] = power.letThroughW(block, askLoads(parts, block))
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (let block = 0; block < count; block++) if (marks[block] === 1) cool(parts, block, round)
    power.settle()
    if (!drawMoved(parts)) break
  }
  for (let block = 0; block < count; block++) {
    // A shortage of the site may cut blocks that asked for nothing new.
    const drawn = marks[block] === 1 ? itW[block] : drawnW(parts, block)
    parts.books.post(block, drawn, power.view.mechanicalGrantedW[block], power.roomLossW(block))
    if (marks[block] === 1) passOn(parts, block)
    marks[block] = 0
  }
}

/** Takes over the granted draw; true if a block's IT draw differs from what its heat was computed for, or its plant is short of power. */
function drawMoved(parts: Parts): boolean {
  const { power, cooling } = parts
  let moved = false
  for (let block = 0; block < parts.ctx.world.blocks.count; block++) {
    if (parts.dirty.col.dirty[block] === 0) continue
    const drawn = drawnW(parts, block)
    if (drawn !== parts.itW[block] || power.view.mechanicalGrantedW[block] < cooling.view.mechanicalW[block]) moved = true
    parts.itW[block] = drawn
  }
  return moved
}

/** Tells compute what it got: caps by class and the thermal factor. */
function passOn(parts: Parts, block: number): void {
  const { power, cooling, askedW, capped, shared } = parts
  const compute = parts.compute()
  const { grantedW } = power.view
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    const cell = block * LOAD_CLASS_COUNT + c
    const cap = grantedW[cell] < askedW[cell] ? grantedW[cell] / askedW[cell] : 1
    if (cap === capped[cell]) continue
    capped[cell] = cap
    compute.setPowerCap(block, c, cap)
  }
  const isShared = power.isHeldBack(block) ? 1 : 0
  if (isShared !== shared[block]) {
    shared[block] = isShared
    compute.setCapShared(block, isShared === 1)
  }
  compute.setThermalFactor(block, cooling.view.throttle[block])
  parts.heated?.(block, parts.cooling.view.inletAirC[block])
}

export function createCoupling(ctx: DomainContext, power: PowerPort, cooling: CoolingPort, compute: () => ComputePort, energy: EnergyBook, books: BlockBook, heated?: Parts['heated']): Coupling {
  const { kernel, world, state } = ctx
  const dirty = state.table('simulation.settle', world.blocks.count, { dirty: 'u8' })
  const pending = state.scalars('simulation.pending', { settle: 0 })
  // Nothing told yet, and after a restore nothing known.
  const told = (): Float64Array => new Float64Array(world.blocks.count * LOAD_CLASS_COUNT).fill(Number.NaN)
  const parts: Parts = {
    burnFactor: 1 + (ctx.scenario.smoothing?.burn ?? 0),
    ctx,
    power,
    cooling,
    compute,
    energy,
    books,
    heated,
    dirty,
    itW: new Float64Array(world.blocks.count),
    askedW: told(),
    leastW: told(),
    capped: told(),
    shared: new Float64Array(world.blocks.count).fill(Number.NaN),
  }
  state.onRestore(() => {
    for (const known of [parts.askedW, parts.leastW, parts.capped, parts.shared]) known.fill(Number.NaN)
  })
  const postEnergy = (): void => energy.post(power.view.totals, cooling.view.drawMgps())
  const settleCommand = kernel.command('simulation.settle', Phase.control, () => {
    pending.settle = 0
    settle(parts)
    cooling.settled()
    postEnergy()
  })
  return {
    postEnergy,
    request(block) {
      if (block === ALL_BLOCKS) dirty.col.dirty.fill(1)
      else dirty.col.dirty[block] = 1
      if (pending.settle === 1) return
      pending.settle = 1
      kernel.schedule(settleCommand, 0, kernel.phase() < Phase.control ? kernel.now : kernel.now + 1)
    },
  }
}
