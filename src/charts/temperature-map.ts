/** How warm coolant and hall air of each block were, week by week: blue below their limit, red above it. */
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { cellPage } from './cells.ts'
import { defineChart } from './chart.ts'
import type { TemperatureData, TemperatureRow } from './operation-shapes.ts'
import { emptyPage, headingOf } from './page.ts'
import { diverging } from './ramp.ts'

/** Distance to the limit that has the deepest colour, K. */
const DEEPEST_K = 10

const warmest = ({ values }: TemperatureRow): number => values.reduce((most, value) => (value > most ? value : most), -Infinity)
const celsius = (value: number): string => `${digits(value, 1)}\u2009°C`
const known = ({ rows }: TemperatureData): TemperatureRow[] => rows.filter(row => Number.isFinite(warmest(row)))

function finding(data: TemperatureData): string {
  const nearest = known(data).reduce<TemperatureRow | undefined>((most, row) => (most === undefined || warmest(row) - row.limitC > warmest(most) - most.limitC ? row : most), undefined)
  if (nearest === undefined) return 'Temperatures of coolant and air'
  const over = warmest(nearest) - nearest.limitC
  return over > 0 ? `${nearest.label} goes ${digits(over, 1)}\u2009K above its limit` : `${nearest.label} comes nearest to its limit, ${digits(-over, 1)}\u2009K below it`
}

export const temperatureMap = defineChart<TemperatureData>({
  id: 'temperature-map',
  label: 'Temperatures of coolant and air',
  layout(data, frame) {
    const rows = known(data)
    if (rows.length === 0) return emptyPage(frame, 'Temperatures of coolant and air', 'Temperatures are written down by runs that record: the first replication in the app, chart and run --record on the command line')
    const heading = headingOf(frame, finding(data), 'Warmest by block and time, °C from the limit of each row, replication 0; at the right the warmest of all')
    const keys = [
      { colour: diverging(-1), label: `${DEEPEST_K}\u2009K and more below` },
      { colour: diverging(-0.5), label: `${DEEPEST_K / 2}\u2009K below` },
      { colour: diverging(0), label: 'at its limit' },
      { colour: diverging(0.5), label: 'above, hatched', isHatched: true },
    ]
    // Each row is coloured by its distance to its own limit.
    const grid = { ...data, rows: rows.map(row => ({ label: row.label, values: row.values.map(value => value - row.limitC), text: celsius(warmest(row)) })) }
    return cellPage(frame, heading, grid, keys, {
      of: distance => ({ colour: diverging(distance / DEEPEST_K), isHatched: distance > 0 }),
      text: distance => `${digits(Math.abs(distance), 1)}\u2009K ${distance > 0 ? 'above' : 'below'} its limit`,
    })
  },
  rows: data => ({
    columns: [{ name: 'from', unit: '' }, { name: 'where', unit: '' }, { name: 'warmest', unit: 'degC' }, { name: 'limit', unit: 'degC' }, { name: 'limit of', unit: '' }],
    rows: known(data).flatMap(row => row.values.map((value, at) => [formatDate(Math.floor(data.startDay + at * data.binDays)), row.label, Number.isFinite(value) ? value : null, row.limitC, row.limitName])),
  }),
  describe: data => (known(data).length === 0 ? 'Temperatures of coolant and air: not recorded.' : `${finding(data)}. ${known(data).map(row => `${row.label}: warmest ${celsius(warmest(row))}, ${row.limitName} ${celsius(row.limitC)}`).join('; ')}.`),
})
