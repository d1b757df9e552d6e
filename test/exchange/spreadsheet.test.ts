// Spreadsheets as changes of a scenario: what right rows change, and what is said of wrong ones, all at once, with row and column.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importSheet } from '../../src/exchange/importers/index.ts'
import type { ColumnMapping } from '../../src/exchange/spreadsheet/columns.ts'
import { applyEdits, importRows, SHEET_KINDS, type SheetImport } from '../../src/exchange/spreadsheet/index.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { milestonesOf } from '../../src/scenario/milestones.ts'
import { parse } from '../../src/scenario/parse.ts'
import { serialOf, type TestCell, workbook } from './workbook.ts'

const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

function dataOf(text: string): unknown {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error('the scenario does not parse')
  return parsed.value.data
}

type Rows = readonly (readonly TestCell[])[]

function imported(kindId: string, rows: Rows, mapping: ColumnMapping = {}, merges: readonly string[] = [], text = CAMPUS): SheetImport {
  const kind = SHEET_KINDS.find(({ id }) => id === kindId)
  const read = importSheet(workbook({ sheets: { Sheet1: rows }, merges }))
  if (kind === undefined || !read.ok) throw new Error('no such kind, or no sheet')
  return importRows(kind, read.value.table, dataOf(text), mapping)
}

const changes = ({ edits }: SheetImport): string[] => edits.map(({ written, value, row }) => `${written} = ${JSON.stringify(value)} (row ${row})`)
const findings = ({ issues }: SheetImport): string[] => issues.map(({ code, line, column, message }) => `${code} row ${line ?? '-'} column ${column ?? '-'}: ${message}`)

