/** What lay in the datastore, and how long it was too full for new jobs: means over replications. */
import { HOUR_MS } from '../base/spans.ts'
import type { DatastoreBook } from '../results/datastore.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { average } from './estimate.ts'

export interface DatastoreRow extends Uncertain {
  readonly item: string
  readonly label: string
  readonly unit: 'TB' | 'h' | ''
  readonly amount: number
}

const TB = 1e12

const ITEMS: readonly { readonly item: string; readonly label: string; readonly unit: DatastoreRow['unit']; readonly of: (book: DatastoreBook) => number }[] = [
  { item: 'capacity', label: 'room', unit: 'TB', of: book => book.capacityB / TB },
  { item: 'used', label: 'used at the end', unit: 'TB', of: book => book.usedB / TB },
  { item: 'most', label: 'used at most', unit: 'TB', of: book => book.mostB / TB },
  { item: 'checkpoints', label: 'checkpoints of jobs', unit: 'TB', of: book => book.checkpointsB / TB },
  { item: 'permanent', label: 'permanent checkpoints', unit: 'TB', of: book => book.permanentB / TB },
  { item: 'data', label: 'data of the workload', unit: 'TB', of: book => book.dataB / TB },
  { item: 'givenUp', label: 'not kept for want of room', unit: 'TB', of: book => book.givenUpB / TB },
  { item: 'closed', label: 'too full for new jobs', unit: 'h', of: book => book.closedMs / HOUR_MS },
  { item: 'closings', label: 'times that it filled up', unit: '', of: book => book.closings },
]

/** One row a figure; empty where the capacity is not stated. */
export function datastoreRows(runs: readonly RunResult[]): DatastoreRow[] {
  const books = runs.flatMap(({ datastore }) => (datastore === undefined ? [] : [datastore]))
  return books.length === 0 ? [] : ITEMS.map(({ item, label, unit, of }) => ({ item, label, unit, amount: average(books.map(of)) }))
}
