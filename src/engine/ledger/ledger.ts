/**
 * The ledger: contract, gates, accounts and the energy book under one roof. It closes a window at every multiple of the window
 * length and checks there, with ===, that the buckets sum to the contract.
 */
import { assert } from '../../base/assert.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import { Phase, type Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { type Accounts, contractedMs, createAccounts, type LedgerOptions, windowCount } from './accounts.ts'
import { createEnergyBook, type EnergyBook, type GridListener } from './energy.ts'
import { createGates, type Gates, type NodeListener } from './gates.ts'

export interface Ledger {
  readonly accounts: Accounts
  readonly gates: Gates
  readonly energy: EnergyBook
  start(): void
  /** Total booked accelerator-ms by bucket, folded to bigint; the sum equals the contract up to now. */
  totals(): bigint[]
}

export interface LedgerHooks {
  /** Told when nodes leave or join the scheduler's pool. */
  readonly nodes: () => NodeListener
  /** Called before a window closes, so that committed work of running jobs is booked. */
  readonly beforeClose: () => void
  /** Called when the last window closes: what is neither saved nor lost is settled. */
  readonly atHorizon: () => void
  /** Called after a window closed and was checked. */
  readonly afterClose: (window: number) => void
}

const BUCKET_COUNT = BUCKETS.length

/** Sum of a window's buckets; integers below 2^53, so float addition is exact. */
export function windowSum(cells: Float64Array, window: number): number {
  let sum = 0
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) sum += cells[window * BUCKET_COUNT + bucket]
  return sum
}

export function foldTotals(cells: Float64Array): bigint[] {
  const totals = new Array<bigint>(BUCKET_COUNT).fill(0n)
  for (let i = 0; i < cells.length; i++) if (cells[i] !== 0) totals[i % BUCKET_COUNT] += BigInt(cells[i])
  return totals
}

export function createLedger(world: World, kernel: Kernel, state: State, hooks: LedgerHooks, grid: GridListener, options?: LedgerOptions): Ledger {
  const accounts = createAccounts(world, kernel, state, options)
  const gates = createGates(world, kernel, state, accounts, hooks.nodes)
  const energy = createEnergyBook(world, kernel, state, grid)
  const count = windowCount(world)

  const contract = kernel.command('ledger.contract', Phase.facility, lot => gates.contractLot(lot))
  const retire = kernel.command('ledger.retire', Phase.facility, lot => gates.retireLot(lot))
  const close = kernel.command('ledger.close', Phase.ledger, window => {
    hooks.beforeClose()
    if (window + 1 === count) accounts.settleHorizon(hooks.atHorizon)
    accounts.closeWindow()
    gates.closeWindow(window)
    energy.closeWindow()
    const booked = windowSum(accounts.windows(), window)
    const owed = contractedMs(world, window)
    if (booked !== owed) assert(false, 'ledger does not sum to the contract', { window, booked, owed, now: kernel.now })
    if (window + 1 < count) kernel.schedule(close, window + 1, Math.min(world.horizonMs, (window + 2) * world.windowMs))
    hooks.afterClose(window)
  })

  return {
    accounts,
    gates,
    energy,
    start() {
      const { contractMs, retireMs, count: lotCount } = world.lots
      for (let lot = 0; lot < lotCount; lot++) {
        if (contractMs[lot] < world.horizonMs) kernel.schedule(contract, lot, contractMs[lot])
        if (retireMs[lot] < world.horizonMs) kernel.schedule(retire, lot, retireMs[lot])
      }
      kernel.schedule(close, 0, Math.min(world.horizonMs, world.windowMs))
    },
    totals: () => foldTotals(accounts.windows()),
  }
}
