/** Made-up lives for the picture. */
import type { AcceleratorLife, LifeSpan, RunLife } from '../../src/results/biography.ts'

const DAY_MS = 86_400_000
const span = (fromDay: number, toDay: number, state: string, label: string, job = -1, lostDays = 0): LifeSpan => ({ fromMs: fromDay * DAY_MS, toMs: toDay * DAY_MS, state, label, job, lostMs: lostDays * DAY_MS })

/** Ordered before the start, works for `jobs` jobs, and fails now and then. */
export function acceleratorLife(jobs = 12, label = 'Working for training'): AcceleratorLife {
  const work = Array.from({ length: jobs }, (_, i): LifeSpan[] => {
    const day = 40 + (i * 320) / jobs
    const step = 320 / jobs
    return [span(day, day + step * 0.1, 'L7', 'Idle'), span(day + step * 0.1, day + step * 0.9, 'run', label, i + 1, i % 3 === 0 ? step * 0.2 : 0), span(day + step * 0.9, day + step, 'L5.repair', 'Under repair')]
  })
  return {
    kind: 'accelerator', node: 'hall[0]/rack[3]/node[1]', accelerator: 2, block: 'Hall 1', model: 'gb200-nvl72', orderedMs: -60 * DAY_MS, contractMs: 10 * DAY_MS, contractEndMs: 360 * DAY_MS, horizonMs: 0,
    spans: [span(-60, 20, 'L1.supplier', 'Waiting for the supplier'), span(20, 40, 'L5.burnin', 'Burn-in and acceptance'), ...work.flat()],
    parts: [
      { code: 'P', label: 'Productive', ms: 230 * DAY_MS }, { code: 'L7', label: 'Idle', ms: 32 * DAY_MS }, { code: 'L5.repair', label: 'Under repair', ms: 32 * DAY_MS },
      { code: 'L9.rework.hw', label: 'Work lost to hardware faults', ms: 26 * DAY_MS }, { code: 'L5.burnin', label: 'Burn-in and acceptance', ms: 20 * DAY_MS }, { code: 'L1.supplier', label: 'Waiting for the supplier', ms: 10 * DAY_MS },
    ],
  }
}

export function runLife(): RunLife {
  return {
    kind: 'run', name: 'pretraining', ordinal: 1, job: 4, accelerators: 1024, submitMs: 0, endMs: 40 * DAY_MS, outcome: 'completed', interruptions: 2, heldMs: 1024 * 36 * DAY_MS, horizonMs: 0,
    spans: [span(0, 4, 'wait.nodes', 'Waiting for nodes', 4), span(4, 4.5, 'L8.init', 'Job start-up', 4), span(4.5, 20, 'run', 'Working', 4, 0.5), span(20, 20.25, 'L8.faultStall', 'Stalled by a fault', 4), span(20.25, 40, 'run', 'Working', 4)],
    waits: [{ code: 'wait.nodes', label: 'Waiting for nodes', ms: 4 * DAY_MS }],
    parts: Array.from({ length: 20 }, (_, i) => ({ code: i === 0 ? 'P' : 'L9.straggler', label: `Part ${i}`, ms: 1024 * DAY_MS * (i === 0 ? 17 : 1) })),
  }
}
