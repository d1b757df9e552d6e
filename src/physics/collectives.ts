/**
 * Cost of collective operations in the α-β model, and what a slower network does to a training step.
 * S bytes, B bytes/s of bus bandwidth per rank, α seconds per step, n ranks. Sources: bus bandwidth identities of nccl-tests, α of the
 * NCCL tuning table. Propagation (5 ns/m) is negligible beside α and is left out.
 */

/** Latency per step, s. Source: NCCL tuning table, Simple protocol. */
export const ALPHA_NVLINK_S = 3.4e-6
export const ALPHA_NETWORK_S = 9.6e-6

export const ringAllReduceS = (n: number, bytes: number, busBps: number, alphaS: number): number =>
  2 * (n - 1) * alphaS + ((2 * (n - 1)) / n) * (bytes / busBps)

/** Reduce-scatter or all-gather. */
export const reduceScatterS = (n: number, bytes: number, busBps: number, alphaS: number): number =>
  (n - 1) * alphaS + ((n - 1) / n) * (bytes / busBps)

export const allToAllS = reduceScatterS

/** All-reduce in two tiers: `inside` ranks of a scale-up domain, `domains` of them on the network. */
export function hierarchicalAllReduceS(inside: number, domains: number, bytes: number, scaleUpBps: number, networkBps: number): number {
  const up = 2 * ((inside - 1) * ALPHA_NVLINK_S + ((inside - 1) / inside) * (bytes / scaleUpBps))
  const out = 2 * (domains - 1) * ALPHA_NETWORK_S + ((2 * (domains - 1)) / domains) * (bytes / inside / networkBps)
  return up + out
}

/** Bytes per accelerator and step of sharded data parallelism: 4 B gradients and 2 B parameters per parameter held. */
export const dataParallelBytes = (parameters: number, tensor: number, pipeline: number, data: number): number =>
  (6 * parameters * (data - 1)) / (tensor * pipeline * data)

/** FLOP of one step of a dense transformer, without recomputation. */
export const trainingFlop = (parameters: number, tokens: number): number => 6 * parameters * tokens

export interface StepModel {
  readonly computeS: number
  /** Pipeline bubble as a share of compute. */
  readonly bubbleFraction: number
  /** Tensor-parallel time inside the scale-up domain. */
  readonly tensorS: number
  /** Network term at full rate, and how much of the compute time it can hide behind. */
  readonly networkS: number
  readonly overlapS: number
}

/** Step time when the network term runs at the share `rate` in (0, 1]. */
export function stepTimeS(step: StepModel, rate: number): number {
  return step.computeS * (1 + step.bubbleFraction) + step.tensorS + Math.max(0, step.networkS / rate - step.overlapS)
}

/**
 * Slowdown σ ≥ 1 of a job of which `exposed` in [0, 1) of an ideal step is exposed communication, with `overlap` of compute hiding
 * more of it, when its network share falls to `rate`.
 */
export function slowdown(exposed: number, overlap: number, rate: number): number {
  if (exposed === 0 || rate >= 1) return 1
  const compute = 1 - exposed
  const hidden = overlap * compute
  return compute + (exposed + hidden) / rate - hidden
}
