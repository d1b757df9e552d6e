// Text is changed where it must be and nowhere else: the data is what the edit says, comments and all other lines stay.
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import { changeAt } from '../../src/scenario/edit-tree.ts'
import { editScenarioText, type TextEdit, valueText } from '../../src/scenario/edit-text.ts'
import { parse } from '../../src/scenario/parse.ts'

function dataOf(text: string): unknown {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('; '))
  return parsed.value.data
}

function edited(text: string, ...edits: TextEdit[]): string {
  const result = editScenarioText(text, edits)
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('; '))
  return result.value
}

const SMALL = `format: 1 # the format
name: A site
# the feeds
grid:
  feeds:
    main: {capacity: 30 MW, energised: 2028-07-01} # comes late
blocks:
  - id: hall # the only one
    racks:
      - {model: gb200-nvl72, count: 189}

    ready: 2028-09-01
`

describe.each([
  ['a value in a flow', { path: ['grid', 'feeds', 'main', 'energised'], value: '2029-01-01' }, 'energised: 2029-01-01} # comes late'],
  ['a date that gets a slip', { path: ['grid', 'feeds', 'main', 'energised', 'slip'], value: { p50: '3 months' } }, 'energised: {planned: 2028-07-01, slip: {p50: 3 months}}} # comes late'],
  ['a new key in a flow', { path: ['grid', 'feeds', 'main', 'voltage'], value: '138 kV' }, 'energised: 2028-07-01, voltage: 138 kV} # comes late'],
  ['a new key in a block', { path: ['grid', 'carbon'], value: '347 g/kWh' }, '\n  carbon: 347 g/kWh\n'],
  ['a new section', { path: ['procurement', 'orders'], value: [{ id: 'a' }] }, '\nprocurement: {orders: [{id: a}]}\n'],
  ['a new element', { path: ['blocks', 0, 'racks', 1], value: { model: 'x', count: 2 } }, '\n      - {model: x, count: 2}\n'],
  ['a value before a comment', { path: ['blocks', 0, 'id'], value: 'room' }, '- id: room # the only one'],
  ['a whole list', { path: ['blocks', 0, 'racks'], value: [{ model: 'x' }] }, 'racks:\n      [{model: x}]\n'],
] as const)('%s', (_, edit, written) => {
  test('is written in its place, and nothing else is', () => {
    const text = edited(SMALL, edit)
    expect(text).toContain(written)
    expect(dataOf(text)).toEqual(changeAt(dataOf(SMALL), edit.path, () => edit.value))
    expect(text.match(/#.*/gu)).toEqual(SMALL.match(/#.*/gu))
  })
})

test('several edits go into the same new section', () => {
  const text = edited(SMALL, { path: ['site', 'location', 'latitude'], value: 32.9 }, { path: ['site', 'location', 'longitude'], value: -97 }, { path: ['site', 'weather', 'climate'], value: 'dallas' })
  expect(text).toContain('site: {location: {latitude: 32.9, longitude: -97}, weather: {climate: dallas}}')
})

test('what is taken out takes its separator along', () => {
  expect(edited(SMALL, { path: ['grid', 'feeds', 'main', 'capacity'], value: undefined })).toContain('main: {energised: 2028-07-01}')
  expect(edited(SMALL, { path: ['grid', 'feeds', 'main', 'energised'], value: undefined })).toContain('main: {capacity: 30 MW} #')
  expect(edited(SMALL, { path: ['blocks', 0, 'ready'], value: undefined })).not.toContain('ready')
})

test('what cannot be changed is said, and nothing is changed', () => {
  const text = 'a: &x {b: 1}\nc: *x\n'
  expect(editScenarioText(text, [{ path: ['c', 'b'], value: 2 }])).toMatchObject({ ok: false, error: [{ message: /elsewhere/ }] })
  expect(editScenarioText('a: [1, 2', [])).toMatchObject({ ok: false })
})

test('JSON stays JSON', () => {
  const text = JSON.stringify({ format: 1, grid: { feeds: {} }, blocks: [{ id: 'a' }] }, null, 2)
  const after = edited(text, { path: ['grid', 'feeds', 'main'], value: { capacity: '30 MW' } }, { path: ['blocks', 0, 'id'], value: 'b' }, { path: ['blocks', 0, 'ready'], value: '2028-01-01' })
  expect(JSON.parse(after)).toEqual({ format: 1, grid: { feeds: { main: { capacity: '30 MW' } } }, blocks: [{ id: 'b', ready: '2028-01-01' }] })
})

test.each(['true', 'no', '12', '1e3', '0x1f', '.5', '', ' a', 'a: b', 'a #b', '#a', '- a', '{a}', '*a', '&a', '!a', '%a', '@a', '`a', 'a, b', 'ü ñ', '=slipP50', 'null', '~', 'a\nb', '"', "'", '2028-07-01', '1.5 L/min/kW', '1/year'])('the text %j is read back as that text', value => {
  expect(load(`{a: ${valueText(value)}}`, {})).toEqual({ a: value })
  expect(dataOf(`format: 1\nb: ${valueText(value)}\n`)).toEqual({ format: 1, b: value })
})

/** All paths to plain values. */
function leavesOf(data: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof data !== 'object' || data === null) return [path]
  return Object.entries(data).flatMap(([key, value]) => leavesOf(value, [...path, Array.isArray(data) ? Number(key) : key]))
}

test.each(['dallas-100mw', 'quickstart', 'phoenix-1gw', 'virginia-20mw', 'frontier', 'frontier-training-54d'])('any values of %s can be changed at once without touching a comment', name => {
  const text = readFileSync(`scenarios/${name}.yaml`, 'utf8')
  const data = dataOf(text)
  const leaves = leavesOf(data)
  for (let seed = 1; seed <= 20; seed++) {
    const key = entityKey(rootKey(seed, 0), 'edits')
    const chosen = leaves.filter((_, index) => uniform(key, 1, index) < 0.1)
    const edits = chosen.map((path, index) => ({ path, value: index % 2 === 0 ? `${index} weeks` : index }))
    const after = edited(text, ...edits)
    expect(dataOf(after), `seed ${seed}`).toEqual(edits.reduce((into, { path, value }) => changeAt(into, path, () => value), data))
    expect(after.match(/#.*/gu)).toEqual(text.match(/#.*/gu))
    expect(after.split('\n').length).toBe(text.split('\n').length)
  }
})
