/** A merged sweep: its points as a table with figures side by side, the response of one figure to one axis, and any point as a scenario. */
import { useMemo, useState } from 'react'
import { figureLabel } from '../../analysis/figure-text.ts'
import { DAY_MS } from '../../base/spans.ts'
import { charts } from '../../charts/index.ts'
import { formatDay, formatNumber } from '../format.ts'
import type { OpenedSweep } from '../opening/protocol.ts'
import { openPoint } from '../state/open-point.ts'
import { closeSweep, useOpened } from '../state/opened.ts'
import { axisNumber, figureCell, figureChoices, type FigureKey, responseOf, sortedRows, sweepCsv, sweepTable, type SweepRow, type SweepTable } from '../state/sweep-view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { VirtualRows } from '../widgets/virtual-rows.tsx'
import { ChartCard } from './chart-card.tsx'

const ROW_PX = 32
const RESPONSE_PX = 300

interface Sorting {
  readonly column: { readonly kind: 'axis' | 'figure'; readonly index: number } | null
  readonly isDown: boolean
}

interface HeadProps {
  readonly label: string
  readonly isNumber: boolean
  readonly mine: NonNullable<Sorting['column']>
  readonly sorting: Sorting
  readonly onSort: (sorting: Sorting) => void
}

/** A head of a column that sorts by it, then the other way round. */
function SortHead({ label, isNumber, mine, sorting, onSort }: HeadProps): React.ReactNode {
  const isMine = sorting.column?.kind === mine.kind && sorting.column.index === mine.index
  return (
    <th className={isNumber ? 'number' : ''} aria-sort={isMine ? (sorting.isDown ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort" onClick={() => onSort({ column: mine, isDown: isMine && !sorting.isDown })}>
        {label}
        <i aria-hidden="true">{isMine ? (sorting.isDown ? ' ▼' : ' ▲') : ''}</i>
      </button>
    </th>
  )
}

function PointTable({ sweep, table }: { readonly sweep: OpenedSweep; readonly table: SweepTable }): React.ReactNode {
  const [sorting, setSorting] = useState<Sorting>({ column: null, isDown: false })
  const rows = useMemo(() => sortedRows(table, sorting.column, sorting.isDown), [table, sorting])
  const head = (
    <tr>
      <th className="number">Point</th>
      {sweep.axes.map((path, index) => (
        <SortHead key={path} label={path} isNumber={axisNumber(table.rows[0]?.values[index] ?? '') !== undefined} mine={{ kind: 'axis', index }} sorting={sorting} onSort={setSorting} />
      ))}
      <th className="number">Runs</th>
      {table.keys.map((key, index) => (
        <SortHead key={key} label={figureLabel(key)} isNumber mine={{ kind: 'figure', index }} sorting={sorting} onSort={setSorting} />
      ))}
      <th>
        <span className="out-of-sight">Open</span>
      </th>
    </tr>
  )
  const renderRow = (index: number): React.ReactNode => {
    const row: SweepRow = rows[index]
    return (
      <tr key={row.point}>
        <td className="number">{row.point}</td>
        {row.values.map((value, axis) => (
          <td key={axis} className={axisNumber(value) === undefined ? '' : 'number'}>
            {value}
          </td>
        ))}
        <td className="number">{row.replications}</td>
        {table.keys.map((key, at) => (
          <td key={key} className="number">
            {figureCell(key, row.figures[at])}
          </td>
        ))}
        <td>
          <Button label="Open as scenario" aria-label={`Open point ${row.point} as a scenario`} onClick={() => void openPoint(sweep, row)} />
        </td>
      </tr>
    )
  }
  return <VirtualRows count={rows.length} rowHeight={ROW_PX} head={head} renderRow={renderRow} label="Points of the sweep" />
}

function Response({ sweep, result, source }: { readonly sweep: OpenedSweep; readonly result: FigureKey; readonly source: string }): React.ReactNode {
  const [axis, setAxis] = useState(0)
  const data = useMemo(() => responseOf(sweep, axis, result), [sweep, axis, result])
  const choices = sweep.axes.map((label, index) => ({ id: String(index), label }))
  return (
    <div className="sweep-response">
      {choices.length > 1 ? <SelectMenu label="Axis of the response" prefix="Against" value={String(axis)} choices={choices} onChange={id => setAxis(Number(id))} /> : null}
      {data === null ? <p className="empty">The values of {sweep.axes[axis]} are no numbers of one unit: the table tells them side by side.</p> : <ChartCard chart={charts.response} data={data} height={RESPONSE_PX} source={source} />}
      {choices.length > 1 && data !== null ? <p className="quiet">Over all values of the other axes.</p> : null}
    </div>
  )
}

export default function SweepPanel(): React.ReactNode {
  const opened = useOpened(({ sweep }) => sweep)
  const [chosen, setChosen] = useState<FigureKey>('meanUtilisation')
  const sweep = opened?.content ?? null
  const table = useMemo(() => (sweep === null ? null : sweepTable(sweep, chosen)), [sweep, chosen])
  const choices = useMemo(() => (sweep === null ? [] : figureChoices(sweep)), [sweep])
  if (opened === null || sweep === null || table === null) return null
  const runs = sweep.points.reduce((sum, { rows }) => sum + rows.length, 0)
  const source = [sweep.scenario, 'sweep', `seed ${sweep.seed}`, sweep.scenarioHash.slice(0, 8)].join(' · ')
  const take = (id: string): void => setChosen(choices.find(choice => choice.id === id)?.id ?? chosen)
  return (
    <main className="sweep-panel" aria-label="Opened sweep">
      <header>
        <div>
          <h2>{sweep.scenario}: a sweep of {sweep.axes.join(' and ')}</h2>
          <p className="quiet">
            Opened results: {formatNumber(sweep.points.length)} points, {formatNumber(runs)} runs, {sweep.design}, seed {sweep.seed}
            {sweep.option === null ? '' : `, option ${sweep.option}`}, {opened.name}, {formatDay(opened.savedMs / DAY_MS)}
            {sweep.isChecked ? '' : '. Its checksum was not checked: the connection is not secure'}
          </p>
        </div>
        <div className="spread" />
        <SelectMenu label="Figure of the response" prefix="Figure" value={chosen} choices={choices} onChange={take} />
        <Button icon="save" label="CSV" title="Save the table as CSV" onClick={() => download('sweep.csv', sweepCsv(sweep, table), 'text/csv')} />
        <Button label="Close" onClick={closeSweep} />
      </header>
      <Response sweep={sweep} result={chosen} source={source} />
      <PointTable sweep={sweep} table={table} />
    </main>
  )
}
