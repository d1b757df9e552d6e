/** What benchmarks print: one table, medians and ratios against a peer that ran in the same process. */

export interface BenchRow {
  readonly name: string
  readonly value: string
  /** Against the peer named in `name`. */
  readonly ratio?: string
  readonly budget?: string
  readonly pass?: boolean
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function printTable(rows: readonly BenchRow[]): void {
  const cells = rows.map(row => [row.name, row.value, row.ratio ?? '', row.budget ?? '', row.pass === undefined ? '' : row.pass ? 'ok' : 'OVER'])
  const all = [['benchmark', 'measured', 'ratio', 'budget', ''], ...cells]
  const widths = all[0].map((_, column) => Math.max(...all.map(row => row[column].length)))
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd())
}
