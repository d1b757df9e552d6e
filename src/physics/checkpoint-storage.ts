/** Checkpoints and training data against the bandwidth of what holds them. Sizes in bytes, rates in B/s, times in seconds. */

/** Bytes a parameter of weights, master copy and two moments of an optimiser in mixed precision (bf16 and fp32). Llama 3 notes. */
export const BYTES_PER_PARAMETER = 14
/** Bytes of a parameter in the weights alone, bf16. */
const WEIGHT_BYTES = 2

/** What a checkpoint of a model of so many parameters holds. */
export const checkpointBytes = (parameters: number, bytesPerParameter: number = BYTES_PER_PARAMETER): number => bytesPerParameter * parameters

/** Time for which accelerators stand still while each copies its part to its host. */
export const snapshotS = (bytesPerAccelerator: number, deviceToHost: number): number => bytesPerAccelerator / deviceToHost

/** Time until hosts have written it to the store, which gives the job `storeRate`. */
export const flushS = (bytes: number, nodes: number, perNode: number, storeRate: number): number => bytes / Math.min(nodes * perNode, storeRate)

/** Bytes read when each of `replicas` data-parallel copies reads all weights for itself and the optimiser is read once. */
export const naiveRestoreBytes = (parameters: number, replicas: number, bytesPerParameter: number = BYTES_PER_PARAMETER): number =>
  WEIGHT_BYTES * parameters * replicas + (bytesPerParameter - WEIGHT_BYTES) * parameters

/** Time to read `bytes` at the store's rate, but never faster than the slowest node takes in its own part. */
export const restoreS = (bytes: number, storeRate: number, bytesPerNode: number, perNode: number): number => Math.max(bytes / storeRate, bytesPerNode / perNode)

/** Share of their rate that loading jobs keep when the store cannot supply them; 1 when it can. */
export const loadingRate = (supply: number, demand: number): number => (demand <= supply ? 1 : supply / demand)

/** Ends of transfers under processor sharing: each gets an equal part of `rate` while it is under way. Starts ascend. */
export function sharedEndsS(startsS: readonly number[], bytes: readonly number[], rate: number): number[] {
  const left = [...bytes]
  const ends = new Array<number>(bytes.length).fill(Infinity)
  let nowS = 0
  for (;;) {
    const active = left.flatMap((_, i) => (startsS[i] <= nowS && ends[i] === Infinity ? [i] : []))
    const nextStartS = startsS.reduce((next, startS) => (startS > nowS ? Math.min(next, startS) : next), Infinity)
    const least = active.reduce((most, i) => Math.min(most, left[i]), Infinity)
    const doneS = nowS + (least * active.length) / rate
    const untilS = active.length === 0 ? nextStartS : Math.min(nextStartS, doneS)
    if (untilS === Infinity) return ends
    for (const i of active) {
      left[i] = untilS === doneS && left[i] === least ? 0 : left[i] - ((untilS - nowS) * rate) / active.length
      if (left[i] === 0) ends[i] = untilS
    }
    nowS = untilS
  }
}

/**
 * End of the first of `count` transfers under processor sharing, s: all that are under way share `rate` equally, none beyond its own cap,
 * and what one cannot take goes to the others. Later transfers than the first count from their start on.
 */
export function sharedEndS(startsS: ArrayLike<number>, bytes: ArrayLike<number>, caps: ArrayLike<number>, count: number, rate: number): number {
  if (count === 1) return startsS[0] + bytes[0] / Math.min(caps[0], rate)
  const left = Array.from({ length: count }, (_, i) => bytes[i])
  let nowS = startsS[0]
  for (let i = 1; i < count; i++) nowS = Math.min(nowS, startsS[i])
  for (;;) {
    const active: number[] = []
    let nextS = Infinity
    for (let i = 0; i < count; i++) {
      if (startsS[i] > nowS) nextS = Math.min(nextS, startsS[i])
      else if (left[i] > 0) active.push(i)
    }
    const speeds = equalShares(active.map(i => caps[i]), rate)
    active.forEach((i, at) => {
      nextS = Math.min(nextS, nowS + left[i] / speeds[at])
    })
    if (nextS === Infinity) return nowS
    active.forEach((i, at) => {
      const after = left[i] - speeds[at] * (nextS - nowS)
      // Who ends now has all, and what is left over by rounding is nothing: late in a run the clock is coarser than what would be read meanwhile.
      left[i] = nowS + left[i] / speeds[at] <= nextS || after <= bytes[i] * 1e-12 ? 0 : after
    })
    nowS = nextS
    if (left[0] === 0) return nowS
  }
}

/** Equal shares of a rate, none beyond its cap. */
function equalShares(caps: readonly number[], rate: number): number[] {
  const order = caps.map((_, i) => i).sort((a, b) => caps[a] - caps[b] || a - b)
  const shares = new Array<number>(caps.length).fill(0)
  let leftRate = rate
  order.forEach((i, at) => {
    shares[i] = Math.min(caps[i], leftRate / (order.length - at))
    leftRate -= shares[i]
  })
  return shares
}
