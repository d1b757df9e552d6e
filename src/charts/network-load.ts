/** What jobs ask of the networks of each block over time, as a share of the bandwidth that is there when nothing is broken. */
import { percent } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { cellPage } from './cells.ts'
import { defineChart } from './chart.ts'
import type { NetworkLoadData } from './operation-shapes.ts'
import { emptyPage, headingOf } from './page.ts'
import { SERIES } from './palette.ts'
import { sequential } from './ramp.ts'

type Row = NetworkLoadData['rows'][number]

const peak = ({ values }: Row): number => values.reduce((most, value) => (value > most ? value : most), -Infinity)
const known = ({ rows }: NetworkLoadData): Row[] => rows.filter(row => Number.isFinite(peak(row)))
const LABEL = 'Load of the networks'

function finding(data: NetworkLoadData): string {
  const worst = known(data).reduce<Row | undefined>((most, row) => (most === undefined || peak(row) > peak(most) ? row : most), undefined)
  if (worst === undefined) return LABEL
  return peak(worst) > 1 ? `${worst.label} is asked for ${percent(peak(worst))} of its bandwidth: jobs are slowed down` : `No network is overloaded; ${worst.label} comes nearest, at ${percent(peak(worst))}`
}

export const networkLoad = defineChart<NetworkLoadData>({
  id: 'network-load',
  label: LABEL,
  layout(data, frame) {
    const rows = known(data)
    if (rows.length === 0) return emptyPage(frame, LABEL, 'A site of one leaf group has no network to load; loads are written down by runs that record')
    const heading = headingOf(frame, finding(data), 'Highest share of the healthy bandwidth that jobs ask for, by block, tier and time, replication 0; at the right the highest')
    const keys = [...[0, 0.25, 0.5, 0.75, 1].map(share => ({ colour: sequential(share), label: percent(share) })), { colour: SERIES.vermilion, label: 'overloaded', isHatched: true }]
    return cellPage(frame, heading, { ...data, rows: rows.map(row => ({ ...row, text: percent(peak(row)) })) }, keys, {
      of: share => (share > 1 ? { colour: SERIES.vermilion, isHatched: true } : { colour: sequential(share), isHatched: false }),
      text: share => `${percent(share)} of its bandwidth`,
    })
  },
  rows: data => ({
    columns: [{ name: 'from', unit: '' }, { name: 'network', unit: '' }, { name: 'asked for of healthy bandwidth', unit: '1' }],
    rows: known(data).flatMap(row => row.values.map((value, at) => [formatDate(Math.floor(data.startDay + at * data.binDays)), row.label, Number.isFinite(value) ? value : null])),
  }),
  describe: data => (known(data).length === 0 ? `${LABEL}: not recorded.` : `${finding(data)}. ${known(data).map(row => `${row.label} ${percent(peak(row))}`).join(', ')}.`),
})
