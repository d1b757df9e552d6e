// Assumptions in order, searched, written into the text and as CSV; links of a chain; what can be counted.
import { describe, expect, test } from 'vitest'
import { assumptionsCsv, inOrder, matching, rangesOf, swingsOf, writtenInto } from '../../src/app/explain/assumptions-table.ts'
import { allCommands } from '../../src/app/commands/index.ts'
import { assumptionsOf } from '../../src/scenario/assumptions.ts'
import { explain } from '../../src/scenario/explain.ts'
import { loadScenario, type ScenarioDocument } from '../../src/scenario/load.ts'
import { scenarioText } from './scenarios.ts'

const TEXT = scenarioText('quickstart')

function documentOf(text: string): ScenarioDocument {
  const { document } = loadScenario(text)
  if (document === undefined) throw new Error('it does not load')
  return document
}

const assumptions = assumptionsOf(documentOf(TEXT))
const find = (path: string) => assumptions.find(each => each.path === path)

describe('what a run takes and the file does not state', () => {
  test('defaults and catalog rows with unit, source, confidence; nothing that the file states', () => {
    expect(find('faults.triage')).toMatchObject({ value: '30 minutes', unit: 'ms', from: 'default', source: 'engineering default', confidence: 'medium', isNumber: true })
    expect(find('blocks.hall.power.transformers.noLoadLoss')).toMatchObject({ from: 'catalog', unit: 'W' })
    expect(find('faults.technicians')).toBeUndefined()
    expect(find('grid.feeds.street.capacity')).toBeUndefined()
    expect(assumptions.length).toBeGreaterThan(300)
    expect(new Set(assumptions.map(({ path }) => path)).size).toBe(assumptions.length)
    for (const { source, path } of assumptions) expect(source.length, path).toBeGreaterThan(0)
  })

  test('what matters most first where that is known, else what is trusted least', () => {
    const first = inOrder(assumptions, new Map())
    expect(first[0].confidence).toBe('low')
    expect(first[first.length - 1].confidence).not.toBe('low')
    const swings = swingsOf({ result: 'meanUtilisation', middle: 0.5, replications: 4, factors: [{ path: 'faults.triage', lowValue: '24 minutes', highValue: '36 minutes', low: 0.5, high: 0.4, swing: -0.1, ci95: null }] })
    expect(inOrder(assumptions, swings)[0].path).toBe('faults.triage')
    expect(assumptionsCsv(inOrder(assumptions, swings).slice(0, 1), swings)).toMatch(/path,.*\r?\nfaults\.triage,30 minutes,ms,default,engineering default,medium,0\.1,/u)
  })

  test('a search wants all its words', () => {
    expect(matching(assumptions, 'triage default').map(({ path }) => path)).toContain('faults.triage')
    expect(matching(assumptions, 'no such words anywhere')).toEqual([])
    expect(matching(assumptions, '  ')).toHaveLength(assumptions.length)
  })

  test('numbers become ranges that a tornado can move, whole ones by whole ones', () => {
    const of = (value: string) => rangesOf([{ path: 'a.b', value, unit: '', from: 'default', source: '', confidence: '', help: '', isNumber: true }])
    expect(of('30 minutes')).toEqual(['a.b=24..36 minutes'])
    expect(of('0.7')).toEqual(['a.b=0.56..0.84'])
    expect(of('4')).toEqual(['a.b=3..5'])
    expect(of('0')).toEqual([])
    expect(rangesOf(assumptions)).toHaveLength(12)
  })

  test('set in the file: the value stands there, everything else is as it was, and the run takes the same', () => {
    for (const path of ['faults.triage', 'blocks.hall.power.ups.mode', 'grid.feeds.street.outages.planned.notice', 'blocks.hall.racks[0].capStaticShare']) {
      const assumption = find(path)
      expect(assumption, path).toBeDefined()
      const value = assumption?.value ?? ''
      const edited = writtenInto(TEXT, path, Number.isFinite(Number(value)) ? Number(value) : value)
      if (!edited.ok) throw new Error(`${path}: ${edited.error}`)
      const told = explain(documentOf(edited.value.text), path)
      expect(told, path).toMatchObject({ ok: true, value: { from: 'file', line: edited.value.line } })
      expect(edited.value.text.split('\n').filter(line => line.includes('#')).length).toBe(TEXT.split('\n').filter(line => line.includes('#')).length)
    }
    expect(writtenInto('a: [', 'faults.triage', 1)).toMatchObject({ ok: false })
    expect(writtenInto(TEXT, 'faults.nothing', 1)).toMatchObject({ ok: false })
  })
})

test('every question of the panel has a command', () => {
  const ids = allCommands().map(({ id }) => id)
  for (const id of ['value', 'inputs', 'solve', 'calendar', 'premortem', 'assumptions']) expect(ids).toContain(`explain.${id}`)
})
