// The playground has a place for every widget, every chart and every part of the page.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { charts } from '../../src/charts/index.ts'
import { CASES } from '../charts/cases.ts'
import { repositoryRoot } from '../fixtures.ts'

const APP = join(repositoryRoot, 'src', 'app')
const CHARTS = join(repositoryRoot, 'src', 'charts')
const components = (folder: string): string[] => readdirSync(join(APP, folder)).filter(file => file.endsWith('.tsx')).map(file => join(folder, file))

/** Files of the app that a file brings along, at once or when it is asked for. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(APP, file), 'utf8')
  return Array.from(text.matchAll(/(?:from |import\()'(\.[^']+\.tsx?)'/gu), ([, path]) => normalize(join(dirname(file), path))).filter(path => !path.startsWith('..'))
}

function reachedFrom(first: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...first]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    waiting.push(...importsOf(file))
  }
  return reached
}

/** Parts that are no picture of their own, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'panels/root-boundary.tsx': 'stands around the whole page, playground included',
  'panels/document-dialogs.tsx': 'keeps documents saved; its dialogs are shown one by one',
  'panels/compare-panel.tsx': 'loads the panel of the Decide room, which is shown',
}

test.each(components('widgets'))('%s is shown in its states', file => {
  expect(importsOf('playground/widget-demos.tsx')).toContain(file)
})

test('every chart is shown, those of drawings and series included', () => {
  const shown = new Set(CASES.map(({ id }) => id))
  const defined = readdirSync(CHARTS).filter(file => file.endsWith('.ts')).flatMap(file => {
    const text = readFileSync(join(CHARTS, file), 'utf8')
    return text.includes('defineChart<') && file !== 'chart.ts' ? Array.from(text.matchAll(/\bid: '([a-z-]+)'/gu), ([, id]) => id) : []
  })
  expect(defined.length).toBeGreaterThan(Object.keys(charts).length - 1)
  expect([...Object.values(charts).map(({ id }) => id), ...defined].filter(id => !shown.has(id))).toEqual([])
})

test('every part of the page is shown, or says where it is', () => {
  const reached = reachedFrom(components('playground'))
  const parts = ['panels', 'panels/decide', 'explain', 'export', 'help', 'commands', 'tour'].flatMap(components)
  expect(parts.length).toBeGreaterThan(70)
  expect(parts.filter(part => !reached.has(part) && ELSEWHERE[part] === undefined)).toEqual([])
  expect(Object.keys(ELSEWHERE).filter(part => reached.has(part) || !parts.includes(part))).toEqual([])
})
