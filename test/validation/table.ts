/** Rows of a validation table: each is checked by a test and printed beside its kind, the published number and ours. */
import { expect } from 'vitest'
import { type Controlled, halvesOf } from './controlled.ts'

/** What a row proves: numbers of a formula; an interval of runs; rates that were put in; figures from elsewhere; a band; a sum that must hold. */
export type Kind = 'exact' | 'stochastic' | 'calibrated' | 'held-out' | 'range' | 'conservation' | 'not covered'

export interface Row {
  readonly row: string
  readonly kind: Kind
  readonly published: string
  readonly ours: string
  readonly tolerance: string
  readonly isMet: boolean
}

const HEAD = ['row', 'kind', 'published', 'ours', 'tolerance', 'verdict']

/** Up to eight significant digits, as the published numbers have. */
export const digits = (value: number, count = 8): string => String(Number(value.toPrecision(count)))

/** Collects rows; a row that is not met fails its test. */
export function createTable(title: string) {
  const rows: Row[] = []
  const expectRow = (row: Row): void => {
    rows.push(row)
    expect(row.isMet, `${row.row}: published ${row.published}, ours ${row.ours}, tolerance ${row.tolerance}`).toBe(true)
  }
  return {
    /** Takes a row and fails where it is not met. */
    expectRow,
    /** `ours` equals `published` to `tolerance`, absolute: half a unit of the last published digit unless given. */
    expectExact(row: string, published: number, ours: number, tolerance: number): void {
      expectRow({ row, kind: 'exact', published: digits(published, 10), ours: digits(ours, 10), tolerance: `± ${digits(tolerance, 2)}`, isMet: Math.abs(ours - published) <= tolerance })
    },
    /** The interval `mean ± half` covers `published`. */
    expectInterval(row: string, published: number, mean: number, half: number, how: string, kind: Kind = 'stochastic'): void {
      expectRow({ row, kind, published: digits(published, 5), ours: `${digits(mean, 5)} ± ${digits(half, 2)}`, tolerance: how, isMet: Math.abs(mean - published) <= half })
    },
    /** The 99.9 % interval covers `published`, and the 95 % interval is no wider than ± 2 % of it, or as much as stated. */
    expectTight(row: string, published: number, ours: Controlled, how: string, most = 0.02): void {
      const { half95, half999 } = halvesOf(ours)
      const isMet = Math.abs(ours.mean - published) <= half999 && half95 <= most * published
      expectRow({ row, kind: 'stochastic', published: digits(published, 5), ours: `${digits(ours.mean, 5)} ± ${digits(half95, 2)} (${digits((100 * half95) / published, 2)} %)`, tolerance: `95 % half-width ≤ ${digits(100 * most, 2)} %; ${how}`, isMet })
    },
    /** What is neither modelled nor compared, so that the table is honest about it. */
    notCovered(row: string, published: string, why: string): void {
      rows.push({ row, kind: 'not covered', published, ours: '–', tolerance: why, isMet: true })
    },
    print(): void {
      const cells = rows.map(({ row, kind, published, ours, tolerance, isMet }) => [row, kind, published, ours, tolerance, kind === 'not covered' ? '–' : isMet ? 'met' : 'NOT MET'])
      const widths = HEAD.map((head, i) => Math.max(head.length, ...cells.map(line => line[i].length)))
      const line = (values: readonly string[]): string => `| ${values.map((value, i) => value.padEnd(widths[i])).join(' | ')} |`
      console.log([title, '', line(HEAD), line(widths.map(width => '-'.repeat(width))), ...cells.map(line)].join('\n'))
    },
  }
}

/** Mean of independent runs with the half-width of its 99.9 % interval; `t` of 29 degrees of freedom, for thirty runs. */
export function intervalOf(values: readonly number[]): { readonly mean: number; readonly half: number } {
  if (values.length !== RUNS) throw new Error(`an interval takes ${RUNS} runs, not ${values.length}`)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, half: T_999 * Math.sqrt(variance / values.length) }
}

/** Independent runs (or batches) behind every interval. */
export const RUNS = 30
const T_999 = 3.659

/** Normal quantile of the two-sided 99.9 % interval. */
export const Z_999 = 3.291
