/**
 * A plain simulator of requests, one by one, to judge the approximation by: instances of a model with continuous batching, step by step.
 * A request takes a slot of the instance with the fewest prompts waiting, then the fewest requests; where all are full it waits in one
 * queue. An instance reads waiting prompts first, one at a time, then makes a token for every request that it holds. It shares no code with
 * the engine; times follow from bytes and operations.
 */
export interface ReplayedRequest {
  readonly atS: number
  readonly promptTokens: number
  readonly outputTokens: number
}

export interface ReplayedInstance {
  readonly weightsB: number
  readonly cachePerTokenB: number
  /** Bytes per second and operations per second that the instance really reaches. */
  readonly bytesPerS: number
  readonly operationsPerS: number
  readonly activeParameters: number
  /** Requests at a time. */
  readonly slots: number
}

interface Running {
  readonly request: number
  contextTokens: number
  leftTokens: number
  readonly firstTokenS: number
}

interface Instance {
  freeS: number
  /** Requests with a slot whose prompts are not read yet. */
  readonly prompts: number[]
  running: Running[]
}

export interface Replay {
  /** By request, s: until its first token, and mean time of the tokens after that (NaN for a single one). */
  readonly firstTokenS: Float64Array
  readonly perTokenS: Float64Array
  readonly endS: number
  /** Mean of requests in slots over the time. */
  readonly meanBusy: number
}

/** Replays requests in order of time over equal instances. */
export function replay(requests: readonly ReplayedRequest[], count: number, spec: ReplayedInstance): Replay {
  const instances: Instance[] = Array.from({ length: count }, () => ({ freeS: 0, prompts: [], running: [] }))
  const firstTokenS = new Float64Array(requests.length)
  const perTokenS = new Float64Array(requests.length).fill(NaN)
  const waiting: number[] = []
  let next = 0
  let busyS = 0
  let nowS = 0
  const held = ({ prompts, running }: Instance): number => prompts.length + running.length
  const place = (): void => {
    while (waiting.length > 0) {
      let best: Instance | undefined
      for (const one of instances) {
        if (held(one) >= spec.slots) continue
        if (best === undefined || one.prompts.length < best.prompts.length || (one.prompts.length === best.prompts.length && held(one) < held(best))) best = one
      }
      if (best === undefined) return
      const request = waiting.shift() as number
      if (held(best) === 0) best.freeS = Math.max(best.freeS, nowS)
      best.prompts.push(request)
    }
  }
  const advance = (one: Instance): void => {
    const request = one.prompts.shift()
    if (request !== undefined) {
      const { promptTokens, outputTokens, atS } = requests[request]
      const doneS = nowS + (2 * spec.activeParameters * promptTokens) / spec.operationsPerS
      firstTokenS[request] = doneS - atS
      if (outputTokens > 1) one.running.push({ request, contextTokens: promptTokens + 1, leftTokens: outputTokens - 1, firstTokenS: doneS })
      one.freeS = doneS
      return
    }
    const contextTokens = one.running.reduce((sum, each) => sum + each.contextTokens, 0)
    const doneS = nowS + (spec.weightsB + contextTokens * spec.cachePerTokenB) / spec.bytesPerS
    for (const each of one.running) {
      each.contextTokens += 1
      each.leftTokens -= 1
      if (each.leftTokens === 0) perTokenS[each.request] = (doneS - each.firstTokenS) / (requests[each.request].outputTokens - 1)
    }
    one.running = one.running.filter(({ leftTokens }) => leftTokens > 0)
    one.freeS = doneS
  }
  for (;;) {
    let earliest: Instance | undefined
    for (const one of instances) if (held(one) > 0 && (earliest === undefined || one.freeS < earliest.freeS)) earliest = one
    const arrivalS = next < requests.length ? requests[next].atS : Infinity
    const stepS = earliest?.freeS ?? Infinity
    const thenS = Math.min(arrivalS, stepS)
    if (thenS === Infinity) break
    busyS += instances.reduce((sum, one) => sum + held(one), 0) * (thenS - nowS)
    nowS = thenS
    if (arrivalS <= stepS) {
      waiting.push(next)
      next += 1
    } else if (earliest !== undefined) advance(earliest)
    place()
  }
  return { firstTokenS, perTokenS, endS: nowS, meanBusy: busyS / nowS }
}
