/** A number of a table with the reach of its 95 % interval: `12.3 ± 0.4`; alone where it is certain, or of one replication. */
import type { Uncertain } from '../results/summary.ts'

/** Farther end of the interval of a field from its mean; undefined where there is none. Intervals cut at what cannot be are uneven. */
export function reachOf({ intervals }: Uncertain, field: string, mean: number): number | undefined {
  const found = intervals?.[field]
  return found === undefined ? undefined : Math.max(found[1] - mean, mean - found[0])
}

/** `text` writes the number and, `reach` where the two differ, its reach. */
export function withReach(row: Uncertain, field: string, mean: number, text: (value: number) => string, reach = text): string {
  const half = reachOf(row, field, mean)
  return half === undefined ? text(mean) : `${text(mean)} ± ${reach(half)}`
}

/** A line below a row of numbers with the reaches of those that have one; none where nothing has. */
export function reachLine<T extends Uncertain>(row: T, label: string, columns: readonly { readonly field: keyof T & string; readonly text: (value: number) => string; readonly width: number }[]): string[] {
  const cells = columns.map(({ field, text, width }) => {
    const mean = row[field]
    const half = typeof mean === 'number' ? reachOf(row, field, mean) : undefined
    return (half === undefined ? '' : `± ${text(half)}`).padStart(width)
  })
  return cells.every(cell => cell.trim() === '') ? [] : [`${label}${cells.join('')}`]
}
