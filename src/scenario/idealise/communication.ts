/** Communication hides behind arithmetic entirely. */
import type { WorkloadEntry } from '../schema/workload.ts'
import type { Change } from './change.ts'

function silent(entry: WorkloadEntry): WorkloadEntry {
  if (entry.source === 'inference') return entry
  if (entry.source === 'trace') return { ...entry, communication: 0 }
  const samplers = entry.samplers === undefined ? undefined : { ...entry.samplers, weights: 0 }
  if (entry.source === 'batch') return { ...entry, communication: 0, samplers }
  return { ...entry, communication: 0, samplers, model: undefined, spans: undefined }
}

export const withoutCommunication: Change = scenario => ({ ...scenario, workload: scenario.workload.map(silent) })
