/**
 * Cost of collective operations in the α-β model. S bytes, B bytes/s of bus bandwidth per rank, α seconds per step, n ranks.
 * Sources: bus bandwidth identities of nccl-tests, α and derates of NCCL's tuning table (src/graph/tuning.cc, protocol Simple).
 * Propagation (5 ns/m) is left out: 100 m add 0.5 µs to a network step of 9.6 µs.
 */
import { log2 } from '../base/exact-math.ts'

/** Latency per step, s: rings inside the scale-up domain and over the network, chunked trees over the network. Source: NCCL tuning table. */
export const ALPHA_NVLINK_S = 3.4e-6
export const ALPHA_NETWORK_S = 9.6e-6
export const ALPHA_TREE_S = 50e-6
/** Latency of starting a collective, s. Source: NCCL tuning table. */
export const ALPHA_BASE_S = 8.4e-6
/** Shares of the bus bandwidth that protocol LL128 and trees reach. Source: NCCL tuning table. */
export const LL128_SHARE = 0.92
export const TREE_SHARE = 0.9

export const ringAllReduceS = (n: number, bytes: number, busBps: number, alphaS: number): number =>
  2 * (n - 1) * alphaS + ((2 * (n - 1)) / n) * (bytes / busBps)

/** Bus bandwidth as nccl-tests prints it, B/s: what a ring would need to take `seconds`. */
export const busBandwidthBps = (n: number, bytes: number, seconds: number): number => (bytes / seconds) * ((2 * (n - 1)) / n)

/** Reduce-scatter or all-gather. */
export const reduceScatterS = (n: number, bytes: number, busBps: number, alphaS: number): number =>
  (n - 1) * alphaS + ((n - 1) / n) * (bytes / busBps)

/** Double binary tree all-reduce. */
export const treeAllReduceS = (n: number, bytes: number, busBps: number, alphaS: number): number => 2 * log2(n) * alphaS + 2 * (bytes / busBps)

export const allToAllS = reduceScatterS

/** Point to point between pipeline stages. */
export const pipelineS = (bytes: number, busBps: number, alphaS: number): number => alphaS + bytes / busBps

/** Broadcast or reduce, pipelined along a chain: the last rank is n − 1 steps behind. */
export const broadcastS = (n: number, bytes: number, busBps: number, alphaS: number): number => bytes / busBps + (n - 1) * alphaS

/** Two tiers of bandwidth: `inside` ranks of a scale-up domain, `domains` of them on the network. */
export interface TwoTiers {
  readonly inside: number
  readonly domains: number
  readonly scaleUpBps: number
  readonly networkBps: number
}

/** Time of a collective on the scale-up network and then on the other, at their full rates, s; its start is left out. */
export interface CollectiveTime {
  readonly algorithm: CollectiveAlgorithm
  readonly insideS: number
  readonly networkS: number
}
export type CollectiveAlgorithm = 'ring' | 'tree' | 'hierarchical' | 'direct' | 'two-level'

const totalS = ({ insideS, networkS }: CollectiveTime): number => insideS + networkS
const quickest = (choices: readonly CollectiveTime[]): CollectiveTime => choices.reduce((least, choice) => (totalS(choice) < totalS(least) ? choice : least))

/** What runs over all ranks at once: inside where they are one domain, else over the network. */
const flat = (algorithm: CollectiveAlgorithm, isInside: boolean, seconds: number): CollectiveTime => ({ algorithm, insideS: isInside ? seconds : 0, networkS: isInside ? 0 : seconds })

function hierarchical({ inside, domains, scaleUpBps, networkBps }: TwoTiers, bytes: number): CollectiveTime {
  return {
    algorithm: 'hierarchical',
    insideS: 2 * ((inside - 1) * ALPHA_NVLINK_S + ((inside - 1) / inside) * (bytes / scaleUpBps)),
    networkS: 2 * (domains - 1) * ALPHA_NETWORK_S + ((2 * (domains - 1)) / domains) * (bytes / inside / networkBps),
  }
}

/** All-reduce that adds up inside each domain first, so that only 1/inside of the bytes of a rank cross the network. */
export const hierarchicalAllReduceS = (tiers: TwoTiers, bytes: number): number => totalS(hierarchical(tiers, bytes))

function twoLevel({ inside, domains, scaleUpBps, networkBps }: TwoTiers, bytes: number): CollectiveTime {
  return {
    algorithm: 'two-level',
    insideS: (inside - 1) * ALPHA_NVLINK_S + ((inside - 1) / inside) * (bytes / scaleUpBps),
    networkS: (domains - 1) * ALPHA_NETWORK_S + ((domains - 1) / domains) * (bytes / networkBps),
  }
}

/** All-to-all in two levels: inside the domain over the scale-up network, between domains over the NICs. */
export const hierarchicalAllToAllS = (tiers: TwoTiers, bytes: number): number => totalS(twoLevel(tiers, bytes))

/** All-reduce of `bytes` over inside × domains ranks by the quickest algorithm; trees with their share of the bandwidth. */
export function allReduceTime(tiers: TwoTiers, bytes: number): CollectiveTime {
  const { inside, domains, scaleUpBps, networkBps } = tiers
  const n = inside * domains
  const isInside = domains === 1
  if (n <= 1) return flat('ring', true, 0)
  const busBps = isInside ? scaleUpBps : networkBps
  return quickest([
    flat('ring', isInside, ringAllReduceS(n, bytes, busBps, isInside ? ALPHA_NVLINK_S : ALPHA_NETWORK_S)),
    flat('tree', isInside, treeAllReduceS(n, bytes, busBps * TREE_SHARE, isInside ? ALPHA_NVLINK_S : ALPHA_TREE_S)),
    hierarchical(tiers, bytes),
  ])
}

/** The same in one number, with the start of the collective. */
export function allReduceS(tiers: TwoTiers, bytes: number): { readonly algorithm: CollectiveAlgorithm; readonly seconds: number } {
  const time = allReduceTime(tiers, bytes)
  return { algorithm: time.algorithm, seconds: tiers.inside * tiers.domains <= 1 ? 0 : ALPHA_BASE_S + totalS(time) }
}

/** All-to-all over inside × domains ranks, each to every other at once or in two levels, whichever is quicker. */
export function allToAllTime(tiers: TwoTiers, bytes: number): CollectiveTime {
  const { inside, domains, scaleUpBps, networkBps } = tiers
  const isInside = domains === 1
  const direct = flat('direct', isInside, allToAllS(inside * domains, bytes, isInside ? scaleUpBps : networkBps, isInside ? ALPHA_NVLINK_S : ALPHA_NETWORK_S))
  return isInside ? direct : quickest([direct, twoLevel(tiers, bytes)])
}
