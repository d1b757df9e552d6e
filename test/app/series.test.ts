// Long series for the screen, measured values from CSV, and how well they meet: by hand.
import { describe, expect, test } from 'vitest'
import { calibrationOf } from '../../src/analysis/calibration.ts'
import { createPyramid } from '../../src/app/series/pyramid.ts'
import { seriesOf, understoodUnit } from '../../src/app/state/series-list.ts'
import { series } from '../../src/charts/series.ts'
import { toSvgText } from '../../src/charts/mark.ts'
import { actualNumber, actualsHead, createActualsReader } from '../../src/exchange/actuals.ts'
import { DAY_MS, handRun } from './scenarios.ts'

describe('values under pixels', () => {
  test('are the lowest, the highest and the mean, whatever blocks they are gathered from', () => {
    const values = Float64Array.from({ length: 10_000 }, (_, at) => ((at * 7919) % 1009) - (at % 13 === 0 ? NaN : 0))
    const pyramid = createPyramid({ startMs: 0, stepMs: 10, times: null, values })
    for (const [from, to, pixels] of [[0, 100_000, 7], [333, 98_765, 31], [40_000, 41_000, 100], [-500, 200, 5]] as const) {
      const { low, high, mean } = pyramid.columns(from, to, pixels)
      for (let pixel = 0; pixel < pixels; pixel++) {
        const [a, b] = [from + (pixel * (to - from)) / pixels, pixel === pixels - 1 ? to : from + (pixel + 1) * ((to - from) / pixels)]
        const inside = [...values].filter((_, at) => at * 10 >= a && at * 10 < b)
        // Finer than the values: the window that the pixel begins in.
        const own = (inside.length > 0 ? inside : a < 0 ? [] : [values[Math.floor(a / 10)]]).filter(value => !Number.isNaN(value))
        expect([low[pixel], high[pixel]]).toEqual(own.length === 0 ? [NaN, NaN] : [Math.min(...own), Math.max(...own)])
        if (own.length > 0) expect(mean[pixel]).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / own.length, 9)
      }
    }
  })

  test('of few values reach as far as these do: through their window, and no farther', () => {
    const daily = createPyramid({ startMs: 0, stepMs: 10, times: null, values: Float64Array.of(1, NaN, 3) })
    expect([...daily.columns(0, 40, 8).mean]).toEqual([1, 1, NaN, NaN, 3, 3, NaN, NaN])
    // Measured every 10, with one left out: 1.5 steps are no gap, 2 are one.
    const measured = createPyramid({ startMs: 0, stepMs: 1, times: Float64Array.of(0, 10, 20, 40), values: Float64Array.of(1, 2, 3, 5) })
    expect([...measured.columns(0, 50, 10).mean]).toEqual([1, 1, 2, 2, 3, 3, 3, NaN, 5, 5])
    // What was not measured is not compared.
    expect([...measured.windowMeans(0, 5, 4)]).toEqual([1, NaN, 2, NaN])
  })

  test('of values at times of their own', () => {
    const pyramid = createPyramid({ startMs: 0, stepMs: 1, times: Float64Array.of(1, 5, 11, 29), values: Float64Array.of(2, 4, 8, 16) })
    expect([...pyramid.columns(0, 30, 3).mean]).toEqual([3, 8, 16])
    expect([...pyramid.windowMeans(10, 10, 2)]).toEqual([8, 16])
  })
})

