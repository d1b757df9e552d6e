import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { loadScenario, placeProblems } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

const text = readFileSync(join(repositoryRoot, 'scenarios', 'dallas-100mw.yaml'), 'utf8')

function findings(set: Record<string, string> = {}) {
  const loaded = loadScenario(text, { file: 'dallas.yaml', set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined || loaded.document === undefined) throw new Error(JSON.stringify(loaded.issues))
  return placeProblems(loaded.document, preflight(loaded.scenario, { weather: null }), 'dallas.yaml')
}

describe('preflight of the campus', () => {
  test('as shipped nothing is wrong', () => expect(findings()).toEqual([]))

  test('a permanent feed of 20 MW leaves blocks without power, at the line of the blocks', () => {
    const found = findings({ 'grid.feeds.permanent.capacity': '20 MW' })
    expect(found.map(({ code }) => code)).toContain('no-power')
    const [issue] = found.filter(({ code }) => code === 'no-power')
    expect(issue.line).toBe(text.split('\n').findIndex(line => line.startsWith('  - id: block')) + 1)
  })

  test('twelve modules cannot keep 4-to-make-3', () => {
    // 4 systems of 3 × 1.667 MW; after one loss each of three carries 25 MW ÷ 3 = 8.3 MW on 5 MW.
    const found = findings({ 'blocks.block.power.ups.count': '12' })
    expect(found.map(({ code }) => code)).toContain('redundancy')
    expect(found.find(({ code }) => code === 'redundancy')?.path).toBe('blocks.block.power.ups.count')
  })

  test('two coolers for 25 MW throttle or shut down on the design day', () => {
    const found = findings({ 'blocks.block.cooling.units.count': '2', 'blocks.block.cooling.trim.count': '0' })
    expect(found.filter(({ code }) => code === 'W_CLASS').length).toBeGreaterThan(0)
    for (const { message } of found.filter(({ code }) => code === 'W_CLASS')) expect(message).toMatch(/shuts down|throttles/)
  })
})
