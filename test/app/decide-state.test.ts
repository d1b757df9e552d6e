import { describe, expect, test } from 'vitest'
import { reduceRun } from '../../src/analysis/reduce.ts'
import { buildReport } from '../../src/analysis/report.ts'
import { sitePicture } from '../../src/app/site/picture.ts'
import { compareCommand } from '../../src/app/state/compare-command.ts'
import { columnOf, overallSentence } from '../../src/app/state/decision.ts'
import type { Study } from '../../src/app/state/run.ts'
import { fillSides, openSides, type SideGround } from '../../src/app/state/side-runs.ts'
import { lookedAt, MOST_OTHERS, type Side, sidesOfFile, toggleSide, useSides } from '../../src/app/state/sides.ts'
import { createStudies } from '../../src/app/state/studies.ts'
import { overlayData } from '../../src/charts/overlay-data.ts'
import type { Mark } from '../../src/charts/mark.ts'
import type { RunTask } from '../../src/runner/protocol.ts'
import { handRun, shippedScenario } from './scenarios.ts'

const quickstart = shippedScenario('quickstart')
const options = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id => ({ id, label: `Option ${id}` }))
const all = sidesOfFile(options)
const [written] = all
const side = (option: string): Side => all.find(each => each.option === option) ?? written

const DAYS = 21
const study = (idle: readonly number[], key = ''): Study => ({ key, option: null, scenario: quickstart, partial: null, runs: idle.map((accelerators, replication) => handRun(Array.from({ length: DAYS }, () => ({ 'L7.noDemand': accelerators })), { replication })) })

describe('what stands side by side', () => {
  test('is the option of the view against all others, five at most, until somebody chooses', () => {
    const looked = lookedAt(all, 'b', undefined, null)
    expect(looked.base.option).toBe('b')
    expect(looked.others.map(({ option }) => option)).toEqual([null, 'a', 'c', 'd', 'e'])
    expect(looked.more.map(({ option }) => option)).toEqual(['f', 'g'])
    expect(lookedAt(all, null, 'c', null).others.map(({ option }) => option)).toEqual(['c'])
    expect(lookedAt(all, null, undefined, ['option:g', 'option:gone', 'option:a']).others.map(({ option }) => option)).toEqual(['g', 'a'])
  })

  test('grows and shrinks by one, and never beyond five', () => {
    const few = lookedAt(all, null, undefined, ['option:a'])
    toggleSide('option:b', few)
    expect(useSides.getState().chosen).toEqual(['option:a', 'option:b'])
    toggleSide('option:a', few)
    expect(useSides.getState().chosen).toEqual([])
    toggleSide('option:g', lookedAt(all, null, undefined, null))
    expect(useSides.getState().chosen).toHaveLength(MOST_OTHERS)
    useSides.setState({ chosen: null })
  })

  test('is simulated one replication of all sides before the next, and a side that fails says why', async () => {
    const studies = createStudies()
    const ran: string[] = []
    const ground: SideGround = {
      studies,
      isCurrent: () => true,
      say: () => undefined,
      open: async each => (each.option === 'c' ? 'has no feed' : studies.open(each.id, each.option, quickstart)),
      task: (each, _study, replication) => ({ replication, source: { option: each.option } }) as RunTask,
      async runAll(tasks, onDone) {
        tasks.forEach(({ source, replication }, index) => {
          ran.push(`${source.option} ${replication}`)
          onDone(index, source.option === 'b' ? { status: 'failed', message: 'an invariant broke', atMs: 0, trace: [] } : { status: 'finished', result: handRun([{}], { replication }) })
        })
      },
    }
    const opened = await openSides([side('a'), side('b'), side('c')], ground)
    await fillSides(opened, 2, ground)
    expect(ran).toEqual(['a 0', 'b 0', 'a 1', 'b 1'])
    expect(useSides.getState().problems).toEqual({ 'option:c': 'has no feed', 'option:b': 'an invariant broke' })
    expect(useSides.getState().studies['option:a'].runs.map(({ replication }) => replication)).toEqual([0, 1])
    ran.length = 0
    await fillSides(opened.slice(0, 1), 3, ground)
    expect(ran).toEqual(['a 2'])
  })
})