describe('measured values', () => {
  test('are found by their dates, with units out of the headings', () => {
    const head = actualsHead('\uFEFFtime;Site power [kW];PUE\r\n2027-01-01 00:00;1.200,5;1,21\r\n2027-01-02 00:00;900,0;1,3\r\n')
    expect(head).toMatchObject({ separator: ';', dateColumn: 0, columns: [{ name: 'time', unit: '' }, { name: 'Site power', unit: 'kW' }, { name: 'PUE', unit: '' }] })
    expect(actualsHead('a,b\n1,2\n')).toBeUndefined()
    expect(actualsHead('')).toBeUndefined()
    expect([actualNumber('1 200,5', ';'), actualNumber('1200.5', ','), actualNumber('=1+1', ','), actualNumber('', ',')]).toEqual([1200.5, 1200.5, NaN, NaN])
  })

  test('are put in order, and every line that gives none is counted', () => {
    const reader = createActualsReader({ separator: ',' }, { dateColumn: 0, valueColumn: 1, factor: 0.001 })
    reader.add('date,kW\n2027-01-02,2000\n2027-01-01,1000\nsoon,5\n2027-01-03,many')
    reader.add('2027-01-04,\n2027-01-02,3000\n')
    const { times, values, findings } = reader.finish()
    expect([...values]).toEqual([1, 3])
    expect(times[1] - times[0]).toBe(DAY_MS)
    expect(findings).toEqual({ badDates: 1, badValues: 1, empty: 1, outOfOrder: 1, twice: 1, firstLine: 3 })
  })

  test('ASHRAE Guideline 14 by hand: bias and scatter over the mean of what was measured', () => {
    // Differences 1, −1, 3 of a mean of 10; two degrees of freedom.
    const fit = calibrationOf([9, 10, 11, NaN], [8, 11, 8, 4])
    expect(fit?.count).toBe(3)
    expect(fit?.nmbe).toBeCloseTo(3 / 20, 12)
    expect(fit?.cvRmse).toBeCloseTo(Math.sqrt(11 / 2) / 10, 12)
    expect(calibrationOf([1], [1])).toBeNull()
    expect(calibrationOf([0, 0], [1, 1])).toBeNull()
  })
})

test('series of a run: power in megawatts, nothing for PUE where the IT draws nothing, units that are understood', () => {
  const run = handRun([{}, {}], { series: [{ id: 'grid', label: 'Grid', unit: 'kWh', values: Float64Array.of(24_000, 0) }, { id: 'it', label: 'IT', unit: 'kWh', values: Float64Array.of(20_000, 0) }, { id: 'queueLength', label: 'Jobs waiting', unit: '1', values: Float64Array.of(3, 4) }] })
  const list = seriesOf(run)
  const of = (id: string): number[] => [...(list.find(each => each.id === id)?.values(run) ?? [])]
  expect(of('site')).toEqual([1, 0])
  expect(of('pue')).toEqual([1.2, NaN])
  expect(of('series:queueLength')).toEqual([3, 4])
  const [site] = list
  expect([understoodUnit(site, 'kw'), understoodUnit(site, 'furlong')]).toEqual(['kW', undefined])
})

describe('the chart of a series', () => {
  const columns = (label: string, values: readonly number[]) => ({ label, low: values.map(value => value - 1), high: values.map(value => value + 1), mean: values })
  const data = { fromDay: 20_000, toDay: 20_030, label: 'Site power', unit: 'MW', simulated: columns('simulated', [10, 12, NaN, 11]), actuals: [columns('meter <1>', [11, 12, 13, NaN])], fit: 'CV(RMSE) 3.1 %' }
  const frame = { width: 480, height: 300, theme: 'light', source: 'a' } as const

  test('draws both, tells both as a table, and says how they meet', () => {
    const text = toSvgText(series.layout(data, frame))
    expect(text).toContain('CV(RMSE) 3.1 %')
    expect(text).toContain('meter &lt;1&gt;')
    expect(text).not.toContain('NaN')
    expect(series.rows(data).rows).toHaveLength(4)
    expect(series.rows(data).rows[2][1]).toBeNull()
    expect(series.describe(data)).toContain('with meter <1> as measured')
  })

  test('says when nothing lies in its stretch of time', () => {
    expect(toSvgText(series.layout({ ...data, simulated: columns('simulated', []), actuals: [] }, frame))).toContain('No value lies')
  })
})
