/** The accounts in full: money, tenants, services, named runs and the network, each with headline figures, charts and tables, or with what to write so that there are some. */
import { useMemo } from 'react'
import '../styles/efficiency.css'
import '../styles/accounts.css'
import { accountCsv, type AccountHint, type AccountTable, accountView, type AccountView, cellText, HINTS } from '../state/accounts.ts'
import { useRun } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { type AccountPage, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { Segments } from '../widgets/segments.tsx'
import { ChartCard } from './chart-card.tsx'
import { useSource } from './drawing-files.tsx'

const PAGES: readonly { readonly id: AccountPage; readonly label: string }[] = [
  { id: 'money', label: 'Money' },
  { id: 'tenants', label: 'Tenants' },
  { id: 'services', label: 'Services' },
  { id: 'runs', label: 'Runs' },
  { id: 'network', label: 'Network' },
]
const choosePage = (account: AccountPage): void => useView.setState({ account })

function Headlines({ rows }: { readonly rows: AccountView['headlines'] }): React.ReactNode {
  return (
    <dl className="efficiency-headlines">
      {rows.map(({ id, label, value, unit, more }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd>
            {value}
            {unit === '' || value === '–' ? null : <small>{unit}</small>}
          </dd>
          <dd className="quiet">{more}</dd>
        </div>
      ))}
    </dl>
  )
}

function Table({ table }: { readonly table: AccountTable }): React.ReactNode {
  const { caption, columns, rows } = table
  const classOf = (column: number): string => (columns[column].format === null ? '' : 'number')
  return (
    <div className="account-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label }, column) => (
              <th key={label} scope="col" className={classOf(column)}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((_, column) =>
                column === 0 ? (
                  <th key={columns[column].label} scope="row" className={classOf(column)}>
                    {cellText(table, at, column)}
                  </th>
                ) : (
                  <td key={columns[column].label} className={classOf(column)}>
                    {cellText(table, at, column)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Content({ view, source, hint }: { readonly view: AccountView; readonly source: string; readonly hint: AccountHint | null }): React.ReactNode {
  return (
    <>
      <Headlines rows={view.headlines} />
      {hint === null ? null : <Hint hint={hint} />}
      <div className="efficiency-charts">
        {view.charts.map(({ id, chart, data, height }) => (
          <ChartCard key={id} chart={chart} data={data} height={height} source={source} />
        ))}
      </div>
      {view.tables.map(table => (
        <Table key={table.caption} table={table} />
      ))}
    </>
  )
}

/** What to write in the file, ready to be copied. */
function Hint({ hint: { why, example } }: { readonly hint: AccountHint }): React.ReactNode {
  return (
    <div className="account-hint">
      <p>{why}</p>
      <pre>{example}</pre>
      <Button label="Copy" title="Copy the example to the clipboard" onClick={() => void navigator.clipboard?.writeText(`${example}\n`)} />
    </div>
  )
}

export default function AccountsPanel(): React.ReactNode {
  const base = useChosenStudy()
  const isStale = useRun(run => run.isStale)
  const page = useView(view => view.account)
  const source = useSource()
  const view = useMemo(() => accountView(base, page), [base, page])
  const isThere = view !== null && view !== 'waiting'
  // Money has its costs in any case; the hint says how revenue comes.
  const needsHint = view === null || (isThere && page === 'money' && view.charts.every(({ id }) => id !== 'profit-by-year'))
  return (
    <div className={`efficiency accounts ${isStale ? 'stale' : ''}`} tabIndex={0} role="region" aria-label="Accounts">
      <header>
        <Segments label="Accounts of" value={page} choices={PAGES} onChange={choosePage} />
        {isThere ? <Button label="CSV" title="Download the tables as CSV" onClick={() => download(`${page}.csv`, accountCsv(view), 'text/csv')} /> : null}
      </header>
      {view === 'waiting' ? <p className="empty">The first figures appear as soon as accelerators are contracted.</p> : null}
      {isThere ? <Content view={view} source={source} hint={needsHint ? HINTS[page] : null} /> : needsHint ? <Hint hint={HINTS[page]} /> : null}
    </div>
  )
}
