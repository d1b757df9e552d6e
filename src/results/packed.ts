/**
 * Plain data with typed arrays as one text and one run of bytes, and back to the same bits: what JSON cannot hold (numbers that are not finite,
 * negative zero, columns) is set aside. Numbers of columns are little-endian, as all hosts have them.
 */

const COLUMNS = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, u16: Uint16Array, i16: Int16Array, u8: Uint8Array, i8: Int8Array } as const
type ColumnKind = keyof typeof COLUMNS
type Column = InstanceType<(typeof COLUMNS)[ColumnKind]>

export interface Packed {
  readonly text: string
  readonly bytes: Uint8Array
}

/** Key of what stands for a value that JSON does not have. Objects with this key of their own are wrapped. */
const MARK = '$'
const NUMBERS: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 }
const ALIGN = 8
/** Mark of whole numbers of any size. */
const WHOLE = 'bigint'

const kindOf = (value: unknown): ColumnKind | undefined => (Object.keys(COLUMNS) as ColumnKind[]).find(kind => value instanceof COLUMNS[kind])

const nameOfNumber = (value: number): string | undefined => Object.keys(NUMBERS).find(name => Object.is(NUMBERS[name], value))

/** Packs data made of plain objects, arrays, texts, numbers, whole numbers of any size, flags, null and typed arrays. */
export function pack(value: unknown): Packed {
  const columns: Column[] = []
  let size = 0
  const plain = (each: unknown): unknown => {
    if (typeof each === 'number') {
      const name = nameOfNumber(each)
      return name === undefined ? each : { [MARK]: name }
    }
    if (typeof each === 'bigint') return { [MARK]: WHOLE, of: each.toString() }
    if (typeof each !== 'object' || each === null) return each
    if (Array.isArray(each)) return each.map(plain)
    const kind = kindOf(each)
    if (kind === undefined) {
      const copy = Object.fromEntries(Object.entries(each).filter(([, child]) => child !== undefined).map(([key, child]) => [key, plain(child)]))
      return MARK in copy ? { [MARK]: 'object', of: copy } : copy
    }
    const column = each as Column
    const at = size
    columns.push(column)
    size += Math.ceil(column.byteLength / ALIGN) * ALIGN
    return { [MARK]: kind, at, length: column.length }
  }
  const text = JSON.stringify(plain(value))
  const bytes = new Uint8Array(size)
  let at = 0
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at)
    at += Math.ceil(column.byteLength / ALIGN) * ALIGN
  }
  return { text, bytes }
}

type Plain = Readonly<Record<string, unknown>>

/** A column of the bytes; throws when it lies outside them. */
function columnOf(kind: ColumnKind, { at, length }: Plain, bytes: Uint8Array): Column {
  const type = COLUMNS[kind]
  const isWithin = typeof at === 'number' && typeof length === 'number' && Number.isSafeInteger(at) && Number.isSafeInteger(length) && at >= 0 && length >= 0 && at + length * type.BYTES_PER_ELEMENT <= bytes.length
  if (!isWithin) throw new RangeError('a column lies outside the data')
  return new type(bytes.slice(at, at + length * type.BYTES_PER_ELEMENT).buffer)
}

/** Deepest nesting that is read. */
const MOST_DEPTH = 64

/** The packed data; throws on text that is not packed data. */
export function unpack({ text, bytes }: Packed): unknown {
  const full = (each: unknown, depth: number): unknown => {
    if (depth > MOST_DEPTH) throw new RangeError('the data is nested too deeply')
    if (typeof each !== 'object' || each === null) return each
    if (Array.isArray(each)) return each.map(child => full(child, depth + 1))
    const section = each as Plain
    const mark = Object.hasOwn(section, MARK) ? section[MARK] : undefined
    if (typeof mark === 'string' && Object.hasOwn(NUMBERS, mark)) return NUMBERS[mark]
    if (typeof mark === 'string' && Object.hasOwn(COLUMNS, mark)) return columnOf(mark as ColumnKind, section, bytes)
    if (mark === WHOLE) return BigInt(String(section.of))
    const own = mark === 'object' ? (section.of as Plain) : section
    return Object.fromEntries(Object.entries(own).map(([key, child]) => [key, full(child, depth + 1)]))
  }
  return full(JSON.parse(text), 0)
}
