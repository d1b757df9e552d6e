// Every chart tells what it found, what it measures and on which axes: title, measure and source line, and a title with the unit at each axis.
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../src/charts/chart.ts'
import { charts } from '../../src/charts/index.ts'
import type { Mark } from '../../src/charts/mark.ts'
import { CASES, type Case } from './cases.ts'

const SOURCE = 'Dallas campus · as written · seed 1 · 9f3a11c2'
const FRAME: Frame = { width: 720, height: 400, theme: 'light', source: SOURCE }

/** Titles of the axes that are drawn, in reading order; dates need none. A flow and a life have no axis of amounts: their numbers carry units. */
const AXES: Readonly<Record<string, readonly string[]>> = {
  'quarter-power': ['MW'],
  'quarter-useful': ['accelerators'],
  serving: ['request/s', 'first token, ms'],
  'ledger-waterfall': ['share of the contract'],
  'decision-calendar': [],
  'capacity-by-date': ['accelerators'],
  utilisation: ['useful share'],
  'slip-response': ['useful share', 'slip of the feed, months'],
  power: ['MW', 'PUE'],
  binding: ['share of the contract'],
  compare: ['change, % of the value compared with'],
  'watts-per-accelerator': ['accelerators at full rate', 'cap of an accelerator, W'],
  'pue-by-year': ['energy beyond IT, kWh a kWh of IT', 'PUE'],
  'pue-by-load': ['energy beyond IT, kWh a kWh of IT', 'PUE'],
  'ppue-by-block': ['energy beyond IT, kWh a kWh of IT', 'pPUE'],
  'cooling-hours': ['time with load, h', 'without, %'],
  'pue-by-week': ['PUE'],
  'water-by-week': ['m³ a week'],
  biography: [],
  'model-runs': [],
  'cost-by-level': ['cost, USD/GPU·h', 'USD/GPU·h'],
  'profit-by-year': ['revenue by where it goes, USD', 'USD'],
  'tenant-hours': ['accelerator-hours, GPU·h', 'GPU·h'],
  'service-requests': ['requests', 'requests'],
  'cost-stack': ['cost, USD/GPU·h', 'USD/GPU·h'],
  'cash-flow': ['USD a month', 'USD so far'],
  'tenant-use': ['accelerators'],
  'zone-availability': ['hours out, h', 'out'],
  tornado: ['Productive of contract'],
  response: ['Cost per useful GPU-hour, USD', 'faults.rateFactor'],
  'ledger-bridge': ['change of useful accelerator-hours, GPU·h'],
  'quantile-fan': ['accelerators'],
  pareto: ['Sustained utilisation', 'Total cost, USD'],
  'load-duration': ['MW', 'share of the time, %'],
  'power-stack': ['MW'],
  'pue-by-weather': ['outdoor dry bulb, °C', 'PUE'],
  'wue-by-weather': ['outdoor wet bulb, °C', 'WUE, L/kWh'],
  'temperature-map': [],
  queue: ['jobs'],
  'job-gantt': [],
  'failure-pareto': ['running share of the node-hours lost, %'],
  carbon: ['t CO₂ a month', 't CO₂ so far'],
  'power-flow': [],
  'heat-flow': [],
  'network-load': [],
  overlay: ['accelerators'],
}

const marksOf = (mark: Mark): Mark[] => [mark, ...mark.children.flatMap(child => (typeof child === 'string' ? [] : marksOf(child)))]
const wordsOf = ({ children }: Mark): string => children.filter(child => typeof child === 'string').join('')
/** Texts that are read on the drawing; what the pointer finds is not among them. */
const textsOf = (mark: Mark): Mark[] => marksOf(mark).filter(({ tag }) => tag === 'text')

/** The case that shows the chart as a site has it. */
function usualCase(id: string): Case {
  const found = CASES.find(each => each.id === id && /: (a campus|two options|power|three runs|an accelerator|two days|four tenants|two services)$/u.test(each.title))
  if (found === undefined) throw new Error(`no usual case of ${id}`)
  return found
}

test('the table names every chart', () => {
  expect(Object.keys(AXES).sort()).toEqual(Object.values(charts).map(({ id }) => id).sort())
})

describe.each(Object.entries(AXES))('%s', (id, axes) => {
  const drawn = usualCase(id).layout(FRAME)
  const texts = textsOf(drawn)

  test('has axis titles with their units', () => {
    expect(texts.filter(({ attributes }) => attributes.class === 'axis-title').map(wordsOf).sort()).toEqual([...axes].sort())
  })

  test('has a finding above its measure, both whole, and its source at the foot', () => {
    const lines = texts.filter(({ attributes }) => attributes.x === 0 && Number(attributes.y) < 80)
    const title = lines.filter(({ attributes }) => attributes['font-weight'] === 600 && attributes['font-size'] === 13)
    const measure = lines.filter(({ attributes }) => attributes['font-size'] === 11 && Number(attributes.y) > 13)
    // A finding says more than what is looked at, and holds a number or a name from the data.
    expect(title.map(wordsOf).join(' ')).not.toBe(usualCase(id).label)
    expect(title.map(wordsOf).join(' ').length).toBeGreaterThan(12)
    expect(measure.map(wordsOf).join(' ').length).toBeGreaterThan(12)
    expect([...title, ...measure].filter(mark => wordsOf(mark).endsWith('…')).map(wordsOf)).toEqual([])
    expect(wordsOf(texts.at(-1) ?? drawn)).toBe(SOURCE)
  })
})
