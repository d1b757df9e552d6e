/** Efficiency in full: headline figures with their intervals, charts of what they are made of, and the whole table. */
import { Fragment, useMemo } from 'react'
import '../styles/efficiency.css'
import type { ChartDefinition } from '../../charts/chart.ts'
import { limitationsOfAreas } from '../../analysis/limitations.ts'
import { charts } from '../../charts/index.ts'
import { barsHeight } from '../../charts/stacked-bars.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { whyOfHeadline } from '../explain/why.ts'
import { WhyValue } from '../explain/why-value.tsx'
import { type EfficiencyGroup, efficiencyCsv, efficiencyValue, efficiencyView, type EfficiencyView } from '../state/efficiency.ts'
import { useStale } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { ChartCard } from './chart-card.tsx'
import { libraryCharts } from './library-charts.tsx'
import { useSpan } from './charts-column.tsx'
import { useSource } from './drawing-files.tsx'

const TIME_HEIGHT = 214
/** Charts of bars are as tall as their rows ask for, up to here, px. */
const MOST_HEIGHT = 460

function Headlines({ view }: { readonly view: EfficiencyView }): React.ReactNode {
  return (
    <dl className="efficiency-headlines">
      {view.headlines.map(({ id, label, value, unit, more }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd>
            <WhyValue topic={whyOfHeadline(id)}>
              {value}
              {unit === '' ? null : <small>{unit}</small>}
            </WhyValue>
          </dd>
          <dd className="quiet">{more}</dd>
        </div>
      ))}
    </dl>
  )
}

function Charts({ view, source }: { readonly view: EfficiencyView; readonly source: string }): React.ReactNode {
  const span = useSpan()
  const study = useChosenStudy()
  const more = useMemo(() => (study === null ? [] : libraryCharts(study).filter(({ isOfEfficiency }) => isOfEfficiency)), [study])
  const { byYear, byLoad, byBlock, hours, replications, pueWeekly, waterWeekly } = view.parts
  const years = useMemo(() => ({ rows: byYear, replications }), [byYear, replications])
  const loads = useMemo(() => ({ rows: byLoad, replications }), [byLoad, replications])
  const blocks = useMemo(() => ({ rows: byBlock, replications }), [byBlock, replications])
  const modes = useMemo(() => ({ rows: hours, replications }), [hours, replications])
  const bars = <D extends { readonly rows: readonly unknown[] }>(chart: ChartDefinition<D>, data: D): React.ReactNode => <ChartCard chart={chart} data={data} height={Math.min(MOST_HEIGHT, barsHeight(data.rows.length))} source={source} />
  return (
    <div className="efficiency-charts">
      {bars(charts.pueByYear, years)}
      {bars(charts.pueByLoad, loads)}
      {bars(charts.pueByBlock, blocks)}
      {bars(charts.coolingHours, modes)}
      {span === null ? null : <ChartCard chart={charts.pueByWeek} data={pueWeekly} height={TIME_HEIGHT} source={source} span={span} />}
      {span === null ? null : <ChartCard chart={charts.waterByWeek} data={waterWeekly} height={TIME_HEIGHT} source={source} span={span} />}
      {more.map(({ id, draw }) => (
        <Fragment key={id}>{draw(source)}</Fragment>
      ))}
    </div>
  )
}

function Groups({ groups, replications }: { readonly groups: readonly EfficiencyGroup[]; readonly replications: number }): React.ReactNode {
  return (
    <table className="efficiency-table">
      <caption>All figures{replications > 1 ? `, mean of ${replications} runs` : ', one replication'}</caption>
      {groups.map(({ label, rows }) => (
        <tbody key={label}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {label}
            </th>
          </tr>
          {rows.map(row => (
            <tr key={row.id}>
              <td>{row.label}</td>
              <td className="number">{efficiencyValue(row)}</td>
              <td className="quiet">{row.unit}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

const LEFT_OUT = limitationsOfAreas(['power', 'cooling'])

export default function EfficiencyPanel(): React.ReactNode {
  const base = useChosenStudy()
  const isStale = useStale()
  const source = useSource()
  const view = useMemo(() => efficiencyView(base), [base])
  if (base === null || view === null) return <p className="empty">The first figures appear as soon as accelerators draw power.</p>
  return (
    <div className={`efficiency ${isStale ? 'stale' : ''}`} tabIndex={0} role="region" aria-label="Efficiency">
      <header>
        <h2>Efficiency</h2>
        <Button label="CSV" title="Download every figure of the table as CSV" onClick={() => download('efficiency.csv', efficiencyCsv(view.groups), 'text/csv')} />
      </header>
      <Headlines view={view} />
      <Charts view={view} source={source} />
      <Groups groups={view.groups} replications={view.parts.replications} />
      <NotModelled rows={LEFT_OUT} />
    </div>
  )
}
