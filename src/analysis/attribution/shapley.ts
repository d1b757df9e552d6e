/**
 * How much of a loss each cause takes when they act together: the mean, over the orders in which causes may come, of what the value falls
 * when the cause comes. Values are integers and weights fractions of integers, so that the shares sum to the loss exactly.
 */
import { prefixes } from '../designs/coalitions.ts'

/** What a coalition of causes leaves, by coalition. */
export type Value = (coalition: number) => bigint

/** Shares as numerators over one denominator; their sum is denominator × (value of none − value of all). */
export interface Shares {
  readonly numerators: readonly bigint[]
  readonly denominator: bigint
}

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1))

const sizeOf = (coalition: number): number => {
  let size = 0
  for (let left = coalition; left !== 0; left &= left - 1) size += 1
  return size
}

/** Exact shares over all coalitions of `count` causes. */
export function shapley(count: number, value: Value): Shares {
  const numerators = new Array<bigint>(count).fill(0n)
  for (let coalition = 0; coalition < (1 << count); coalition++) {
    const size = sizeOf(coalition)
    for (let cause = 0; cause < count; cause++) {
      if ((coalition & (1 << cause)) !== 0) continue
      numerators[cause] += factorial(size) * factorial(count - size - 1) * (value(coalition) - value(coalition | (1 << cause)))
    }
  }
  return { numerators, denominator: factorial(count) }
}

/** Shares over some orders of the causes; each order sums to the loss by itself, so all of them do. */
export function sampledShapley(count: number, orders: readonly (readonly number[])[], value: Value): Shares {
  const numerators = new Array<bigint>(count).fill(0n)
  for (const order of orders) {
    const steps = prefixes(order)
    order.forEach((cause, at) => {
      numerators[cause] += value(steps[at]) - value(steps[at + 1])
    })
  }
  return { numerators, denominator: BigInt(orders.length) }
}

/** A share as a number. */
export const shareOf = ({ numerators, denominator }: Shares, cause: number): number => Number(numerators[cause] / denominator) + Number(numerators[cause] % denominator) / Number(denominator)
