/**
 * Long columns of numbers in few bytes. Rows stand in pages; a page keeps, of its own numbers, the lowest and multiples of a step in the smallest
 * type that holds them, or places in a list where few numbers come again and again. Every number comes back as it was put in, to the last bit.
 * Plain data, so it goes to other threads and into snapshots as it is.
 */

/** Rows of a page. */
const PAGE_ROWS = 4096
/** Steps that are tried, the largest first: times in ms are often whole seconds. */
const STEPS = [1000, 1] as const
/** Most numbers that are listed. */
const MOST_LISTED = 256

type Codes = Uint8Array | Uint16Array | Uint32Array | Float64Array

interface Page {
  /** Numbers are `low + step · code`, or the listed one of that place. */
  readonly low: number
  readonly step: number
  readonly codes: Codes
  readonly listed: Float64Array | undefined
}

export interface PackedColumn {
  readonly length: number
  readonly pages: readonly Page[]
}

/** A column of numbers, packed or not. */
export type NumberColumn = PackedColumn | Float64Array | Int32Array | Uint8Array

const isPacked = (column: NumberColumn): column is PackedColumn => 'pages' in column

/** The number in a row, which must be one of the column's. */
export function valueAt(column: NumberColumn, row: number): number {
  if (!isPacked(column)) return column[row]
  const { low, step, codes, listed } = column.pages[Math.floor(row / PAGE_ROWS)]
  const code = codes[row % PAGE_ROWS]
  return listed === undefined ? low + step * code : listed[code]
}

/** All numbers in order. */
export function* valuesOf(column: NumberColumn): Generator<number> {
  for (let row = 0; row < column.length; row++) yield valueAt(column, row)
}

/** The largest step by which all numbers are whole codes above the lowest; 0 where none is. */
function stepOf(numbers: Float64Array, low: number): number {
  return STEPS.find(step => numbers.every(value => Number.isInteger((value - low) / step) && low + step * ((value - low) / step) === value)) ?? 0
}

/** Few different numbers as places in their list; undefined where they are many. */
function listOf(numbers: Float64Array): Page | undefined {
  const places = new Map<number, number>()
  for (const value of numbers) {
    // Two zeros and all NaN are one key each, which would not come back as they were.
    if (Object.is(value, -0) || Number.isNaN(value)) return undefined
    if (!places.has(value) && places.size === MOST_LISTED) return undefined
    if (!places.has(value)) places.set(value, places.size)
  }
  return { low: 0, step: 0, codes: Uint8Array.from(numbers, value => places.get(value) ?? 0), listed: Float64Array.from(places.keys()) }
}

function packPage(numbers: Float64Array): Page {
  const low = numbers.reduce((least, value) => Math.min(least, value), Infinity)
  const high = numbers.reduce((most, value) => Math.max(most, value), -Infinity)
  const step = Number.isFinite(low) && Number.isFinite(high) && !numbers.some(value => Object.is(value, -0)) ? stepOf(numbers, low) : 0
  const range = step === 0 ? Infinity : (high - low) / step
  const coded = (codes: Codes): Page => {
    for (let row = 0; row < numbers.length; row++) codes[row] = (numbers[row] - low) / step
    return { low, step, codes, listed: undefined }
  }
  if (range < 256) return coded(new Uint8Array(numbers.length))
  const listed = listOf(numbers)
  if (listed !== undefined) return listed
  if (range < 65_536) return coded(new Uint16Array(numbers.length))
  if (range < 4_294_967_296) return coded(new Uint32Array(numbers.length))
  // As they are: −0 is what changes no number, itself included.
  return { low: -0, step: 1, codes: numbers.slice(), listed: undefined }
}

export interface Packer {
  readonly length: number
  push(value: number): void
  /** The column; nothing may be pushed any more. */
  finish(): PackedColumn
}

export function createPacker(): Packer {
  const page = new Float64Array(PAGE_ROWS)
  const pages: Page[] = []
  let filled = 0
  return {
    get length() {
      return pages.length * PAGE_ROWS + filled
    },
    push(value) {
      page[filled++] = value
      if (filled < PAGE_ROWS) return
      pages.push(packPage(page))
      filled = 0
    },
    finish() {
      const length = pages.length * PAGE_ROWS + filled
      if (filled > 0) pages.push(packPage(page.subarray(0, filled)))
      filled = 0
      return { length, pages }
    },
  }
}

/** Packs numbers that are at hand one by one. */
export function packed(length: number, value: (row: number) => number): PackedColumn {
  const packer = createPacker()
  for (let row = 0; row < length; row++) packer.push(value(row))
  return packer.finish()
}