describe('a column', () => {
  const base = { side: written, study: study([5, 6, 4]) }
  const better = columnOf(side('a'), study([3, 3.9, 2], 'a'), base, 1, 0.01)

  test('a difference that reads as zero, or lies within what matters, is none, however sure it is', () => {
    const verdictOf = (idle: readonly number[], importance: number) => columnOf(side('a'), study(idle, 'a'), base, 1, importance)?.against?.comparison.figures.find(({ key }) => key === 'meanUtilisation')?.verdict
    // 10^-5 of an accelerator less idle in each of three pairs: clear of zero, 0.0001 points of the contract.
    expect(verdictOf([4.99999, 5.99999, 3.99999], 0)).toBe('same')
    expect(verdictOf([5, 6, 4], 0)).toBe('same')
    // Two tenths of ten, pair by pair: 2 points, 4 % of the base of 50 %.
    expect(verdictOf([4.8, 5.8, 3.8], 0.01)).toBe('better')
    expect(verdictOf([4.8, 5.8, 3.8], 0.05)).toBe('same')
    expect(verdictOf([5.2, 6.2, 4.2], 0.01)).toBe('worse')
  })

  test('results from a file stand beside simulated ones with all their replications, and say when seeds are others', () => {
    const told = study([3, 3.9, 2], 'a')
    const rows = told.runs.map(run => reduceRun(quickstart, run))
    const report = buildReport({ scenario: quickstart, option: null, scenarioHash: '', inputHashes: {}, issues: [] }, told.runs)
    const opened = (seed: number): Study => ({ ...told, runs: told.runs.slice(0, 1), opened: { file: 'other.nameplate', savedMs: 0, report, rows: rows.map(row => ({ ...row, seed: row.seed + seed })), weekly: [] } })
    const beside: Side = { id: 'opened:1', label: 'Another plan', kind: 'opened', option: null, opened: opened(0) }
    const paired = columnOf(beside, opened(0), base, 1, 0.01)
    expect(paired?.figures[0]).toEqual(better?.figures[0])
    expect(paired?.against?.comparison).toMatchObject({ pairs: 3, isPaired: true })
    expect(paired?.against?.comparison.differences).toEqual(better?.against?.comparison.differences)
    expect(paired?.against?.bridge).toEqual(better?.against?.bridge)
    const apart = columnOf(beside, opened(100), base, 1, 0.01)
    expect(apart?.against?.comparison.isPaired).toBe(false)
    expect(apart?.against?.sentences[0]).toMatch(/^Not paired/u)
    // It is offered, and shown first, since somebody brought it.
    expect(lookedAt(sidesOfFile(options, [], undefined, [beside]), null, undefined, null).others[0]).toBe(beside)
    expect(compareCommand({ file: 'site.yaml', base: written, others: [beside, side('a')], importance: 0.01 })).toMatchObject({ command: 'npx nameplate compare site.yaml --options a --importance 1%', left: [beside] })
  })

  test('tells value and paired difference, wider the more options are compared', () => {
    // Productive of ten: 5, 4, 6 against 7, 6.1, 8: differences 2, 2.1, 2 of ten.
    expect(better?.figures[0]).toMatchObject({ key: 'meanUtilisation', value: '70.3\u2009%' })
    const widthOf = (comparisons: number): number => {
      const [low, high] = columnOf(side('a'), study([3, 3.9, 2], 'a'), base, comparisons, 0.01)?.against?.comparison.differences.find(({ key }) => key === 'meanUtilisation')?.ci95 ?? [0, 0]
      return high - low
    }
    // Two sided t with two degrees of freedom: 4.303 at 95 %, 9.925 at 99 %.
    expect(widthOf(5) / widthOf(1)).toBeCloseTo(9.925 / 4.303, 2)
    const bridgeOf = (comparisons: number): number => {
      const [low, high] = columnOf(side('a'), study([3, 3.9, 2], 'a'), base, comparisons, 0.01)?.against?.bridge.change.ci95 ?? [0, 0]
      return high - low
    }
    expect(bridgeOf(5) / bridgeOf(1)).toBeCloseTo(9.925 / 4.303, 2)
  })

  test('says what matters by the threshold, and what gave it back', () => {
    expect(better?.against?.sentences[0]).toMatch(/^Matters, more than 1\u2009% of the baseline: .*productive of contract/u)
    // 2.033 of ten accelerators over 21 days.
    expect(better?.against?.sentences.join(' ')).toMatch(/Gives back 1\.02.k ± 72\.3.GPU·h: no demand/u)
    expect(columnOf(side('a'), study([3, 3.9, 2], 'a'), base, 1, 0.9)?.against?.sentences[0]).toMatch(/^No difference that matters: none is more than 90/u)
  })

  test('leads to one sentence over all: the best that is clearly better, or none', () => {
    const worse = columnOf(side('b'), study([7, 8, 6], 'b'), base, 1, 0.01)
    const columns = [worse, better].flatMap(column => (column === null ? [] : [column]))
    expect(overallSentence(written, columns)).toMatch(/^“Option a” gives 20\.3.pp more useful compute than the scenario as written/u)
    expect(overallSentence(written, worse === null ? [] : [worse, worse])).toBe('None of 2 options gives clearly more useful compute than the scenario as written.')
    expect(overallSentence(written, [])).toMatch(/^Simulating/u)
    expect(columnOf(written, study([]), null, 1, 0.01)).toBeNull()
  })
})

