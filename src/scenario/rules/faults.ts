/** Rules of faults: rates that hardware can have, errors noticed before the watchdog gives up. */
import { quantileOf } from '../../base/distribution.ts'
import { FAULT_CLASSES, FAULT_PRESETS, REFERENCE_NODE_ACCELERATORS } from '../catalog/fault-classes.ts'
import type { FaultsSection } from '../schema/faults.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const DAY_MS = 86_400_000
const YEAR_DAYS = 365.25

/** Faults of hardware per accelerator and year, mature. */
function hardwarePerYear({ preset, timeBetweenFaults, rateFactor, classes }: FaultsSection): number {
  const { counts, ratePer1000NodeDays } = FAULT_PRESETS[preset]
  let all = 0
  let hardware = 0
  for (const { id, count, scope } of FAULT_CLASSES) {
    const weight = classes[id].weight ?? (counts === undefined ? count : (counts[id] ?? 0))
    all += weight
    if (scope !== 'job') hardware += weight
  }
  const perNodeDay = timeBetweenFaults === undefined ? ratePer1000NodeDays / 1000 : DAY_MS / timeBetweenFaults
  return all === 0 ? 0 : (perNodeDay * rateFactor * YEAR_DAYS * hardware) / (all * REFERENCE_NODE_ACCELERATORS)
}

function failureRate(faults: FaultsSection): Finding[] {
  const perYear = hardwarePerYear(faults)
  if (perYear <= 1) return []
  const key = faults.timeBetweenFaults === undefined ? 'rateFactor' : 'timeBetweenFaults'
  return [{ path: ['faults', key], message: `makes ${(100 * perYear).toFixed(0)} % of the accelerators fail in a year`, allowed: 'at most 100 % a year, counting faults of hardware' }]
}

/** An explicit error or a lost node that takes longer to notice than the hang that it causes: the watchdog would have fired before. */
function detectionOrder({ detection }: FaultsSection): Finding[] {
  const hangMs = quantileOf(detection.hang, 0.5)
  return (['explicit', 'lost'] as const).flatMap((kind): Finding[] => {
    const ms = quantileOf(detection[kind], 0.5)
    if (ms <= hangMs) return []
    return [{ path: ['faults', 'detection', kind], message: 'is noticed later than the watchdog of collectives gives up on the hang that it causes', allowed: `at most ${Math.round(hangMs / 1000)} s, the median of detection.hang, or a longer watchdog` }]
  })
}

export const faultRules: readonly Rule[] = [
  rule('failure-rate', 'error', ['faults'], ({ faults }) => failureRate(faults)),
  rule('detection-order', 'error', ['faults'], ({ faults }) => detectionOrder(faults)),
]
