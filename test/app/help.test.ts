// What the gallery and the help say comes from the files and the schema themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findEntries, schemaEntries } from '../../src/app/help/schema-entries.ts'
import { sampleFacts } from '../../src/app/state/sample-facts.ts'
import { TOUR } from '../../src/app/tour/campus.ts'
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const folder = new URL('../../scenarios/', import.meta.url)
/** Options as a file writes them. */
function optionsIn(text: string): Readonly<Record<string, { readonly label?: string }>> {
  const file = loadScenario(text, {}).document?.file
  return typeof file === 'object' && file !== null && 'options' in file ? (file.options as Record<string, { label?: string }>) : {}
}
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8')

test.each(readdirSync(folder).filter(file => file.endsWith('.yaml')))('%s says what it is about', file => {
  const text = textOf(file)
  const facts = sampleFacts({ text })
  expect(facts.options).toEqual(Object.entries(optionsIn(text)).map(([id, { label }]) => label ?? id))
  expect(facts.about.length).toBeGreaterThan(20)
  expect(facts.description).toMatch(/^[^#]{20,}\.$/u)
  expect(facts.span).toMatch(/^\d{4}( to \d{4})?$/u)
})

test('the tour asks about options that its campus has', () => {
  expect(Object.keys(optionsIn(textOf(`${TOUR.scenario}.yaml`)))).toEqual(expect.arrayContaining([TOUR.onTime, TOUR.bridge]))
})

test('the help has every key with its words, and finds it', () => {
  const entries = [...schemaEntries(scenarioJsonSchema())]
  const paths = entries.map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths).toEqual(expect.arrayContaining(['format', 'blocks[].cooling.units.count', 'grid.feeds.NAME.capacity', 'site.location.latitude']))
  expect(entries.length).toBeGreaterThan(800)
  expect(findEntries(entries, 'feeds capacity', 10)[0].path).toBe('grid.feeds.NAME.capacity')
  expect(findEntries(entries, 'no-such-word-at-all', 10)).toEqual([])
})
