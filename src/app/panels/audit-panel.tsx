/** The audit: its verdict in a sentence, labels of the file against what was found, every failure, and what the chosen one does. */
import { limitationsOfAreas } from '../../analysis/limitations.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { useEffect, useMemo } from 'react'
import { contingencyText, contingencyWords } from '../../charts/one-line/names.ts'
import { AUDIT_WORDS } from '../../charts/one-line.ts'
import { type AuditReport, AUDIT_STATES, type Contingency } from '../../results/audit.ts'
import { formatNumber } from '../format.ts'
import { chooseContingency, followSelection, goToChosenLine } from '../site/one-line-choice.ts'
import { type AuditDepth, isReportStale, listed, nameOf, setDepth, toggleState, useAudit } from '../state/audit.ts'
import { auditCsv } from '../state/audit-table.ts'
import { useDrawnStudy } from '../state/site-study.ts'
import { blocksText, labelGroups, verdictOf } from '../state/verdict.ts'
import { revealLine } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { OptionList } from '../widgets/option-list.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { AuditDetail } from './audit-detail.tsx'
import { FireExposureList } from './fire-exposure.tsx'
import { StateMark } from './state-mark.tsx'

const ROW_PX = 46
const DEPTHS: readonly { readonly id: AuditDepth; readonly label: string }[] = [
  { id: 'singles', label: 'Single failures' },
  { id: 'maintenance', label: 'With maintenance' },
  { id: 'pairs', label: 'With every pair' },
]

export const useBlockLabels = (): readonly string[] => {
  const scenario = useAudit(audit => audit.scenario)
  return useMemo(() => scenario?.blocks.map(({ label }) => label) ?? [], [scenario])
}

