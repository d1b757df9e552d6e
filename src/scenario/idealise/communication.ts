/** Communication hides behind arithmetic entirely. */
import type { WorkloadEntry } from '../schema/workload.ts'
import type { Change } from './change.ts'

function silent(entry: WorkloadEntry): WorkloadEntry {
  if (entry.source === 'inference') return entry
  if (entry.source === 'training-mix' || entry.source === 'training-run') return { ...entry, communication: 0, model: undefined, spans: undefined }
  return { ...entry, communication: 0 }
}

export const withoutCommunication: Change = scenario => ({ ...scenario, workload: scenario.workload.map(silent) })