test('months lie over each other: values, and differences pair by pair', () => {
  const months = (useful: readonly number[]) => ({ months: { firstYear: 2027, firstMonth: 12, contracted: useful, allocatable: useful, productive: useful, itMW: useful, lost: [] } })
  const base = { label: 'As written', rows: [months([1, 5]), months([3, 9])] }
  const other = { label: 'Sooner', rows: [months([2, 8]), months([4, 10])] }
  const values = overlayData(base, [other, { label: 'Not yet', rows: [] }], 'productive', false)
  expect(values.base?.middle).toEqual([2, 7])
  expect(values.others.map(({ label }) => label)).toEqual(['Sooner'])
  expect(values.days[1] - values.days[0]).toBe(31)
  const difference = overlayData(base, [other], 'productive', true)
  expect(difference.base).toBeNull()
  expect(difference.others[0].middle).toEqual([1, 2])
  // Differences 3 and 1: mean 2, half of the interval 12.706 · √2 / √2.
  expect(difference.others[0].high[1]).toBeCloseTo(2 + 12.706, 2)
})

describe('the command line', () => {
  test('names baseline, options and threshold, and quotes what a shell would read', () => {
    expect(compareCommand({ file: 'plan.yaml', base: written, others: [side('a'), side('b')], importance: 0.01 })).toEqual({ command: 'npx nameplate compare plan.yaml --options a,b --importance 1%', left: [] })
    expect(compareCommand({ file: "it's $(here).yaml", base: side('a'), others: [written, side('b')], importance: 0.005 }).command).toBe("npx nameplate compare 'it'\\''s $(here).yaml' --base a --options .,b --importance 0.5%")
    expect(compareCommand({ file: '--set', base: written, others: [side('a')], importance: 0.1 }).command).toBe('npx nameplate compare ./--set --options a --importance 10%')
  })

  test('says what it cannot make', () => {
    const future: Side = { id: 'future:1', label: 'Chiller fails', kind: 'future', option: null }
    expect(compareCommand({ file: 'plan.yaml', base: written, others: [future], importance: 0.01 })).toEqual({ command: null, left: [future] })
    expect(compareCommand({ file: 'plan.yaml', base: written, others: [future, side('a')], importance: 0.01 }).left).toEqual([future])
  })
})

test('the picture shows what is built and says it in words', () => {
  const marks = (mark: Mark): Mark[] => [mark, ...mark.children.flatMap(child => (typeof child === 'string' ? [] : marks(child)))]
  const dallas = shippedScenario('dallas-100mw')
  const planned = sitePicture({ scenario: dallas, run: null }, 'light', 'As written')
  expect(planned.attributes['aria-label']).toBe('As written: 4 of 4 halls built, 0 with power at the end')
  const nothing = sitePicture({ scenario: dallas, run: handRun([{}]) }, 'dark', 'As written')
  expect(nothing.attributes['aria-label']).toBe('As written: 0 of 4 halls built, 0 with power at the end')
  expect(marks(nothing).some(({ attributes }) => attributes['stroke-dasharray'] === '3 3')).toBe(true)
  expect(JSON.stringify([planned, nothing])).not.toMatch(/NaN|null/u)
})

test('a side whose months begin elsewhere is laid over the same months', () => {
  const months = (firstMonth: number, productive: readonly number[]) => ({ firstYear: 2027, firstMonth, contracted: productive, allocatable: productive, productive, itMW: productive, lost: [] })
  const data = overlayData({ label: 'base', rows: [{ months: months(1, [1, 2, 3]) }] }, [{ label: 'later', rows: [{ months: months(2, [20, 30, 40]) }] }], 'productive', false)
  expect(data.others[0].middle).toEqual([NaN, 20, 30])
})
