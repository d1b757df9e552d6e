import { yaml } from '@codemirror/lang-yaml'
import { EditorState, Text } from '@codemirror/state'
import { describe, expect, test } from 'vitest'
import { issueRange } from '../../src/app/editor/issue-marks.ts'
import { issueText } from '../../src/app/editor/issue-text.ts'
import { keysAt, valuesAt } from '../../src/app/editor/schema-walk.ts'
import { placeAt, writtenPathAt } from '../../src/app/editor/yaml-path.ts'
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts'

/** A text with the cursor at `|`. */
function at(marked: string): { state: EditorState; position: number } {
  const position = marked.indexOf('|')
  return { state: EditorState.create({ doc: marked.replace('|', ''), extensions: [yaml()] }), position }
}

const BLOCKS = `format: 1
grid:
  feeds:
    street: {capacity: 3 MW, |}
blocks:
  - id: hall
    power:
      topology: n
      `

describe('where the cursor is', () => {
  test.each([
    ['an empty file', '|', [], undefined, []],
    ['the top level, below sections', 'format: 1\nsite:\n  weather: {climate: dallas}\n|', [], undefined, ['format', 'site']],
    ['a section', 'grid:\n  fe|\n  carbon: 3 g/kWh\n', ['grid'], undefined, ['carbon']],
    ['a flow section', 'grid:\n  feeds:\n    street: {capacity: 3 MW, |}\n', ['grid', 'feeds', 'street'], undefined, ['capacity']],
    ['a value in a flow section', 'blocks:\n  - power: {ups: {model: |}}\n', ['blocks', '[]', 'power', 'ups'], 'model', ['model']],
    ['a list element', 'blocks:\n  - id: hall\n    po|\n', ['blocks', '[]'], undefined, ['id']],
    ['deeper in a list element', `${BLOCKS.replace('|', '')}|`, ['blocks', '[]', 'power'], undefined, ['topology']],
    ['a value', 'scheduler:\n  policy: ea|\n', ['scheduler'], 'policy', []],
    ['the first key of a list element', 'blocks:\n  - |', ['blocks', '[]'], undefined, []],
  ])('%s', (_, marked, steps, key, present) => {
    const { state, position } = at(marked)
    const place = placeAt(state, position)
    expect(place.steps).toEqual(steps)
    expect(place.key).toBe(key)
    expect(place.present).toEqual(expect.arrayContaining(present))
  })

  test.each([
    ['grid:\n  feeds:\n    str|eet: {capacity: 3 MW}\n', 'grid.feeds.street'],
    ['grid:\n  feeds:\n    street: {capa|city: 3 MW}\n', 'grid.feeds.street.capacity'],
    ['blocks:\n  - id: hall\n    po|wer: {}\n', 'blocks.hall.power'],
    ['blocks:\n  - racks:\n      - {mo|del: x}\n', 'blocks[0].racks[0].model'],
    ['name: some t|ext\n', undefined],
  ])('path as written in %j', (marked, path) => {
    const { state, position } = at(marked)
    expect(writtenPathAt(state, position)?.path).toBe(path)
  })
})

describe('what may stand there', () => {
  const schema = scenarioJsonSchema()

  test('keys of sections, through lists and free names', () => {
    expect(keysAt(schema, []).map(hint => hint.key)).toEqual(expect.arrayContaining(['format', 'grid', 'blocks']))
    expect(keysAt(schema, ['grid', 'feeds', 'street']).map(hint => hint.key)).toEqual(expect.arrayContaining(['capacity', 'voltage', 'energised']))
    expect(keysAt(schema, ['blocks', '[]', 'power', 'ups']).map(hint => hint.key)).toEqual(expect.arrayContaining(['model', 'count', 'rated']))
    expect(keysAt(schema, ['no', 'such', 'place'])).toEqual([])
  })

  test('every key comes with help', () => {
    for (const hint of keysAt(schema, ['blocks', '[]', 'cooling'])) expect(hint.help, hint.key).not.toBe('')
  })

  test('choices of a value', () => {
    expect(valuesAt(schema, ['scheduler', 'policy']).map(hint => hint.text)).toEqual(expect.arrayContaining(['fifo', 'easy-backfill']))
    expect(valuesAt(schema, ['blocks', '[]', 'racks', '[]', 'model']).map(hint => hint.text)).toContain('gb200-nvl72')
  })
})

describe('issues in the text', () => {
  const doc = Text.of(['format: 1', 'grid: {carbon: -5 g/kWh}'])

  test('stand at the value', () => {
    const { from, to } = issueRange(doc, { severity: 'error', code: 'range', path: 'grid.carbon', message: 'is out of range', line: 2, column: 16 })
    expect(doc.sliceString(from, to)).toBe('-5')
  })

  test('that lie beyond a text that has shrunk stay inside it', () => {
    const { from, to } = issueRange(doc, { severity: 'error', code: 'x', path: '', message: '', line: 99, column: 400 })
    expect([from, to]).toEqual([doc.length, doc.length])
  })

  test('say what is wrong, what is allowed and what was meant', () => {
    expect(issueText({ severity: 'error', code: 'unknown-key', path: 'grid.carbn', message: 'is not a key of this section', nearest: 'carbon' })).toBe('grid.carbn: is not a key of this section. Did you mean carbon?')
  })
})
