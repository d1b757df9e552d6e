import { expect, test } from 'vitest'
import { appendRow, createTable, growTable, resizeTable } from '../../src/base/table.ts'

test('columns have the type their name says and start at zero', () => {
  const table = createTable(3, { start: 'f64', node: 'i32', id: 'u32', flag: 'u8', mask: 'u16', offset: 'i16', share: 'f32' })
  expect(table.col.start).toEqual(new Float64Array(3))
  expect(table.col.node).toEqual(new Int32Array(3))
  expect(table.col.id).toEqual(new Uint32Array(3))
  expect(table.col.flag).toEqual(new Uint8Array(3))
  expect(table.col.mask).toEqual(new Uint16Array(3))
  expect(table.col.offset).toEqual(new Int16Array(3))
  expect(table.col.share).toEqual(new Float32Array(3))
  expect([table.capacity, table.length]).toEqual([3, 0])
})

test('growing at least doubles, keeps rows and zeroes new ones; enough room changes nothing', () => {
  const table = createTable(4, { start: 'f64' })
  table.col.start.set([1, 2, 3, 4])
  const before = table.col.start
  growTable(table, 4)
  expect(table.col.start).toBe(before)
  growTable(table, 5)
  expect(table.capacity).toBe(8)
  expect([...table.col.start]).toEqual([1, 2, 3, 4, 0, 0, 0, 0])
  growTable(table, 100)
  expect(table.capacity).toBe(100)
})

test('resizing sets the capacity exactly and cuts rows off', () => {
  const table = createTable(4, { start: 'f64' })
  table.col.start.set([1, 2, 3, 4])
  resizeTable(table, 2)
  expect([...table.col.start]).toEqual([1, 2])
  expect(table.capacity).toBe(2)
})

test('appending grows from nothing', () => {
  const table = createTable(0, { start: 'f64' })
  const rows = Array.from({ length: 20 }, () => appendRow(table))
  expect(rows).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(table.length).toBe(20)
  expect(table.capacity).toBeGreaterThanOrEqual(20)
})

test('a capacity that is no whole number throws', () => {
  expect(() => createTable(-1, { start: 'f64' })).toThrow('capacity = -1')
  expect(() => createTable(1.5, { start: 'f64' })).toThrow('capacity = 1.5')
})
