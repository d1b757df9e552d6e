/** A small Parquet file of whole numbers, written by hand: plain, uncompressed, `rowsPerGroup` rows a group. For tests of the reader. */

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))])
const zigzag = (value: number): number[] => varint(value >= 0 ? value * 2 : -value * 2 - 1)
const text = (value: string): number[] => [...varint(value.length), ...new TextEncoder().encode(value)]

/** Fields of a struct of the compact protocol by number: type and bytes. */
type Field = readonly [id: number, type: number, bytes: readonly number[]]
const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

function struct(fields: readonly Field[]): number[] {
  let before = 0
  const bytes = fields.flatMap(([id, type, value]) => {
    const head = ((id - before) << 4) | type
    before = id
    return [head, ...value]
  })
  return [...bytes, 0]
}
const list = (type: number, items: readonly (readonly number[])[]): number[] => [...(items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)]), ...items.flat()]

const INT64 = 2

export function parquetOf(columns: Readonly<Record<string, readonly bigint[]>>, rowsPerGroup: number): Uint8Array {
  const names = Object.keys(columns)
  const rows = columns[names[0]].length
  const bytes: number[] = [...new TextEncoder().encode('PAR1')]
  const groups: number[][] = []
  for (let from = 0; from < rows; from += rowsPerGroup) {
    const count = Math.min(rowsPerGroup, rows - from)
    const chunks = names.map(name => {
      const offset = bytes.length
      const values = columns[name].slice(from, from + count).flatMap(value => [...new Uint8Array(BigInt64Array.of(value).buffer)])
      const page = struct([[1, I32, zigzag(0)], [2, I32, zigzag(values.length)], [3, I32, zigzag(values.length)], [5, STRUCT, struct([[1, I32, zigzag(count)], [2, I32, zigzag(0)], [3, I32, zigzag(3)], [4, I32, zigzag(3)]])]])
      bytes.push(...page, ...values)
      const size = bytes.length - offset
      const meta = struct([[1, I32, zigzag(INT64)], [2, LIST, list(I32, [zigzag(0)])], [3, LIST, list(BINARY, [text(name)])], [4, I32, zigzag(0)], [5, I64, zigzag(count)], [6, I64, zigzag(size)], [7, I64, zigzag(size)], [9, I64, zigzag(offset)]])
      return struct([[2, I64, zigzag(offset)], [3, STRUCT, meta]])
    })
    groups.push(struct([[1, LIST, list(STRUCT, chunks)], [2, I64, zigzag(0)], [3, I64, zigzag(count)]]))
  }
  const root = struct([[4, BINARY, text('table')], [5, I32, zigzag(names.length)]])
  const leaves = names.map(name => struct([[1, I32, zigzag(INT64)], [3, I32, zigzag(0)], [4, BINARY, text(name)]]))
  const footer = struct([[1, I32, zigzag(1)], [2, LIST, list(STRUCT, [root, ...leaves])], [3, I64, zigzag(rows)], [4, LIST, list(STRUCT, groups)]])
  return Uint8Array.from([...bytes, ...footer, ...new Uint8Array(Uint32Array.of(footer.length).buffer), ...new TextEncoder().encode('PAR1')])
}
