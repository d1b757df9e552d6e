import { describe, expect, test } from 'vitest'
import { waterfallSteps } from '../../src/charts/ledger-waterfall.ts'
import { bindingGate } from '../../src/charts/binding.ts'
import type { Frame } from '../../src/charts/chart.ts'
import { slipPoint } from '../../src/charts/data.ts'
import { charts } from '../../src/charts/index.ts'
import { h, type Mark, toSvgText } from '../../src/charts/mark.ts'
import { plotOf, timeScale } from '../../src/charts/time-axis.ts'
import { extremes } from '../../src/charts/thin.ts'
import { waterfallDay } from '../analysis/waterfall-day.ts'
import { ledgerRows } from '../../src/analysis/summarise.ts'
import { goldenProblem } from '../golden-file.ts'
import { CASES, hostile } from './cases.ts'
import * as samples from './samples.ts'
import { xmlProblem } from './xml.ts'

const FRAME: Frame = { width: 640, height: 300, theme: 'light', source: 'Dallas campus · as written · seed 1 · 9f3a11c2' }
const SIZES = [1600, 640, 420, 320, 60].map(width => ({ ...FRAME, width, height: width < 100 ? 40 : 260 }))

describe.each(CASES)('$title', chart => {
  test('is a well-formed picture at any size, in both themes', () => {
    for (const size of SIZES) {
      for (const theme of ['light', 'dark'] as const) {
        const text = toSvgText(chart.layout({ ...size, theme }))
        expect(xmlProblem(text)).toBeUndefined()
        expect(text).not.toMatch(/NaN|Infinity|undefined/)
      }
    }
  })

  test('says in words what it shows', () => {
    const { attributes } = chart.layout(FRAME)
    expect(attributes.role).toBe('img')
    expect(attributes['aria-label']).toBe(chart.describe())
    expect(chart.describe()).toMatch(/^\S.{8,}\.$/su)
    expect(chart.describe()).not.toMatch(/NaN|Infinity|undefined|null/)
  })

  test('has its data as rows, each as wide as the head', () => {
    const { columns, rows } = chart.rows()
    expect(rows.filter(row => row.length !== columns.length)).toEqual([])
  })

  test('stays small enough to draw', () => {
    expect(toSvgText(chart.layout(FRAME)).length).toBeLessThan(2_000_000)
  })
})

describe('pictures as they were agreed', () => {
  const agreed = CASES.filter(({ title }) => /: (a campus|a campus with a system lost|two options)$/.test(title))
  test.each(agreed.flatMap(chart => (['light', 'dark'] as const).map(theme => [chart.title, theme, chart] as const)))('%s, %s', (title, theme, chart) => {
    expect(goldenProblem(`charts/${title.replace(/[^a-z]+/g, '-')}-${theme}.svg`, toSvgText(chart.layout({ ...FRAME, theme })).replaceAll('><', '>\n<'))).toBe('')
  })
})

