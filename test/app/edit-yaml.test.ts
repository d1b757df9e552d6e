// Edits of the tree: the smallest change of the text, comments and layout kept, and what the text says is what the edit means.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { editYaml } from '../../src/app/editing/edit-yaml.ts'
import { editData, type TreeEdit } from '../../src/app/editing/tree-edit.ts'
import { randomEdit, randomOf } from './random-edits.ts'

const SITE = `# A site.
grid:
  # The line.
  feeds:
    street: {capacity: 3 MW, energised: 2028-07-01} # from the street
    later:
      capacity: 30 MW # in two steps
      energised: {planned: 2029-01-01, slip: 6 months}
blocks:
  # The first hall.
  - id: north
    # Racks of it.
    racks: [{model: a, count: 4}, {model: b, count: 2}]
  - id: south # the other one
    racks: []
  - {id: east}
notes:
`

function edited(text: string, ...edits: readonly TreeEdit[]): string {
  const result = editYaml(text, edits)
  if (!result.ok) throw new Error(`${result.error.path.join('.')} ${result.error.message}`)
  return result.value
}

describe('an edit changes what it names and nothing else', () => {
  test.each<readonly [string, TreeEdit, string, string]>([
    ['a value in braces', { kind: 'set', path: ['grid', 'feeds', 'street', 'capacity'], value: '4 MW' }, '{capacity: 3 MW,', '{capacity: 4 MW,'],
    ['a value with a comment behind it', { kind: 'set', path: ['grid', 'feeds', 'later', 'capacity'], value: '40 MW' }, '30 MW # in', '40 MW # in'],
    ['a first slip', { kind: 'set', path: ['grid', 'feeds', 'street', 'energised', 'slip'], value: '2 weeks' }, 'energised: 2028-07-01}', 'energised: {planned: 2028-07-01, slip: 2 weeks}}'],
    ['a key that has no value yet', { kind: 'set', path: ['notes', 'author'], value: 'me' }, 'notes:\n', 'notes: {author: me}\n'],
    ['a new key', { kind: 'set', path: ['blocks', 1, 'ready'], value: '2028-01-01' }, '    racks: []\n', '    racks: []\n    ready: 2028-01-01\n'],
    ['a key that goes', { kind: 'remove', path: ['grid', 'feeds', 'later', 'capacity'] }, '      capacity: 30 MW # in two steps\n', ''],
    ['a key in braces that goes', { kind: 'remove', path: ['grid', 'feeds', 'street', 'capacity'] }, '{capacity: 3 MW, energised', '{energised'],
    ['a first key of an element that goes', { kind: 'remove', path: ['blocks', 1, 'id'] }, '- id: south # the other one\n', '- # the other one\n'],
    ['an element that goes', { kind: 'remove', path: ['blocks', 1] }, '  - id: south # the other one\n    racks: []\n', ''],
    ['an element of a line that goes', { kind: 'remove', path: ['blocks', 0, 'racks', 0] }, '[{model: a, count: 4}, {model', '[{model'],
    ['an element in the middle', { kind: 'insert', path: ['blocks'], index: 1, value: { id: 'west' } }, '  - id: south', '  - {id: west}\n  - id: south'],
    ['an element at the end', { kind: 'insert', path: ['blocks'], index: 3, value: { id: 'west' } }, '  - {id: east}\n', '  - {id: east}\n  - {id: west}\n'],
    ['an element of a line in front', { kind: 'insert', path: ['blocks', 0, 'racks'], index: 0, value: { model: 'c' } }, '[{model: a', '[{model: c}, {model: a'],
    ['the first element', { kind: 'insert', path: ['blocks', 1, 'racks'], index: 0, value: { model: 'c' } }, 'racks: []', 'racks: [{model: c}]'],
    ['another name', { kind: 'rename', path: ['grid', 'feeds', 'street'], key: 'lane' }, '    street: {', '    lane: {'],
    ['another order on a line', { kind: 'move', path: ['blocks', 0, 'racks'], from: 0, to: 1 }, '[{model: a, count: 4}, {model: b, count: 2}]', '[{model: b, count: 2}, {model: a, count: 4}]'],
    ['another order of lines', { kind: 'move', path: ['blocks'], from: 1, to: 2 }, '  - id: south # the other one\n    racks: []\n  - {id: east}\n', '  - {id: east}\n  - id: south # the other one\n    racks: []\n'],
  ])('%s', (_, edit, before, after) => {
    expect(SITE).toContain(before)
    expect(edited(SITE, edit)).toBe(SITE.replace(before, after))
  })

  test('several are one after the other, and none is made when one cannot be', () => {
    expect(edited('a: 1\n', { kind: 'set', path: ['b'], value: 2 }, { kind: 'rename', path: ['b'], key: 'c' })).toBe('a: 1\nc: 2\n')
    expect(editYaml('a: 1\n', [{ kind: 'set', path: ['b'], value: 2 }, { kind: 'rename', path: ['b'], key: 'a' }])).toEqual({ ok: false, error: { path: ['b'], message: "cannot be named 'a': that name is taken" } })
  })

  test('a value that an alias stands for is not changed behind its back', () => {
    expect(editYaml('a: &x {b: 1}\nc: *x\n', [{ kind: 'set', path: ['c', 'b'], value: 2 }]).ok).toBe(false)
    expect(editYaml('a: &x {b: 1}\nc: *x\n', [{ kind: 'set', path: ['a', 'b'], value: 2 }]).ok).toBe(false)
  })

  test('JSON stays JSON', () => {
    expect(edited('{"a": {"b": 1}}\n', { kind: 'set', path: ['a', 'c'], value: 'x y' })).toBe('{"a": {"b": 1, "c": "x y"}}\n')
  })
})

test.each([['dallas-100mw', readFileSync('scenarios/dallas-100mw.yaml', 'utf8'), 2], ['by hand', SITE, 12]] as const)('random edits of %s say what they mean', (name, text, seeds) => {
  for (let seed = 1; seed <= seeds; seed++) {
    const random = randomOf(seed)
    let now = text
    let refused = 0
    for (let step = 0; step < 6; step++) {
      const data: unknown = parseYaml(now)
      const edit = randomEdit(data, random)
      const result = editYaml(now, [edit])
      if (!result.ok) {
        refused += 1
        continue
      }
      expect(JSON.stringify(parseYaml(result.value)), `${name}, seed ${seed}, ${JSON.stringify(edit)}`).toBe(JSON.stringify(editData(data, edit)))
      now = result.value
    }
    expect(refused, `${name}, seed ${seed}: refused`).toBeLessThan(2)
  }
})