function Labels({ report, blocks }: { readonly report: AuditReport; readonly blocks: readonly string[] }): React.ReactNode {
  const groups = useMemo(() => labelGroups(report.labels), [report])
  const broken = groups.filter(({ isKept }) => !isKept)
  if (groups.length === 0) return null
  return (
    <details className="audit-labels" open={broken.length > 0}>
      <summary>{broken.length === 0 ? `All ${report.labels.length} redundancy labels are kept` : `${report.labels.filter(({ isKept }) => !isKept).length} of ${report.labels.length} redundancy labels are not kept`}</summary>
      <ul>
        {groups.map(({ label, isKept, reason, blocks: members, line }) => (
          <li key={`${label} ${members.join()}`} className={isKept ? 'kept' : 'broken'}>
            <StateMark state={isKept ? 'normal' : 'down'} />
            <span>
              <b>{label}</b>
              {blocksText(members, blocks) === '' ? '' : `, ${blocksText(members, blocks)}`}: {isKept ? 'kept, ' : 'not kept, because '}
              {reason}
            </span>
            {line === undefined ? null : (
              <button type="button" className="link" onClick={() => revealLine(line)}>
                line {line}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Filters({ report }: { readonly report: AuditReport }): React.ReactNode {
  const states = useAudit(audit => audit.states)
  const text = useAudit(audit => audit.text)
  return (
    <div className="audit-filters" role="group" aria-label="Which failures are listed">
      <div className="audit-states">
        {AUDIT_STATES.map(state => {
          const count = report.contingencies.reduce((sum, each) => sum + (each.state === state ? each.count : 0), 0)
          return (
            <button key={state} type="button" className="audit-state" aria-pressed={states.includes(state)} disabled={count === 0} onClick={() => toggleState(state)}>
              <StateMark state={state} />
              {AUDIT_WORDS[state]} <b>{formatNumber(count)}</b>
            </button>
          )
        })}
      </div>
      <input type="search" className="audit-search" placeholder="Component, block or cause" aria-label="Filter failures by words" value={text} onChange={event => useAudit.setState({ text: event.currentTarget.value })} />
    </div>
  )
}

/** Blast radius in a few words. */
function toll({ racksLost, racksDegraded, count }: Contingency): string {
  const racks = (number: number): string => `${formatNumber(number)} rack${number === 1 ? '' : 's'}`
  const parts = [...(racksLost > 0 ? [`${racks(racksLost)} lost`] : []), ...(racksDegraded > 0 ? [`${racks(racksDegraded)} cut back`] : [])]
  return `${parts.length === 0 ? 'no rack' : parts.join(', ')}${count > 1 ? `, ${formatNumber(count)} equal cases` : ''}`
}

function Findings({ report, blocks }: { readonly report: AuditReport; readonly blocks: readonly string[] }): React.ReactNode {
  const states = useAudit(audit => audit.states)
  const text = useAudit(audit => audit.text)
  const chosen = useAudit(audit => audit.chosen)
  const rows = useMemo(() => listed(report.contingencies, states, text, each => contingencyText(report.oneLine, each, blocks)), [report, states, text, blocks])
  const at = rows.findIndex(each => nameOf(each) === chosen)
  if (rows.length === 0) return <p className="empty">No failure matches. Clear the words or choose another state.</p>
  return (
    <OptionList
      label={`${rows.length} failures, worst first`}
      count={rows.length}
      rowHeight={ROW_PX}
      chosen={at}
      onChoose={index => chooseContingency(rows[index])}
      onOpen={goToChosenLine}
      renderRow={index => {
        const each = rows[index]
        const { words, place } = contingencyWords(report.oneLine, each, blocks)
        return (
          <>
            <StateMark state={each.state} />
            <span className="audit-name" title={words}>
              {words}
            </span>
            <span className="audit-toll">
              <span className={`audit-word ${each.state}`}>{AUDIT_WORDS[each.state]}</span>
              {place === '' ? '' : ` · ${place}`} · {toll(each)}
            </span>
          </>
        )
      }}
    />
  )
}

function Waiting(): React.ReactNode {
  const activity = useAudit(audit => audit.activity)
  const message = useAudit(audit => audit.message)
  if (activity === 'failed') return <p className="empty">The audit stopped: {message}</p>
  return <p className="empty">{activity === 'running' ? 'Removing every component once…' : 'The audit follows the first run of the scenario.'}</p>
}

/** How deep the audit goes, and its files. */
function Tools({ report, blocks }: { readonly report: AuditReport; readonly blocks: readonly string[] }): React.ReactNode {
  const depth = useAudit(audit => audit.depth)
  const isRunning = useAudit(audit => audit.activity === 'running')
  return (
    <div className="audit-tools">
      <SelectMenu label="How deep the audit goes" value={depth} choices={DEPTHS} onChange={id => setDepth(DEPTHS.find(each => each.id === id)?.id ?? 'singles')} />
      <span className="quiet" role="status">
        {isRunning ? 'Auditing…' : ''}
      </span>
      <div className="spread" />
      <Button label="CSV" title="Download all findings as CSV" onClick={() => download('audit.csv', auditCsv(report, blocks), 'text/csv')} />
      <Button label="JSON" title="Download the whole audit as JSON" onClick={() => download('audit.json', `${JSON.stringify(report, null, 2)}\n`, 'application/json')} />
    </div>
  )
}

const LEFT_OUT = limitationsOfAreas(['power', 'fire'])

export default function AuditPanel(): React.ReactNode {
  const report = useAudit(audit => audit.report)
  const key = useAudit(audit => audit.key)
  const shownKey = useDrawnStudy()?.key
  const blocks = useBlockLabels()
  useEffect(() => followSelection(), [])
  const verdict = useMemo(() => (report === null ? { sentence: '', more: '' } : verdictOf(report)), [report])
  if (report === null) return <Waiting />
  return (
    <section className={`audit-panel ${isReportStale({ key, report }, shownKey) ? 'stale' : ''}`} aria-label="Redundancy audit">
      <h2>{verdict.sentence}</h2>
      {verdict.more === '' ? null : <p className="audit-more">{verdict.more}</p>}
      <Labels report={report} blocks={blocks} />
      {report.fire === undefined ? null : <FireExposureList fire={report.fire} />}
      <Tools report={report} blocks={blocks} />
      <Filters report={report} />
      <Findings report={report} blocks={blocks} />
      <AuditDetail report={report} blocks={blocks} />
      <NotModelled rows={LEFT_OUT} />
    </section>
  )
}