describe.each<readonly [string, string, Rows, readonly string[]]>([
  ['racks', 'one row a lot', [['Block', 'Model', 'Qty'], ['block', 'gb200-nvl72', 180]], ['blocks.block.racks[0].count = 180 (row 2)']],
  ['racks', 'one row a rack, below a title', [['Racks of the campus'], [], ['Hall', 'Rack type'], ['block', 'gb200-nvl72'], ['block', 'gb200-nvl72'], ['block', 'gb200-nvl72']], ['blocks.block.racks[0].count = 3 (row 4)']],
  ['racks', 'a unit in the heading, an order date', [['block', 'model', 'count', 'Lead time (weeks)', 'PO date'], ['block', 'gb200-nvl72', 189, 41, { serial: serialOf('2027-03-01') }]], ['blocks.block.racks[0].ordered = "2027-03-01" (row 2)', 'blocks.block.racks[0].delivered = {"lead":"41 weeks"} (row 2)']],
  ['racks', 'a second lot', [['block', 'model', 'count'], ['block', 'gb200-nvl72', 100], ['block', 'gb300-nvl72', 80]], ['blocks.block.racks = [{"model":"gb200-nvl72","count":100,"delivered":{"lead":{"pert":["30 weeks","38 weeks","60 weeks"]}}},{"model":"gb300-nvl72","count":80}] (row 2)']],
  ['milestones', 'planned days by path and by name', [['Milestone', 'Planned'], ['grid.feeds.temporary.energised', { serial: serialOf('2028-08-01') }], ['Feed permanent energised', '2029-04-01']], ['grid.feeds.temporary.energised = "2028-08-01" (row 2)', 'grid.feeds.permanent.energised.planned = "2029-04-01" (row 3)']],
  ['milestones', 'slips', [['name', 'p50 [months]', 'p90'], ['grid.feeds.permanent.energised', 4, '14 months'], ['grid.feeds.temporary.energised', 1, null]], ['grid.feeds.permanent.energised.slip = {"p50":"4 months","p90":"14 months"} (row 2)', 'grid.feeds.temporary.energised = {"planned":"2028-07-01","slip":"1 months"} (row 3)']],
  ['milestones', 'single blocks of an entry, in one list', [['path', 'date'], ['blocks.block[1].ready', '2029-05-01'], ['blocks.block[3].ready', '2030-06-01']], ['blocks.block[1].ready, blocks.block[3].ready = ["2028-09-01","2029-05-01","2029-09-01","2030-06-01"] (row 2)']],
  ['assets', 'counts and models by block and place', [['Equipment', 'Block', 'Model', 'Quantity'], ['ups', 'block', 'ups-1667kw', 24], ['dry coolers', 'block', null, 7], ['substation transformers', null, 'hv-90mva', 4]], ['blocks.block.power.ups.count = 24 (row 2)', 'blocks.block.cooling.units.count = 7 (row 3)', 'grid.substation.transformers.count = 4 (row 4)']],
  ['assets', 'one row a machine', [['asset type', 'hall'], ['generators', 'block'], ['generators', 'block'], ['generators', 'block']], ['blocks.block.power.generators.count = 3 (row 2)']],
  ['orders', 'a list that is not there yet, by label and by id', [['Equipment', 'PO date', 'Lead time [weeks]', 'P90'], ['High-voltage transformer', { serial: serialOf('2026-03-01') }, 128, '200 weeks'], ['chillers', '2027-06-01', null, null]], ['procurement.orders = [{"id":"hvTransformers","equipment":"hvTransformers","ordered":"2026-03-01","lead":{"p50":"128 weeks","p90":"200 weeks"}},{"id":"chillers","equipment":"chillers","ordered":"2027-06-01"}] (row 2)']],
  ['orders', 'one row for each block, numbers of purchase orders', [['PO number', 'Equipment', 'Hall', 'Ordered'], [4711, 'ups', 'block[0]', '2027-03-01'], [4711, 'ups', 'block[1]', '2027-03-01'], ['4711/2', 'ups', 'block[2], block[3]', '2027-09-01'], ['all coolers', 'Dry coolers', 'block', '2027-09-01']], ['procurement.orders = [{"id":"po-4711","equipment":"ups","for":["block[0]","block[1]"],"ordered":"2027-03-01"},{"id":"po-4711-2","equipment":"ups","for":["block[2]","block[3]"],"ordered":"2027-09-01"},{"id":"all-coolers","equipment":"coolers","for":["block[0]","block[1]","block[2]","block[3]"],"ordered":"2027-09-01"}] (row 2)']],
])('%s: %s', (kind, _, rows, expected) => {
  test('changes what it says, and the scenario stays valid with its comments', () => {
    const found = imported(kind, rows)
    expect(findings(found).filter(text => !text.startsWith('RACKS_REMOVED'))).toEqual([])
    expect(changes(found)).toEqual(expected)
    const edited = applyEdits(CAMPUS, found.edits, 'campus.yaml')
    if (!edited.ok) throw new Error(edited.error.map(({ path, message }) => `${path} ${message}`).join('; '))
    expect(edited.value.match(/^#.*/gmu)).toEqual(CAMPUS.match(/^#.*/gmu))
    expect(loadScenario(edited.value).scenario).toBeDefined()
  })
})

test('what the scenario says already is no change', () => {
  expect(imported('racks', [['block', 'model', 'count'], ['block', 'gb200-nvl72', 189]]).edits).toEqual([])
  expect(imported('milestones', [['path', 'date'], ['grid.feeds.permanent.energised', '2029-01-01'], ['blocks.block[0].ready', '2028-09-01']]).edits).toEqual([])
  expect(imported('assets', [['equipment', 'block', 'count'], ['ups', 'block', 20]]).edits).toEqual([])
})

test('an order that the scenario has is changed in place, another one is added behind it', () => {
  const text = CAMPUS.replace('\nfabric:', '\nprocurement:\n  orders:\n    - {id: sets, equipment: generators, ordered: 2027-01-15, lead: 60 weeks} # as quoted\n\nfabric:')
  const found = imported('orders', [['order', 'equipment', 'ordered', 'lead'], ['sets', 'Standby sets', '2027-02-01', null], ['ups', 'UPS', '2027-05-01', '30 weeks']], {}, [], text)
  expect(changes(found)).toEqual(['procurement.orders.sets.ordered = "2027-02-01" (row 2)', 'procurement.orders.ups = {"id":"ups","equipment":"ups","ordered":"2027-05-01","lead":"30 weeks"} (row 3)'])
  const edited = applyEdits(text, found.edits, 'campus.yaml')
  expect(edited.ok && edited.value).toContain('# as quoted')
  expect(imported('orders', [['order', 'equipment', 'ordered'], ['sets', 'generators', '2027-01-15']], {}, [], text).edits).toEqual([])
})

test('columns are mapped by heading or by letter', () => {
  const rows: Rows = [['Wo', 'Was', 'Anzahl'], ['block', 'gb200-nvl72', 12]]
  expect(findings(imported('racks', rows))).toEqual([
    'SHEET_COLUMN row 1 column -: a column for block is missing (id of the block); the headings are “Wo”, “Was”, “Anzahl”. A mapping block=HEADING names the one to take',
    'SHEET_COLUMN row 1 column -: a column for model is missing (id in the rack catalog); the headings are “Wo”, “Was”, “Anzahl”. A mapping model=HEADING names the one to take',
  ])
  expect(changes(imported('racks', rows, { block: 'Wo', model: 'B', count: 'anzahl' }))).toEqual(['blocks.block.racks[0].count = 12 (row 2)'])
  expect(findings(imported('racks', rows, { block: 'Wo', model: 'Rack', pieces: 'Anzahl' })).map(text => text.split(':')[0])).toEqual(['SHEET_FIELD row - column -', 'SHEET_COLUMN row 1 column -'])
})

describe('what is wrong', () => {
  test('is told for every cell at once, and nothing is changed', () => {
    const found = imported('racks', [
      ['block', 'model', 'count', 'ordered', 'lead'],
      ['block', 'gb200-nvl72', 'many', 46_935, 38],
      ['blok', 'gb200-nvl72', 1.5, '7/1/2028', '38 wombats'],
      ['block[2]', 'gb200', 3, true, '12 weeks'],
      [null, 'gb200-nvl72', { formula: 'SUM(C2:C4)', stored: 7 }, { error: '#N/A' }, null],
      ['block', null, -1, null, null],
      ['block', 'gb200', 4, null, '20 years'],
      ['=block', 'gb200-nvl72', 1, null, null],
    ])
    expect(findings(found)).toEqual([
      'SHEET_TYPE row 2 column C (count): “many” is not a whole number: write it without separators, such as 1200',
      'SHEET_TYPE row 2 column D (ordered): “46935” is a number: give the cell a date format or write 2028-07-01',
      'SHEET_UNIT row 2 column E (lead): “38” has no unit: write 38 weeks, or name the unit in the heading, such as Lead [weeks]',
      'SHEET_TYPE row 3 column C (count): “1.5” is not a whole number: write it without separators, such as 1200',
      expect.stringContaining('SHEET_TYPE row 3 column D (ordered): “7/1/2028” is not a date'),
      'SHEET_TYPE row 4 column D (ordered): “true” is not a date: write it as 2028-07-01, since 7/1/2028 means two days',
      'SHEET_EMPTY row 5 column A (block): the block is missing',
      'SHEET_FORMULA row 5 column C (count): “=SUM(C2:C4)” is a formula, and formulas are not worked out: paste its value',
      'SHEET_TYPE row 5 column D (ordered): “#N/A” is an error of the spreadsheet',
      'SHEET_EMPTY row 6 column B (model): the model is missing',
      'SHEET_TYPE row 6 column C (count): “-1” is not a whole number: write it without separators, such as 1200',
      expect.stringMatching(/^SHEET_VALUE row 7 column B \(model\): model is not in the .* catalog \(allowed: /),
      expect.stringMatching(/^SHEET_VALUE row 7 column E \(lead\): delivered.lead /),
      'SHEET_FORMULA row 8 column A (block): “=block” begins as a formula does: paste a value',
    ])
    expect(found.edits).toEqual([])
  })

  test('in the names of blocks, milestones and places is told with the nearest', () => {
    expect(findings(imported('racks', [['block', 'model'], ['blok', 'gb200-nvl72'], ['block[2]', 'gb200-nvl72']]))).toEqual([
      'SHEET_BLOCK row 2 column A (block): there is no block “blok”; did you mean block? (allowed: block)',
      'SHEET_BLOCK row 3 column A (block): “block[2]” is one of several blocks that “block” stands for: racks belong to all of them; write block, or give the block an entry of its own',
    ])
    expect(findings(imported('milestones', [['milestone', 'planned', 'slip'], ['grid.feeds.permanent.energized', '2029-01-01', null], ['blocks.block[0].ready', '2029-01-01', '2 weeks'], ['grid.feeds.temporary.energised', '2029-01-01', null], ['Feed temporary energised', '2029-02-01', null]]))).toEqual([
      expect.stringContaining('SHEET_MILESTONE row 2 column A (milestone): there is no milestone “grid.feeds.permanent.energized” in the scenario; did you mean grid.feeds.permanent.energised?'),
      'SHEET_SLIP row 3 column C (slip): blocks.block[0].ready is a fixed date: it has no slip',
      'SHEET_TWICE row 5 column A (milestone): grid.feeds.temporary.energised is in row 4 already',
    ])
    expect(findings(imported('assets', [['equipment', 'block', 'model', 'count'], ['upps', 'block', null, 1], ['ups', 'hall', null, 1], ['generators', 'block', 'diesel-9mw', 1], ['transformers', 'block', 'lv-3mva', 1], ['transformers', 'block', 'lv-2mva', 1]]))).toEqual([
      expect.stringMatching(/^SHEET_EQUIPMENT row 2 column A \(equipment\): there is no place for “upps”; did you mean ups\?/),
      'SHEET_BLOCK row 3 column B (block): there is no block “hall” (allowed: block)',
      expect.stringMatching(/^SHEET_VALUE row 4 column C \(model\): model is not in the .* catalog/),
      'SHEET_MODEL row 6 column C (model): blocks.block.power.transformers holds one model, and row 5 says lv-3mva: give the other one an entry of its own',
    ])
  })

  test('in orders is told with row and column', () => {
    expect(findings(imported('orders', [
      ['order', 'equipment', 'ordered', 'for', 'lead'],
      ['a', 'chilers', '2027-06-01', null, null],
      ['b', 'chillers', '2027-06-01', 'blok[1]', null],
      ['c', 'ups', 'June', null, '30 weeks'],
      ['d', 'ups', '2027-06-01', 'block[0]', '30 weeks'],
      ['e', 'ups', '2027-06-01', 'block', '30 weeks'],
      ['d', 'ups', '2027-07-01', 'block[1]', '30 weeks'],
      ['f', null, '2027-07-01', null, null],
      ['g', 'generators', '2027-07-01', null, '30 years'],
      ['h', 'gb200-nvl72', '2027-07-01', null, null],
    ]))).toEqual([
      expect.stringMatching(/^SHEET_EQUIPMENT row 2 column B \(equipment\): “chilers” is no equipment with a long lead time; did you mean chillers\?/),
      'SHEET_OWNER row 3 column D (for): there is no block, plant or storage “blok[1]”; did you mean block[1]? (allowed: block[0], block[1], block[2], block[3])',
      'SHEET_TYPE row 4 column C (ordered): “June” is not a date: write it as 2028-07-01, since 7/1/2028 means two days',
      'SHEET_TWICE row 6 column B (equipment): e orders ups that row 5 orders already: name what each is for, or give both the same id',
      'SHEET_TWICE row 7 column A (order): d is in row 5 already: rows of one order differ in what they are for, and in nothing else',
      'SHEET_EMPTY row 8 column B (equipment): the equipment is missing',
      expect.stringMatching(/^SHEET_VALUE row 9 column E \(lead\): lead /),
      expect.stringMatching(/^SHEET_EQUIPMENT row 10 column B \(equipment\): “gb200-nvl72” is no equipment/),
    ])
  })

  test('in merged cells is told where they reach into what is read', () => {
    const rows: Rows = [['Racks', null, null], ['block', 'model', 'note'], ['block', 'gb200-nvl72', 'a'], [null, 'gb200-nvl72', 'b']]
    expect(findings(imported('racks', rows, {}, ['A1:C1', 'A3:A4', 'C3:C4']))).toEqual([
      'SHEET_MERGED row 3 column A (block): the cells A3:A4 are merged: every row needs a value of its own',
      'SHEET_EMPTY row 4 column A (block): the block is missing',
    ])
  })

  test('in an empty sheet, or one with headings only', () => {
    expect(findings(imported('racks', []))).toEqual(['SHEET_EMPTY row 1 column -: the sheet is empty'])
    expect(findings(imported('racks', [['block', 'model']]))).toEqual(['SHEET_EMPTY row 1 column -: there are no rows below the headings'])
  })
})

test('values of a lot that the sheet does not give stay, expressions too', () => {
  const text = CAMPUS.replace('count: 189,', 'count: 189, max: =130 kW,')
  const found = imported('racks', [['block', 'model', 'count'], ['block', 'gb200-nvl72', 180]], {}, [], text)
  expect([findings(found), changes(found)]).toEqual([[], ['blocks.block.racks[0].count = 180 (row 2)']])
})

test('lots of a block that the sheet leaves out are taken out, and that is said', () => {
  const text = CAMPUS.replace('      - {model: gb200-nvl72, count: 189', '      - {model: gb300-nvl72, count: 2}\n      - {model: gb200-nvl72, count: 189')
  const found = imported('racks', [['block', 'model', 'count'], ['block', 'gb200-nvl72', 189]], {}, [], text)
  expect(findings(found)).toEqual(['RACKS_REMOVED row 2 column A (block): the lot of gb300-nvl72 of block block is not in the sheet and is taken out'])
  expect(changes(found)).toHaveLength(1)
})

test('100,000 rows are counted together; 100,000 wrong ones are each told', () => {
  const right = imported('racks', [['block', 'model'], ...Array.from({ length: 100_000 }, () => ['block', 'gb200-nvl72'])])
  expect(changes(right)).toEqual(['blocks.block.racks[0].count = 100000 (row 2)'])
  const wrong = imported('racks', [['block', 'model', 'count'], ...Array.from({ length: 100_000 }, (_, index) => ['block', 'gb200-nvl72', `x${index}`])])
  expect(wrong.issues).toHaveLength(100_000)
  expect(wrong.issues[99_999]).toMatchObject({ line: 100_001, column: 'C (count)' })
})

test('an import that would make the scenario invalid is refused with its lines', () => {
  const found = imported('milestones', [['path', 'date'], ['blocks.block[0].ready', '2099-01-01']])
  const edited = applyEdits(CAMPUS, found.edits, 'campus.yaml')
  if (!edited.ok) for (const issue of edited.error) expect(issue).toMatchObject({ file: 'campus.yaml' })
  else expect(loadScenario(edited.value).scenario).toBeDefined()
})

test.each(['dallas-100mw', 'quickstart', 'phoenix-1gw', 'virginia-20mw', 'frontier'])('the milestones of %s can be named by their own path and name', name => {
  const data = dataOf(readFileSync(`scenarios/${name}.yaml`, 'utf8'))
  const found = milestonesOf(data)
  expect(found.length).toBeGreaterThan(0)
  expect(new Set(found.map(({ written }) => written)).size).toBe(found.length)
  expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
})
