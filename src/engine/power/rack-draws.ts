/**
 * Draws of the racks of one block by class in whole watts, and how they are cut: the working memory of the governor. Cuts take what is
 * above the floors from class 5 to 2, inside a class in proportion, and never more than was to be saved.
 */
import { LOAD_CLASS, LOAD_CLASS_COUNT } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'

export interface RackDraws {
  /** Draw and floor by rack of the block × class, W. */
  readonly drawW: Float64Array
  readonly floorW: Float64Array
  /** What a watt of each rack counts in the limit at hand, 0–1. */
  readonly weight: Float64Array
  /** Draw of each rack over all classes, W; as of the last `sumRacks`. */
  readonly totalW: Float64Array
  /** Load of each system of the block at hand, W at the racks. */
  readonly rackLoadW: Float64Array
  /** Whether a limit that racks share has cut any of them. */
  isHeld: boolean
}

export function createRackDraws(blocks: readonly BlockPlan[]): RackDraws {
  const racks = Math.max(0, ...blocks.map(block => block.rackEnd - block.rackBegin))
  return {
    drawW: new Float64Array(racks * LOAD_CLASS_COUNT),
    floorW: new Float64Array(racks * LOAD_CLASS_COUNT),
    weight: new Float64Array(racks),
    isHeld: false,
    totalW: new Float64Array(racks),
    rackLoadW: new Float64Array(Math.max(0, ...blocks.map(block => block.topology.systems))),
  }
}

/** Divides `total` watts over the racks in proportion to `weightOf`, to the watt; to `into[rack · 6 + loadClass]`. */
export function divideOver(into: Float64Array, loadClass: number, count: number, total: number, weightOf: (index: number) => number): void {
  let sum = 0
  for (let i = 0; i < count; i++) sum += weightOf(i)
  let reached = 0
  let before = 0
  for (let i = 0; i < count; i++) {
    reached += weightOf(i)
    const upTo = reached === sum ? total : Math.floor((total * reached) / sum)
    into[i * LOAD_CLASS_COUNT + loadClass] = sum === 0 ? 0 : upTo - before
    before = upTo
  }
}

/** Weighted watts of the racks by `weight`, W. */
export function weightedW({ drawW, weight }: RackDraws, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) if (weight[i] > 0) sum += weight[i] * rackW(drawW, i)
  return sum
}

/** Watts of a rack over all classes. */
export function rackW(drawW: Float64Array, index: number): number {
  let sum = 0
  for (let at = index * LOAD_CLASS_COUNT; at < (index + 1) * LOAD_CLASS_COUNT; at++) sum += drawW[at]
  return sum
}

/** Sums the classes of every rack. */
export function sumRacks({ drawW, totalW }: RackDraws, count: number): void {
  for (let index = 0; index < count; index++) totalW[index] = rackW(drawW, index)
}

/** Cuts one class of the racks that count in full (or in part) by at most `excessW` weighted watts; returns what is left of it. */
function cutClass({ drawW, floorW, weight }: RackDraws, count: number, loadClass: number, inFull: boolean, excessW: number): number {
  const counts = (i: number): boolean => (inFull ? weight[i] === 1 : weight[i] > 0 && weight[i] < 1)
  let sum = 0
  for (let i = 0; i < count; i++) if (counts(i)) sum += weight[i] * (drawW[i * LOAD_CLASS_COUNT + loadClass] - floorW[i * LOAD_CLASS_COUNT + loadClass])
  if (sum <= 0) return excessW
  const saveW = Math.min(sum, excessW)
  let reached = 0
  let saved = 0
  for (let i = 0; i < count; i++) {
    if (!counts(i)) continue
    const at = i * LOAD_CLASS_COUNT + loadClass
    const spareW = drawW[at] - floorW[at]
    reached += weight[i] * spareW
    const target = reached >= sum ? saveW : saveW * (reached / sum)
    const cutW = Math.max(0, Math.min(spareW, Math.ceil((target - saved) / weight[i])))
    drawW[at] -= cutW
    saved += cutW * weight[i]
  }
  return Math.max(0, excessW - saved)
}

/** Brings the weighted draw down by `excessW` as far as floors allow, racks that count in full first; returns what is left to save, W. */
export function cutToFloors(draws: RackDraws, count: number, excessW: number): number {
  let left = Math.ceil(excessW)
  for (let loadClass = LOAD_CLASS.deferrable; loadClass >= LOAD_CLASS.network && left > 0; loadClass--) {
    left = cutClass(draws, count, loadClass, true, left)
    if (left > 0) left = cutClass(draws, count, loadClass, false, left)
  }
  return left
}

/** Takes one rack down to `capW`, class 5 first, floors last. */
export function cutRack({ drawW, floorW }: RackDraws, index: number, capW: number): void {
  let left = rackW(drawW, index) - capW
  for (const keepsFloor of [true, false]) {
    for (let at = (index + 1) * LOAD_CLASS_COUNT - 1; at >= index * LOAD_CLASS_COUNT && left > 0; at--) {
      const cutW = Math.min(left, drawW[at] - (keepsFloor ? Math.min(floorW[at], drawW[at]) : 0))
      drawW[at] -= cutW
      left -= cutW
    }
  }
}
