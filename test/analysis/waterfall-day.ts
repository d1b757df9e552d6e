import type { RunResult } from '../../src/results/run-result.ts'
import { handRun } from './runs.ts'

/** The worked example T9.3: two racks of 72 for one day, 3,456 accelerator-hours. */
export const waterfallDay = (): RunResult =>
  handRun({
    acceleratorCount: 144,
    windows: [
      {
        'L1.supplier': 144,
        'L2.grid': 144,
        'L3.plantDelay': 72,
        'L5.repair': 12,
        'L6.maint': 72,
        'L7.noDemand': 1000,
        'L7.fragmentation': 476,
        'L8.init': 32,
        'L8.faultStall': 25.6,
        'L8.restore': 6.4,
        'L9.ckpt': 14.72,
        'L9.rework.hw': 38.4,
        'L9.commContention': 161.74,
        P: 1257.14,
      },
    ],
  })
