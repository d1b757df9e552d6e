import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts'
import { repositoryRoot } from '../fixtures.ts'
import { shipped, shippedText, SMALL } from './support/files.ts'

const schema = scenarioJsonSchema()
const accepts = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(schema)

test('public/scenario.schema.json is current; `npm run schema` writes it', () => {
  const written = readFileSync(join(repositoryRoot, 'public', 'scenario.schema.json'), 'utf8')
  expect(JSON.parse(written), 'run `npm run schema` and commit the file').toEqual(JSON.parse(JSON.stringify(schema)))
})

test.each(shipped)('accepts %s', (name) => {
  accepts(load(shippedText(name)))
  expect(accepts.errors).toBeNull()
})

test.each([
  ['an expression for a count', 'count: 3}}\n', 'count: =2 + 1}}\n'],
  ['a percentage', 'load: 0.6', 'load: 60 %'],
  ['a plain date for a milestone', '{planned: 2027-02-01, slip: =slip}', '2027-02-01'],
  ['a pert slip', 'slip: =slip}', 'slip: {pert: [1 day, 2 days, 3 days]}}'],
  ['a negative offset', 'latitude: 32.9', 'latitude: -32.9'],
])('accepts %s', (_, from, to) => {
  accepts(load(SMALL.replace(from, to)))
  expect(accepts.errors).toBeNull()
})

describe('a file with several sites', () => {
  const sites = (text: string): string => SMALL.replace(/^site:/mu, 'sites: {east: {}, west: {grid: {tariff: {energy: 50 USD/MWh}}}}\nsite:').replace(/^site:/mu, text)
  test('may state at the top only what all share, and a part of a section for one', () => {
    accepts(load(sites('site:')))
    expect(accepts.errors).toBeNull()
    const { site: _site, ...rest } = load(sites('site:')) as Record<string, unknown>
    accepts(rest)
    expect(accepts.errors).toBeNull()
  })
  test('knows the keys of a site', () => {
    expect(accepts(load(sites('site:').replace('west: {grid', 'west: {gird')))).toBe(false)
    expect(accepts(load(sites('site:').replace('energy: 50 USD/MWh', 'energy: 50')))).toBe(false)
  })
})

describe('refuses', () => {
  test.each([
    ['an unknown key', 'name: Small', 'name: Small\nnmae: x'],
    ['an unknown model', 'ups-500kw', 'ups-501kw'],
    ['a bare number for a quantity', 'capacity: 3 MW', 'capacity: 3'],
    ['a missing section', 'grid:\n', 'gridd:\n'],
    ['another format', 'format: 1', 'format: 2'],
    ['a word for a date', 'start: 2027-01-01', 'start: soon'],
    ['a fraction above one', 'load: 0.6', 'load: 60'],
    ['half a distribution', 'slip: =slip}', 'slip: {p50: 1 day}}'],
    ['keys of another variant', 'load: 0.6', 'peak: 3 request/s'],
  ])('%s', (_, from, to) => {
    expect(accepts(load(SMALL.replace(from, to)))).toBe(false)
  })
})

test('every property tells an editor what it is', () => {
  const mute: string[] = []
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const { properties } = node as { properties?: Record<string, { description?: string; $ref?: string }> }
    for (const [key, child] of Object.entries(properties ?? {})) {
      // What must be there is said beside the words of what it is.
      const isShared = path.startsWith('.definitions') || path.startsWith('.else')
      // The key of a variant is described with the variant.
      if (!isShared && child.description === undefined && child.$ref === undefined && !('enum' in child)) mute.push(`${path}.${key}`)
    }
    for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`)
  }
  visit(schema, '')
  expect(mute).toEqual([])
})
