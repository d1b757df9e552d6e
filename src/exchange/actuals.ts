/** Measured values as CSV: a column of dates and columns of values, of any length. What is wrong with lines is counted, never silent. */
import { dsvFormat } from 'd3-dsv'
import { parseStamp } from './timestamps.ts'

const SEPARATORS = [',', ';', '\t'] as const
/** Lines that are shown and looked at to tell what a file holds. */
const HEAD_LINES = 12
const MOST_COLUMNS = 256

export interface ActualsHead {
  readonly separator: string
  readonly columns: readonly { readonly name: string; readonly unit: string }[]
  /** First column whose lines read as dates. */
  readonly dateColumn: number
  readonly preview: readonly (readonly string[])[]
}

/** Lines that gave no value, by what was wrong, with the first of each; lines are counted from 1. */
export interface ActualsFindings {
  readonly badDates: number
  readonly badValues: number
  readonly empty: number
  /** Earlier than the line before: put in order. */
  readonly outOfOrder: number
  /** Of a time that came before: the last counts. */
  readonly twice: number
  readonly firstLine: number | null
}

const UNIT = /^(.*?)\s*[[(]([^\])]{1,16})[\])]\s*$/u

function columnOf(heading: string): { name: string; unit: string } {
  const match = UNIT.exec(heading)
  return match === null ? { name: heading.trim(), unit: '' } : { name: match[1].trim(), unit: match[2].trim() }
}

/** A number as files write it; a comma is the decimal point where it does not separate columns. NaN for anything else. */
export function actualNumber(text: string, separator: string): number {
  const plain = text.trim().replaceAll(/[\s\u00A0\u2009']/gu, '')
  const pointed = separator === ',' ? plain : plain.replace(',', '.')
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/iu.test(pointed) ? Number(pointed) : NaN
}

/** What the beginning of a file holds; undefined where no column reads as dates. */
export function actualsHead(text: string): ActualsHead | undefined {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u).slice(0, HEAD_LINES)
  for (const separator of SEPARATORS) {
    const [heading = [], ...preview] = dsvFormat(separator).parseRows(lines.join('\n')).filter(row => row.some(cell => cell.trim() !== ''))
    if (heading.length < 2 || heading.length > MOST_COLUMNS || preview.length === 0) continue
    const dateColumn = heading.findIndex((_, column) => preview.every(row => parseStamp((row[column] ?? '').trim()) !== undefined))
    if (dateColumn >= 0 && parseStamp(heading[dateColumn].trim()) === undefined) return { separator, columns: heading.map(columnOf), dateColumn, preview }
  }
  return undefined
}

export interface ActualsReader {
  /** Takes whole lines. */
  add(lines: string): void
  finish(): { readonly times: Float64Array; readonly values: Float64Array; readonly findings: ActualsFindings }
}

/** Reads one column of values; times are ms since 1970, values in the unit of the file times `factor`. */
export function createActualsReader({ separator }: Pick<ActualsHead, 'separator'>, { dateColumn, valueColumn, factor }: { readonly dateColumn: number; readonly valueColumn: number; readonly factor: number }): ActualsReader {
  const format = dsvFormat(separator)
  const [times, values]: [number[], number[]] = [[], []]
  const counts = { badDates: 0, badValues: 0, empty: 0, outOfOrder: 0, twice: 0 }
  let firstLine: number | null = null
  let line = 0
  const wrong = (kind: keyof typeof counts): void => {
    counts[kind] += 1
    firstLine ??= line
  }
  function take(row: readonly string[]): void {
    line += 1
    if (line === 1) return
    const [date, cell] = [(row[dateColumn] ?? '').trim(), (row[valueColumn] ?? '').trim()]
    if (date === '' && cell === '') return
    const stamp = parseStamp(date)
    if (stamp === undefined) return wrong('badDates')
    if (cell === '') return wrong('empty')
    const value = actualNumber(cell, separator)
    if (Number.isNaN(value)) return wrong('badValues')
    if (times.length > 0 && stamp.ms < times[times.length - 1]) wrong('outOfOrder')
    times.push(stamp.ms)
    values.push(value * factor)
  }
  return {
    add: lines => format.parseRows(lines).forEach(take),
    finish() {
      const order = Uint32Array.from(times, (_, at) => at)
      if (counts.outOfOrder > 0) order.sort((a, b) => times[a] - times[b] || a - b)
      const [sortedTimes, sortedValues] = [new Float64Array(times.length), new Float64Array(times.length)]
      let length = 0
      for (const at of order) {
        const isTwice = length > 0 && sortedTimes[length - 1] === times[at]
        if (isTwice) counts.twice += 1
        const to = isTwice ? length - 1 : length++
        sortedTimes[to] = times[at]
        sortedValues[to] = values[at]
      }
      return { times: sortedTimes.slice(0, length), values: sortedValues.slice(0, length), findings: { ...counts, firstLine } }
    },
  }
}
