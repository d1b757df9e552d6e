/**
 * Energy of every block by what it is for: IT, cooling, and losses in the block's electrical rooms; exact, in W·ms. Flows are taken over
 * where they changed, so that a settle of one block costs the others a comparison.
 */
import { type EnergySum, addEnergy, energyWMs } from '../../base/exact-sum.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

export type BlockItem = 'it' | 'mechanical' | 'roomLoss'

export interface BlockBook {
  /** Flows of a block from now on, whole W. */
  post(block: number, itW: number, mechanicalW: number, roomLossW: number): void
  /** Exact energy of a block up to now, W·ms. */
  totalWms(block: number, item: BlockItem): bigint
}

type Sum = EnergySum & { flowW: number; sinceMs: number }

function follow(kernel: Kernel, sum: Sum, flowW: number): void {
  if (sum.flowW === flowW) return
  if (sum.flowW !== 0) addEnergy(sum, sum.flowW, kernel.now - sum.sinceMs)
  sum.flowW = flowW
  sum.sinceMs = kernel.now
}

export function createBlockBook(world: World, kernel: Kernel, state: State): BlockBook {
  const sumsOf = (item: BlockItem): readonly Sum[] => world.blocks.path.map(path => state.scalars(`energy.${path}.${item}`, { kWh: 0, wMs: 0, flowW: 0, sinceMs: 0 }))
  const [it, mechanical, roomLoss] = [sumsOf('it'), sumsOf('mechanical'), sumsOf('roomLoss')]
  const sums = { it, mechanical, roomLoss }
  return {
    post(block, itW, mechanicalW, roomLossW) {
      follow(kernel, it[block], itW)
      follow(kernel, mechanical[block], mechanicalW)
      follow(kernel, roomLoss[block], roomLossW)
    },
    totalWms(block, item) {
      const sum = sums[item][block]
      return energyWMs(sum) + BigInt(sum.flowW) * BigInt(kernel.now - sum.sinceMs)
    },
  }
}
