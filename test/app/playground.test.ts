// The playground has a place for every widget; that every chart has data of every kind is held beside the charts.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { charts } from '../../src/charts/index.ts'
import { CASES } from '../charts/cases.ts'
import { repositoryRoot } from '../fixtures.ts'

const read = (...path: string[]): string => readFileSync(join(repositoryRoot, 'src', 'app', ...path), 'utf8')

test.each(readdirSync(join(repositoryRoot, 'src', 'app', 'widgets')).filter(file => file.endsWith('.tsx')))('widget %s stands in the playground', file => {
  expect(read('playground', 'widget-demos.tsx')).toContain(`from '../widgets/${file}'`)
})

test('every chart stands in the playground', () => {
  const shown = new Set(CASES.map(({ id }) => id))
  expect(Object.values(charts).map(({ id }) => id).filter(id => !shown.has(id))).toEqual([])
})
