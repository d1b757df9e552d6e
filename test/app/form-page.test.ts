// The form follows from the schema: every key with unit, range, default and source, values as the file writes them, and a change is an edit of the tree.
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { expect, test } from 'vitest'
import { editYaml } from '../../src/app/editing/edit-yaml.ts'
import { listEdits, newElement, valueEdit } from '../../src/app/editing/form-edits.ts'
import { formPageOf } from '../../src/app/reader/form-page.ts'
import type { FormField, FormPage } from '../../src/app/reader/protocol.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')
const data: unknown = parseYaml(SMALL)

function field(page: FormPage, label: string): FormField {
  const found = page.fields.find(each => each.label === label)
  if (found === undefined) throw new Error(`no ${label} among ${page.fields.map(each => each.label).join(', ')}`)
  return found
}

test('the top of the file: values with range, default and source; sections with what they state', () => {
  const page = formPageOf(data, [])
  expect(page.crumbs).toEqual([])
  expect(field(page, 'replications')).toMatchObject({ kind: 'text', written: '4', allowed: '1 to 1000', default: '8', source: 'engineering default', confidence: 'medium', isStated: true, isNeeded: false })
  expect(field(page, 'name')).toMatchObject({ isNeeded: true })
  expect(field(page, 'blocks')).toMatchObject({ kind: 'section', count: 1 })
  expect(field(page, 'faults')).toMatchObject({ kind: 'section' })
  for (const { label, help } of page.fields) expect(help, label).not.toBe('')
})

test('inside an element of a list: crumbs by id, choices, values of the catalog', () => {
  const blocks = formPageOf(data, ['blocks'])
  expect(blocks.kind).toBe('list')
  const block = formPageOf(data, ['blocks', 0])
  expect(block.crumbs.map(({ label }) => label)).toEqual(['blocks', blocks.fields[0].label])
  expect(field(formPageOf(data, ['scheduler']), 'policy')).toMatchObject({ kind: 'choice', choices: expect.arrayContaining(['fifo', 'easy-backfill']) as unknown })
  expect(field(formPageOf(data, ['faults']), 'technicians')).toMatchObject({ kind: 'text', default: expect.stringMatching(/^\d+$/u) as unknown })
})

test('a page of an element that is gone is that of its list', () => {
  expect(formPageOf(data, ['blocks', 7]).path).toEqual(['blocks'])
})

test('what is typed is written as the file would have it; nothing takes the key out', () => {
  const change = (label: string, text: string): string => {
    const found = valueEdit(field(formPageOf(data, []), label), text)
    const result = 'edit' in found ? editYaml(SMALL, [found.edit]) : undefined
    if (result?.ok !== true) throw new Error(`${label} is not written`)
    return result.value
  }
  expect(change('replications', '5')).toContain('replications: 5 # repetitions')
  expect(loadScenario(change('replications', '')).scenario?.replications).toBe(8)
  expect(parseYaml(change('name', 'A: new one'))).toMatchObject({ name: 'A: new one' })
  expect(valueEdit({ path: ['x'] }, '[1, ')).toHaveProperty('problem')
})

test('entries are added, moved and taken out', () => {
  const page = formPageOf(parseYaml('blocks: [{id: a}, {id: b}]'), ['blocks'])
  expect(newElement(page, ' c ')).toEqual({ kind: 'insert', path: ['blocks'], index: 2, value: { id: 'c' } })
  expect(listEdits(page, page.fields[0])).toEqual({ remove: { kind: 'remove', path: ['blocks', 0] }, down: { kind: 'move', path: ['blocks'], from: 0, to: 1 } })
  expect(newElement(formPageOf({}, ['parameters']), 'slip')).toEqual({ kind: 'set', path: ['parameters', 'slip'], value: {} })
})
