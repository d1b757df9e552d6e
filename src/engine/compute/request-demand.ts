/** A service that is asked as a trace of requests was: steps of demand at knots, and the lengths that were counted. No request is an event. */
import { HOUR_MS, MINUTE_MS } from '../../base/spans.ts'
import type { RequestDemand } from '../../scenario/inputs.ts'
import type { InferenceEntry } from '../../scenario/schema/workload.ts'
import { lengthsByCount, type Lengths } from './serving-lengths.ts'
import { requestsKey } from '../../scenario/trace-key.ts'

/** A service entry with the lengths of its trace, where it has one. */
export interface SeenEntry extends InferenceEntry {
  readonly lengths?: { readonly prompts: Lengths; readonly answers: Lengths }
}

/** Mean, squared coefficient of variation and distribution of lengths by their counts. */
function lengthsOf(counts: ArrayLike<number>): { readonly mean: number; readonly variability: number; readonly at: Lengths } {
  let [count, sum, squares] = [0, 0, 0]
  for (let tokens = 0; tokens < counts.length; tokens++) {
    count += counts[tokens]
    sum += counts[tokens] * tokens
    squares += counts[tokens] * tokens * tokens
  }
  const mean = sum / count
  return { mean, variability: mean > 0 ? Math.max(0, squares / count / (mean * mean) - 1) : 0, at: lengthsByCount(counts, count, mean) }
}

/** The entry as its trace has it: mean and spread of prompts and answers; the entry itself without a trace. */
export function asSeen(entry: InferenceEntry, requests: Readonly<Record<string, RequestDemand>>): SeenEntry {
  const demand = entry.requests === undefined ? undefined : requests[requestsKey(entry.requests)]
  if (demand === undefined) return entry
  const [prompts, answers] = [lengthsOf(demand.promptCounts), lengthsOf(demand.outputCounts)]
  return {
    ...entry,
    promptTokens: Math.max(1, prompts.mean), outputTokens: Math.max(1, answers.mean), promptVariability: prompts.variability, lengthVariability: answers.variability,
    lengths: { prompts: prompts.at, answers: answers.at },
  }
}

/** Demand in steps. */
export interface SteppedDemand {
  readonly peakPerS: number
  /** Requests per second at a time, with the whole plan contracted. */
  perS(atMs: number): number
  /** The next time after now at which that changes. */
  nextMs(nowMs: number): number
}

/** Undefined where the service is asked by the clock. */
export function steppedDemand({ requests }: InferenceEntry, demands: Readonly<Record<string, RequestDemand>>): SteppedDemand | undefined {
  const demand = requests === undefined ? undefined : demands[requestsKey(requests)]
  if (requests === undefined || demand === undefined) return undefined
  const { after, repeat, scale } = requests
  const span = Math.max(1, Math.round(requests.every / MINUTE_MS))
  const stepMs = span * MINUTE_MS
  const steps = new Float64Array(Math.ceil(demand.minutes.length / span))
  demand.minutes.forEach((count, minute) => {
    steps[Math.floor(minute / span)] += count
  })
  for (let step = 0; step < steps.length; step++) steps[step] *= (scale * 1000) / stepMs
  return {
    peakPerS: steps.reduce((most, perS) => Math.max(most, perS), 0),
    perS(atMs) {
      const step = Math.floor((atMs - after) / stepMs)
      if (step < 0 || (step >= steps.length && !repeat)) return 0
      return steps[step % steps.length]
    },
    nextMs(nowMs) {
      const step = Math.floor((nowMs - after) / stepMs)
      if (step < 0) return after
      return step >= steps.length && !repeat ? nowMs + 24 * HOUR_MS : after + (step + 1) * stepMs
    },
  }
}
