// Tables of milestones and orders: a cell is a place of the text, a change is written there, what is wrong is told at its cell and changes nothing.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type CellValue, changeCells, milestoneTable, newOrder, orderTable, pastedCells, type PlanTable } from '../../src/app/state/plan-rows.ts'
import { editScenarioText } from '../../src/scenario/edit-text.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { parse } from '../../src/scenario/parse.ts'

const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

function dataOf(text: string): unknown {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error('the scenario does not parse')
  return parsed.value.data
}

const milestones = milestoneTable(dataOf(CAMPUS))
const orders = orderTable(dataOf(CAMPUS))

/** Place of a cell by the path of its row and the id of its column. */
function at(table: PlanTable, written: string, column: string, text: string): CellValue {
  const row = table.rows.findIndex(each => each.written === written)
  if (row < 0) throw new Error(`no row ${written} among ${table.rows.map(each => each.written).join(', ')}`)
  return { row, column: table.columns.findIndex(({ id }) => id === column), text }
}

function changed(table: PlanTable, ...values: CellValue[]): string {
  const result = changeCells(CAMPUS, 'campus.yaml', table, values)
  if (!('text' in result)) throw new Error(result.problems.map(({ message }) => message).join('; '))
  expect(loadScenario(result.text).scenario).toBeDefined()
  return result.text
}

test('the tables show what the file says', () => {
  const rows = milestones.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)])
  expect(rows).toContainEqual(['Feed temporary energised', '2028-07-01', '', ''])
  expect(rows).toContainEqual(['Feed permanent energised', '2029-01-01', '=slipP50', '=slipP90'])
  expect(rows).toContainEqual(['Block[2] ready', '2029-09-01', '', ''])
  expect(orders.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)])).toEqual([['Racks gb200-nvl72 of block', '', '30 weeks / 38 weeks / 60 weeks', '189', '']])
})

describe.each<readonly [string, PlanTable, readonly CellValue[], string]>([
  ['a planned day', milestones, [at(milestones, 'grid.feeds.temporary.energised', 'planned', '2028-08-01')], 'temporary: {capacity: 30 MW, voltage: 25 kV, energised: 2028-08-01}'],
  ['a planned day beside a slip', milestones, [at(milestones, 'grid.feeds.permanent.energised', 'planned', '2029-02-01')], 'energised: {planned: 2029-02-01, slip: {p50: =slipP50, p90: =slipP90}}'],
  ['half of a slip', milestones, [at(milestones, 'grid.feeds.permanent.energised', 'slip', '4 months')], 'slip: {p50: 4 months, p90: =slipP90}'],
  ['a first slip', milestones, [at(milestones, 'grid.feeds.temporary.energised', 'slip', '2 weeks')], 'energised: {planned: 2028-07-01, slip: 2 weeks}'],
  ['a day with its first slip', milestones, [at(milestones, 'grid.feeds.temporary.energised', 'planned', '2028-08-01'), at(milestones, 'grid.feeds.temporary.energised', 'slip', '2 weeks')], 'energised: {planned: 2028-08-01, slip: 2 weeks}'],
  ['a day with both ends of its first slip', milestones, [at(milestones, 'grid.feeds.temporary.energised', 'planned', '2028-08-01'), at(milestones, 'grid.feeds.temporary.energised', 'slip', '2 weeks'), at(milestones, 'grid.feeds.temporary.energised', 'p90', '5 weeks')], 'energised: {planned: 2028-08-01, slip: {p50: 2 weeks, p90: 5 weeks}}'],
  ['no slip any more', milestones, [at(milestones, 'grid.feeds.permanent.energised', 'slip', '')], 'energised: {planned: 2029-01-01}'],
  ['two dates of one list', milestones, [at(milestones, 'blocks.block[0].ready', 'planned', '2028-10-01'), at(milestones, 'blocks.block[3].ready', 'planned', '2030-05-01')], 'ready: [2028-10-01, 2029-03-01, 2029-09-01, 2030-05-01]'],
  ['a count and a lead time', orders, [at(orders, 'blocks.block.racks[0]', 'count', '180'), at(orders, 'blocks.block.racks[0]', 'lead', '38 weeks / 60 weeks')], '{model: gb200-nvl72, count: 180, delivered: {lead: {p50: 38 weeks, p90: 60 weeks}}}'],
  ['an order date', orders, [at(orders, 'blocks.block.racks[0]', 'ordered', '2027-06-01')], '60 weeks]}}, ordered: 2027-06-01}'],
])('%s', (_, table, values, written) => {
  test('is written into the text, whose comments stay', () => {
    const text = changed(table, ...values)
    expect(text).toContain(written)
    expect(text.match(/^#.*/gmu)).toEqual(CAMPUS.match(/^#.*/gmu))
  })
})

test('what is wrong is told at its cell, all at once, and nothing is changed', () => {
  const values = [at(milestones, 'grid.feeds.temporary.energised', 'planned', '2028-13-01'), at(milestones, 'grid.feeds.permanent.energised', 'slip', '3 wombats'), at(milestones, 'blocks.block[1].ready', 'planned', '2029-04-01')]
  const result = changeCells(CAMPUS, 'campus.yaml', milestones, values)
  if (!('problems' in result)) throw new Error('it was taken')
  expect(result.problems.map(({ row, column }) => [row, column])).toEqual([[values[0].row, 0], [values[1].row, 1]])
  expect(result.problems[0].message).toMatch(/is not a date that exists/)
  expect(changeCells(CAMPUS, 'campus.yaml', milestones, [at(milestones, 'blocks.block[1].ready', 'slip', '2 weeks')])).toEqual({ problems: [{ row: values[2].row, column: 1, message: 'has no value here' }] })
})

test('cells of a spreadsheet are spread from the corner on', () => {
  expect(pastedCells('a\tb\r\n"c d"\t\r\n', 2, 1)).toEqual([{ row: 2, column: 1, text: 'a' }, { row: 2, column: 2, text: 'b' }, { row: 3, column: 1, text: 'c d' }, { row: 3, column: 2, text: '' }])
})

test.each([
  ['1.7.2028', '2028-07-01'],
  ['01.07.2028 00:00', '2028-07-01'],
  ['2028/07/01', '2028-07-01'],
  ['2028-07-01 00:00:00', '2028-07-01'],
  ['3,5 months', '3.5 months'],
  ['38,25 weeks / 60 weeks', '38.25 weeks / 60 weeks'],
  // These may be read in two ways: what checks the value refuses them.
  ['7/1/2028', '7/1/2028'],
  ['1,200', '1,200'],
  ['block[0], block[1]', 'block[0], block[1]'],
])('a pasted %s is %s', (copied, text) => expect(pastedCells(copied, 0, 0)).toEqual([{ row: 0, column: 0, text }]))

test('a new order gets an id of its own', () => {
  const first = newOrder(dataOf(CAMPUS), 'ups', '2027-03-01')
  const once = editScenarioText(CAMPUS, [first])
  if (!once.ok) throw new Error('no place for orders')
  expect(once.value).toContain('procurement: {orders: [{id: ups, equipment: ups, ordered: 2027-03-01}]}')
  const twice = editScenarioText(once.value, [newOrder(dataOf(once.value), 'ups', '2027-04-01')])
  if (!twice.ok) throw new Error('no place for a second order')
  expect(twice.value).toContain('{id: ups-2, equipment: ups, ordered: 2027-04-01}')
  expect(loadScenario(once.value).scenario?.procurement.orders).toHaveLength(1)
  expect(orderTable(dataOf(twice.value)).rows.map(({ label }) => label)).toContain('ups (ups-2)')
})
