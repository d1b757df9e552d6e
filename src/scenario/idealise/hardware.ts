/** Nodes and jobs never fail. */
import type { WorkloadEntry } from '../schema/workload.ts'
import { type Change, withoutShocks } from './change.ts'

const sound = (entry: WorkloadEntry): WorkloadEntry => (entry.source === 'inference' ? entry : { ...entry, crashes: 0 })

export const withoutFaults: Change = scenario => {
  const { faults } = withoutShocks(scenario, 'equipment')
  const { timeBetweenFaults: _time, lemons: _lemons, quarantine: _quarantine, scaleUpFaults: _scaleUp, failSlow: _failSlow, wearOut: _wearOut, ...rest } = faults
  return {
    ...scenario,
    faults: { ...rest, rateFactor: 0, noReturn: 0 },
    facility: { ...scenario.facility, burnIn: { ...scenario.facility.burnIn, deadOnArrival: 0 } },
    workload: scenario.workload.map(sound),
  }
}
