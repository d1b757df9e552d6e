// Help in the text: what can be done about an issue at once, and where a name is defined.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { definitionAt } from '../../src/app/editing/definition.ts'
import { editYaml } from '../../src/app/editing/edit-yaml.ts'
import { quickFixes } from '../../src/app/editing/quick-fixes.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')
const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

describe('a fix makes the issue go', () => {
  test.each([
    ['a key that is nearly one', 'replications:', 'replicatons:', 'Change to replications'],
    ['a key that is none', 'replications:', 'colour: red\nreplications:', 'Take colour out'],
    ['a choice that is nearly one', 'policy: easy-backfill', 'policy: easy-backfil', 'Use easy-backfill'],
    ['a number that is too large', /replications: \d+/u, 'replications: 5000', 'Use 1000'],
    ['a number that is too small', /replications: \d+/u, 'replications: 0', 'Use 1'],
  ] as const)('%s', (_, before, after, label) => {
    const text = SMALL.replace(before, after)
    expect(text).not.toBe(SMALL)
    const [issue] = loadScenario(text).issues.filter(({ severity }) => severity === 'error')
    const fix = quickFixes(text, issue).find(each => each.label === label)
    expect(fix, JSON.stringify([issue, quickFixes(text, issue)])).toBeDefined()
    const fixed = editYaml(text, fix?.edits ?? [])
    expect(fixed.ok && loadScenario(fixed.value).issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('an issue without a place, or in a text that cannot be read, has none', () => {
    expect(quickFixes('a: [', { severity: 'error', code: 'syntax', path: '', message: '', line: 1, column: 4 })).toEqual([])
    expect(quickFixes('a: 1', { severity: 'error', code: 'range', path: 'a', message: '', allowed: 'at most 2' })).toEqual([])
  })
})

describe('a name leads to its definition', () => {
  /** The line to which the name under `|` leads. */
  const lineOf = (marked: string): string | undefined => {
    const text = marked.replace('|', '')
    const found = definitionAt(text, marked.indexOf('|'))
    return found === undefined ? undefined : text.slice(text.lastIndexOf('\n', found.from) + 1, text.indexOf('\n', found.to)).trim()
  }

  test('a parameter of an expression', () => {
    expect(lineOf(CAMPUS.replace('=slipP50', '=slip|P50'))).toMatch(/^slipP50:/u)
  })

  test('an id of another section, and a path to its end', () => {
    const text = 'grid:\n  feeds:\n    street: {capacity: 3 MW}\nblocks:\n  - id: hall\n    cooling: {supply: 30 degC}\nplants:\n  - {for: HALL}\n  - {for: PATH}\n'
    expect(lineOf(text.replace('HALL', 'ha|ll'))).toBe('- id: hall')
    expect(lineOf(text.replace('PATH', 'grid.feeds.str|eet'))).toBe('street: {capacity: 3 MW}')
    expect(lineOf(text.replace('PATH', 'grid.fe|eds.street'))).toBe('feeds:')
    expect(lineOf(text.replace('PATH', 'blocks.hall.sup|ply'))).toBeUndefined()
    expect(lineOf(text.replace('HALL', 'str|eet'))).toBe('street: {capacity: 3 MW}')
  })

  test('the definition itself and words that name nothing lead nowhere', () => {
    expect(lineOf('blocks:\n  - id: ha|ll\n')).toBeUndefined()
    expect(lineOf('name: no such th|ing\n')).toBeUndefined()
  })
})