describe('what is drawn', () => {
  test('T9.3: steps of the waterfall take what their gate lost and end at what was productive', () => {
    const steps = waterfallSteps({ rows: ledgerRows([waterfallDay()]) })
    expect(steps.map(({ label, gpuHours }) => [label, Math.round(gpuHours * 100) / 100])).toEqual([
      ['Not delivered', 144],
      ['Not energised', 144],
      ['Not cooled', 72],
      ['Not healthy', 12],
      ['Not allocatable', 72],
      ['Idle', 1476],
      ['Starting or stalled', 64],
      ['Slowed or lost', 214.86],
      ['Productive', 1257.14],
    ])
    const last = steps[steps.length - 1]
    expect(last.before).toBeCloseTo(last.share, 12)
  })

  test('the binding gate is the one that takes most, the first of equals, none when nothing is lost', () => {
    const period = (shares: Record<number, number>) => ({ fromDay: 0, toDay: 30, shares: Array.from({ length: 11 }, (_, gate) => shares[gate] ?? 0) })
    expect(bindingGate(period({ 2: 0.2, 7: 0.3, 10: 0.5 }))).toBe(7)
    expect(bindingGate(period({ 2: 0.25, 7: 0.25, 10: 0.5 }))).toBe(2)
    expect(bindingGate(period({ 10: 1 }))).toBe(10)
  })

  test('periods are calendar months whose shares sum to one', () => {
    const { periods } = samples.binding()
    expect(periods).toHaveLength(37) // 2029 to 2031 and the first day of 2032
    expect(periods[1].toDay - periods[1].fromDay).toBe(28)
    for (const { shares } of periods.slice(3)) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  })

  test('a point of the response is the mean and the range of its runs', () => {
    expect(slipPoint(6, [0.4, 0.5, 0.6], [0.2, 0.3, 0.1])).toEqual({ slipMonths: 6, low: 0.4, middle: 0.5, high: 0.6, sustained: expect.closeTo(0.2, 12) })
    expect(slipPoint(6, [0.4], [NaN]).sustained).toBeNull()
  })

  test('time charts share the plot and the time axis', () => {
    const plot = plotOf(640, 300)
    const scale = timeScale(100, 200, plot)
    expect([scale.x(100), scale.x(200)]).toEqual([plot.left, plot.right])
  })

  test('axes show their units', () => {
    const texts = (mark: Mark): string[] => mark.children.flatMap(child => (typeof child === 'string' ? [child] : texts(child)))
    expect(texts(charts.power.layout(samples.power(), FRAME))).toContain('MW')
    expect(texts(charts.capacityByDate.layout(samples.capacity(), FRAME))).toContain('accelerators')
    expect(texts(charts.slipResponse.layout(samples.slip(), FRAME))).toEqual(expect.arrayContaining(['slip of the feed, months', '24', '60\u2009%']))
    expect(texts(charts.utilisation.layout(samples.utilisation(), FRAME))).toContain('100\u2009%')
    expect(texts(charts.binding.layout(samples.binding(), FRAME))).toContain('100\u2009%')
  })
})

describe('the whole list', () => {
  test.each(Object.values(charts))('$id has an agreed picture, an empty state and a name', ({ id, label }) => {
    const titles = CASES.filter(chart => chart.id === id).map(({ title }) => title.slice(id.length + 2))
    expect(label).toMatch(/^\p{Lu}/u)
    expect(titles).toEqual(expect.arrayContaining([expect.stringMatching(/^(a campus|two options|power|three runs|an accelerator|two days|four tenants|two services)$/)]))
    expect(titles).toEqual(expect.arrayContaining([expect.stringMatching(/^(nothing|nothing, hostile names|nobody|no IT power)$/)]))
  })

  test('ids are told apart', () => {
    const ids = Object.values(charts).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('series with more values than pixels', () => {
  test('least and largest value of each group, gaps as gaps', () => {
    const { low, high } = extremes([3, 1, 2, NaN, NaN, NaN, -5, NaN, 9], 3)
    expect([[...low], [...high]]).toEqual([[1, NaN, -5], [3, NaN, 9]])
    expect(extremes([], 4).low.length).toBe(1)
    expect([...extremes([1, 2], 10).high]).toEqual([1, 2])
  })

  test('a million values keep their one peak', () => {
    const values = new Float64Array(1_000_000)
    values[654_321] = 7
    const { high } = extremes(values, 800)
    expect([high.length, high.filter(value => value === 7).length, high.indexOf(7)]).toEqual([800, 1, Math.floor((654_321 * 800) / 1_000_000)])
  })
})

describe('SVG text', () => {
  test('escapes whatever a scenario may be called', () => {
    const text = toSvgText(h('svg', { width: 10, height: 10, 'aria-label': hostile }, h('text', {}, hostile)))
    expect(xmlProblem(text)).toBeUndefined()
    expect(text).toContain('a &lt;b&gt; &amp; &quot;c&quot;\uFFFD\uFFFD \uFFFD ]]&gt; 🙂')
  })

  test('rounds coordinates to two decimals', () => {
    expect(toSvgText(h('svg', { width: 10, height: 10 }, h('line', { x1: 1 / 3, x2: 2 })))).toContain('<line x1="0.33" x2="2"/>')
  })

  test('the check itself sees what is not XML', () => {
    for (const bad of ['<a>', '<a></b>', '<a b="1" b="2"/>', '<a b=1/>', '<a>&nbsp;</a>', '<a/><b/>', 'x<a/>', '<a b="<"/>', '<a>\u0001</a>']) expect(xmlProblem(bad), bad).toBeDefined()
    expect(xmlProblem('<a b="1 &amp; 2"><c/>x &lt; y</a>\n')).toBeUndefined()
  })
})
