/** Charts in a real browser with their real font: no words outside the drawing, none over others. */
import '@fontsource-variable/inter'
import { beforeAll, expect, test } from 'vitest'
import type { Frame } from '../../src/charts/chart.ts'
import { charts } from '../../src/charts/index.ts'
import { type Mark, toSvgText } from '../../src/charts/mark.ts'
import { coolingSchematicChart } from '../../src/charts/cooling-schematic.ts'
import { oneLineChart } from '../../src/charts/one-line.ts'
import { campus, contingency, FOUR_TO_MAKE_THREE, oneLineData, randomOneLine } from './one-line-samples.ts'
import { scheduleChart } from '../../src/charts/schedule.ts'
import * as operations from './operation-samples.ts'
import * as samples from './samples.ts'
import { scheduleData } from './schedule-samples.ts'
import { schematicData } from './schematic-samples.ts'

const four = campus(FOUR_TO_MAKE_THREE)

const drawings: Readonly<Record<string, (frame: Frame) => Mark>> = {
  'ledger-waterfall': frame => charts.ledgerWaterfall.layout(samples.waterfall(), frame),
  'capacity-by-date': frame => charts.capacityByDate.layout(samples.capacity(), frame),
  utilisation: frame => charts.utilisation.layout(samples.utilisation(), frame),
  'watts-per-accelerator': frame => charts.wattsPerAccelerator.layout(samples.watts(), frame),
  'slip-response': frame => charts.slipResponse.layout(samples.slip(), frame),
  'slip-response of two options': frame => charts.slipResponse.layout(samples.slipOfTwo(), frame),
  power: frame => charts.power.layout(samples.power(), frame),
  binding: frame => charts.binding.layout(samples.binding(), frame),
  'one-line': frame => oneLineChart.layout(oneLineData(four), frame),
  'one-line, all condensed': frame => oneLineChart.layout(oneLineData(four, { expanded: null }), frame),
  'one-line with a system lost': frame => oneLineChart.layout(oneLineData(four, { contingency: contingency(four, ['block[0]/ups[1]'], { lost: ['block[0]/racks[0]'] }) }), frame),
  'one-line over its ratings': frame => oneLineChart.layout(oneLineData(campus({ ...FOUR_TO_MAKE_THREE, failoverLoading: 1.12 }), { live: four.nodes.map(() => ({ loadW: 4e6, state: 'down' })) }), frame),
  ...Object.fromEntries([3, 7, 11, 19].map(seed => [`random one-line, seed ${seed}`, (frame: Frame) => oneLineChart.layout(oneLineData(randomOneLine(seed)), frame)])),
  'cooling schematic': frame => coolingSchematicChart.layout(schematicData({ blocks: 4, lanes: 2, machines: 2, hasWater: true }), frame),
  'cooling schematic with something wrong': frame => coolingSchematicChart.layout(schematicData({ blocks: 9, lanes: 3, machines: 3, hasWater: true, seed: 3 }, { shown: 'design' }), frame),
  schedule: frame => scheduleChart.layout(scheduleData({ blocks: 3, equipment: 6, seed: 5 }), frame),
  'PUE by year': frame => charts.pueByYear.layout(samples.overheadByYear(), frame),
  'PUE by load': frame => charts.pueByLoad.layout(samples.overheadByLoad(), frame),
  'partial PUE by block': frame => charts.pueByBlock.layout(samples.overheadByBlock(), frame),
  'partial PUE of more blocks than fit': frame => charts.pueByBlock.layout(samples.overhead(Array.from({ length: 60 }, (_, block) => `Block ${block + 1}`)), frame),
  'hours of cooling': frame => charts.coolingHours.layout(samples.coolingHours(), frame),
  'model runs': frame => charts.modelRuns.layout(samples.modelRuns(), frame),
  'cost by level': frame => charts.costByLevel.layout(samples.levelCosts(), frame),
  'profit by year': frame => charts.profitByYear.layout(samples.profits(), frame),
  'cost stack': frame => charts.costStack.layout(samples.costStack(), frame),
  'cash flow': frame => charts.cashFlow.layout(samples.cash(), frame),
  'cash flow of costs alone': frame => charts.cashFlow.layout(samples.cash(5), frame),
  'what tenants held': frame => charts.tenantUse.layout(samples.tenantUse(), frame),
  'what many tenants held': frame => charts.tenantUse.layout(samples.tenantUse(20), frame),
  'availability of zones': frame => charts.zoneAvailability.layout(samples.zones(), frame),
  'hours of tenants': frame => charts.tenantHours.layout(samples.tenants(), frame),
  'requests of services': frame => charts.serviceRequests.layout(samples.requests(), frame),
  'PUE by week': frame => charts.pueByWeek.layout(samples.pueWeekly(), frame),
  'water by week': frame => charts.waterByWeek.layout(samples.waterWeekly(), frame),
  'decision calendar': frame => charts.decisionCalendar.layout(samples.calendar(), frame),
  tornado: frame => charts.tornado.layout(samples.tornado(), frame),
  response: frame => charts.response.layout(samples.responseCurve(), frame),
  'power stack': frame => charts.powerStack.layout(operations.powerStack(), frame),
  'load duration': frame => charts.loadDuration.layout(operations.loadDuration(), frame),
  'PUE against the weather': frame => charts.pueByWeather.layout(operations.weatherPoints('pue'), frame),
  'temperature map': frame => charts.temperatureMap.layout(operations.temperatures(), frame),
  queue: frame => charts.queue.layout(operations.queue(), frame),
  'jobs over time': frame => charts.jobGantt.layout(operations.jobGantt(), frame),
  failures: frame => charts.failurePareto.layout(operations.failures(), frame),
  carbon: frame => charts.carbon.layout(operations.carbon(), frame),
  'flow of power': frame => charts.powerFlow.layout(operations.flows(), frame),
  'flow of heat': frame => charts.heatFlow.layout(operations.heatFlows(), frame),
  'load of networks': frame => charts.networkLoad.layout(operations.networkLoads(), frame),
  'ledger bridge': frame => charts.ledgerBridge.layout(samples.bridge(), frame),
  overlay: frame => charts.overlay.layout(samples.overlaid(false), frame),
  'quantile fan': frame => charts.quantileFan.layout(samples.fan(), frame),
  'cost against gain': frame => charts.pareto.layout(samples.pareto(), frame),
  compare: frame => charts.comparison.layout(samples.comparison(), frame),
}

