/** The books of several sites as one. Generations of the same name are one; a site that keeps no books has all in that of nobody. */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { LedgerBooks, RunResult } from './run-result.ts'

/** The books of a run, made from its ledger where it has one book only. */
function booksOf({ books, ledger, startDay }: RunResult, tenants: readonly string[]): LedgerBooks {
  if (books !== undefined) return books
  const months: { year: number; month: number }[] = []
  const { windowCount, windowMs, buckets, acceleratorMs } = ledger
  const ofWindow = Array.from({ length: windowCount }, (_, window) => {
    const { year, month } = civilFromDays(startDay + Math.floor((window * windowMs) / DAY_MS))
    const last = months.at(-1)
    if (last?.year !== year || last.month !== month) months.push({ year, month })
    return months.length - 1
  })
  const cells = new Float64Array((tenants.length + 1) * months.length * buckets.length)
  ofWindow.forEach((month, window) => {
    for (let bucket = 0; bucket < buckets.length; bucket++) cells[month * buckets.length + bucket] += acceleratorMs[window * buckets.length + bucket]
  })
  return { tenants, generations: ledger.generations, months, acceleratorMs: cells }
}

export function booksTogether(runs: readonly RunResult[]): LedgerBooks | undefined {
  const tenants = runs.find(({ books }) => books !== undefined)?.books?.tenants ?? []
  const generations = [...new Set(runs.flatMap(({ ledger }) => ledger.generations))]
  if (tenants.length === 0 && generations.length === 1) return undefined
  const each = runs.map(run => booksOf(run, tenants))
  const [{ months }] = each
  const size = (tenants.length + 1) * months.length * runs[0].ledger.buckets.length
  const acceleratorMs = new Float64Array(generations.length * size)
  for (const books of each) {
    books.generations.forEach((name, own) => {
      const to = generations.indexOf(name) * size
      for (let cell = 0; cell < size; cell++) acceleratorMs[to + cell] += books.acceleratorMs[own * size + cell]
    })
  }
  return { tenants, generations, months, acceleratorMs }
}
