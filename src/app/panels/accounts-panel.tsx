/** The accounts in full: money, tenants, services, named runs and the network, each with headline figures, charts and tables, or with what to write so that there are some. */
import { lazy, Suspense, useMemo } from 'react'
import '../styles/efficiency.css'
import '../styles/accounts.css'
import { type Limitation, limitationsOfAreas } from '../../analysis/limitations.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { whyOfHeadline } from '../explain/why.ts'
import { WhyValue } from '../explain/why-value.tsx'
import { copyText } from '../state/copy-text.ts'
import { accountCsv, type AccountHint, accountView, type AccountView, type FigurePage, HINTS } from '../state/accounts.ts'
import { noFigures } from '../state/no-figures.ts'
import { type Study, useStale } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { type AccountPage, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { Segments } from '../widgets/segments.tsx'
import { AccountTable } from './account-table.tsx'
import { ChartCard } from './chart-card.tsx'
import { useSource } from './drawing-files.tsx'

const PAGES: readonly { readonly id: AccountPage; readonly label: string }[] = [
  { id: 'money', label: 'Money' },
  { id: 'tenants', label: 'Tenants' },
  { id: 'services', label: 'Services' },
  { id: 'runs', label: 'Runs' },
  { id: 'network', label: 'Network' },
  { id: 'life', label: 'Life' },
]
/** What the model leaves out, beside the page that it touches. */
const LEFT_OUT: Readonly<Record<FigurePage, readonly Limitation[]>> = {
  money: limitationsOfAreas(['money']), tenants: limitationsOfAreas(['tenants']), services: limitationsOfAreas(['work']), runs: limitationsOfAreas(['work']), network: limitationsOfAreas(['fabric']),
}
const Life = lazy(() => import('./life-page.tsx'))
const choosePage = (account: AccountPage): void => useView.setState({ account })

function Headlines({ rows }: { readonly rows: AccountView['headlines'] }): React.ReactNode {
  return (
    <dl className="efficiency-headlines">
      {rows.map(({ id, label, value, unit, more }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd>
            <WhyValue topic={whyOfHeadline(id)}>
              {value}
              {unit === '' || value === '–' ? null : <small>{unit}</small>}
            </WhyValue>
          </dd>
          <dd className="quiet">{more}</dd>
        </div>
      ))}
    </dl>
  )
}

function Content({ view, source, hint }: { readonly view: AccountView; readonly source: string; readonly hint: AccountHint | null }): React.ReactNode {
  return (
    <>
      <Headlines rows={view.headlines} />
      <div className="efficiency-charts">
        {view.charts.map(({ id, chart, data, height }) => (
          <ChartCard key={id} id={id} chart={chart} data={data} height={height} source={source} />
        ))}
      </div>
      {hint === null ? null : <Hint hint={hint} />}
      {view.tables.map(table => (
        <AccountTable key={table.caption} table={table} />
      ))}
    </>
  )
}

/** What to write in the file, ready to be copied. */
function Hint({ hint: { why, example } }: { readonly hint: AccountHint }): React.ReactNode {
  return (
    <div className="account-hint">
      <p>{why}</p>
      <pre tabIndex={0} role="group" aria-label="Example">{example}</pre>
      <Button label="Copy" title="Copy the example to the clipboard" onClick={() => void copyText(`${example}\n`, 'Example copied')} />
    </div>
  )
}

function Figures({ base, page, view, hint }: { readonly base: Study | null; readonly page: FigurePage; readonly view: AccountView | 'waiting' | null; readonly hint: AccountHint | null }): React.ReactNode {
  const source = useSource()
  if (view === 'waiting') return <p className="empty">{noFigures(base)}</p>
  if (view === null) return <Hint hint={HINTS[page]} />
  return <Content view={view} source={source} hint={hint} />
}

function AccountPages({ page }: { readonly page: FigurePage }): React.ReactNode {
  const base = useChosenStudy()
  const view = useMemo(() => accountView(base, page), [base, page])
  const isThere = view !== null && view !== 'waiting'
  // Money has its costs in any case; the hint says how revenue comes.
  const needsHint = isThere && page === 'money' && view.charts.every(({ id }) => id !== 'profit-by-year')
  return (
    <>
      <PageHeader page={page}>{isThere ? <Button label="CSV" title="Download the tables as CSV" onClick={() => download(`${page}.csv`, accountCsv(view), 'text/csv')} /> : null}</PageHeader>
      <Figures base={base} page={page} view={view} hint={needsHint ? HINTS[page] : null} />
      <NotModelled rows={LEFT_OUT[page]} />
    </>
  )
}

function PageHeader({ page, children }: { readonly page: AccountPage; readonly children?: React.ReactNode }): React.ReactNode {
  return (
    <header>
      <Segments label="Accounts of" value={page} choices={PAGES} onChange={choosePage} />
      {children}
    </header>
  )
}

export default function AccountsPanel(): React.ReactNode {
  const isStale = useStale()
  const page = useView(view => view.account)
  return (
    <div className={`efficiency accounts ${isStale && page !== 'life' ? 'stale' : ''}`} tabIndex={0} role="region" aria-label="Accounts">
      {page === 'life' ? (
        <>
          <PageHeader page={page} />
          <Suspense fallback={<p className="empty">Opening the lives…</p>}>
            <Life />
          </Suspense>
        </>
      ) : (
        <AccountPages page={page} />
      )}
    </div>
  )
}