const SIZES = [
  [1000, 400],
  [640, 300],
  [420, 226],
  [360, 300],
] as const

beforeAll(async () => {
  await document.fonts.load("600 13px 'Inter Variable'")
  await document.fonts.load("400 11px 'Inter Variable'")
})

/** Overlap of two boxes beyond a hair. */
const overlaps = (a: DOMRect, b: DOMRect): boolean => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3

/** What does not fit, in words. */
function misfits(svg: SVGSVGElement): string[] {
  const page = svg.getBoundingClientRect()
  const words = [...svg.querySelectorAll('text')].map(element => ({ text: element.textContent, box: element.getBoundingClientRect() }))
  const outside = words.filter(({ box }) => box.left < page.left + 15 || box.right > page.right - 15 || box.top < page.top || box.bottom > page.bottom).map(({ text }) => `outside: ${text}`)
  const over = words.flatMap(({ text, box }, i) => words.slice(i + 1).filter(other => overlaps(box, other.box)).map(other => `${text} over ${other.text}`))
  return [...outside, ...over]
}

test.each(Object.keys(drawings).flatMap(name => SIZES.map(([width, height]) => [name, width, height] as const)))('%s fits in %d × %d', (name, width, height) => {
  const holder = document.createElement('div')
  holder.innerHTML = toSvgText(drawings[name]({ width, height, theme: 'light', source: 'Dallas campus, four blocks, late substation · Ten gas engines as a bridge · seed 1 · 9f3a11c2d07b44e1' }))
  document.body.append(holder)
  const svg = holder.querySelector('svg')
  expect(svg === null ? ['no drawing'] : misfits(svg)).toEqual([])
  holder.remove()
})

test('a downloaded file is a document that browsers parse', () => {
  const text = toSvgText(charts.ledgerWaterfall.layout(samples.waterfall(), { width: 640, height: 300, theme: 'dark', source: '' }))
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  expect(parsed.documentElement.getAttribute('aria-label')).toContain('54.3')
})

test('the check itself sees words that do not fit', () => {
  const holder = document.createElement('div')
  holder.innerHTML = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="20" y="30">one</text><text x="25" y="32">two</text><text x="150" y="30">far too long</text></svg>'
  document.body.append(holder)
  const svg = holder.querySelector('svg')
  expect(svg === null ? [] : misfits(svg)).toEqual(['outside: far too long', 'one over two'])
  holder.remove()
})
