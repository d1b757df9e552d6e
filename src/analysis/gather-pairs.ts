/** Parts of a report over antithetic replications: a pair is one observation, its mean. */
import type { Gathering } from './gather.ts'
import { gatherLists } from './gather-parts.ts'
import type { ReportLists } from './report.ts'

/** Replications in order, in pairs. What is told by quantiles over replications is told of each, without intervals. */
export function gatherPairs(): Gathering<ReportLists> {
  const pairs = gatherLists()
  const each = gatherLists()
  let first: ReportLists | undefined
  return {
    add(lists) {
      each.add(lists)
      if (first === undefined) {
        first = lists
        return
      }
      const pair = gatherLists()
      pair.add(first)
      pair.add(lists)
      first = undefined
      pairs.add(withoutIntervals(pair.result()))
    },
    result() {
      const { runs, money: { atRisk } } = each.result()
      const lists = pairs.result()
      return { ...lists, runs: runs.map(plain), money: { ...lists.money, atRisk: atRisk.map(plain) } }
    },
  }
}

/** The row without its interval, which would count both of a pair. */
function plain<T extends { readonly intervals?: unknown }>(row: T): T {
  const { intervals: _intervals, ...rest } = row
  return rest as T
}

/** A value without intervals anywhere inside: those of a pair are no result. */
function withoutIntervals<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutIntervals) as T
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'intervals').map(([key, inner]) => [key, withoutIntervals(inner)])) as T
}
