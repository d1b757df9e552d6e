/** Below the list: what the chosen failure does in time and how far it reaches, or the loads of the selected component. */
import { HOUR_MS, MINUTE_MS } from '../../base/spans.ts'
import { componentText, contingencyText } from '../../charts/one-line/names.ts'
import { AUDIT_WORDS } from '../../charts/one-line.ts'
import { loadingOf, outputOf } from '../../charts/one-line/words.ts'
import type { AuditReport, Contingency } from '../../results/audit.ts'
import { formatNumber, formatPercent, formatQuantity, formatScaled } from '../format.ts'
import { chooseContingency, lineOfNode } from '../site/one-line-choice.ts'
import { chosenOf, useAudit } from '../state/audit.ts'
import { kindOf } from '../state/verdict.ts'
import { revealLine } from '../state/view.ts'
import { Inspector } from './inspector.tsx'
import { StateMark } from './state-mark.tsx'

interface Props {
  readonly report: AuditReport
  readonly blocks: readonly string[]
}

/** Time after a failure: `0 s`, `8.2 s`, `6 min 40 s`, `2.5 h`. */
export function afterText(ms: number): string {
  if (ms < 10_000) return formatQuantity(ms / 1000, 's', ms % 1000 === 0 ? 0 : 1)
  if (ms < 2 * MINUTE_MS) return formatQuantity(ms / 1000, 's')
  if (ms >= 2 * HOUR_MS) return formatQuantity(ms / HOUR_MS, 'h', 1)
  const minutes = Math.floor(Math.round(ms / 1000) / 60)
  const seconds = Math.round(ms / 1000) - minutes * 60
  return `${formatQuantity(minutes, 'min')}${seconds === 0 ? '' : ` ${formatQuantity(seconds, 's')}`}`
}

function LineLink({ line }: { readonly line: number | undefined }): React.ReactNode {
  if (line === undefined) return null
  return (
    <button type="button" className="link" onClick={() => revealLine(line)}>
      line {line}
    </button>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }): React.ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const both = (racks: number, accelerators: number): string => (racks === 0 ? 'none' : `${formatNumber(racks)} racks, ${formatNumber(accelerators)} accelerators`)

function Outcome({ contingency, report, blocks }: Props & { readonly contingency: Contingency }): React.ReactNode {
  const { state, reason, racksLost, acceleratorsLost, racksDegraded, acceleratorsDegraded, servedFraction, timeline, line, alike } = contingency
  return (
    <section className="audit-detail" aria-label="The chosen failure">
      <header>
        <b>{contingencyText(report.oneLine, contingency, blocks)}</b>
        <LineLink line={line} />
      </header>
      <p className="audit-reason">
        <StateMark state={state} /> <b>{AUDIT_WORDS[state]}</b>: {reason}.
      </p>
      {timeline.length === 0 ? null : (
        <ol className="audit-timeline" aria-label="After the failure">
          {timeline.map(({ atMs, what }, index) => (
            <li key={index}>
              <span className="number">{afterText(atMs)}</span>
              <span>{what}</span>
            </li>
          ))}
        </ol>
      )}
      {state === 'unknown' ? null : (
        <dl className="facts">
          <Fact label="Lost">{both(racksLost, acceleratorsLost)}</Fact>
          <Fact label="Cut back">{both(racksDegraded, acceleratorsDegraded)}</Fact>
          <Fact label="Served in the end">{formatPercent(servedFraction)}</Fact>
          {alike.length === 0 ? null : <Fact label="The same for">{`${formatNumber(alike.length)} other${alike.length === 1 ? '' : 's'} like it`}</Fact>}
        </dl>
      )}
    </section>
  )
}

/** The single failure that takes all of a component, else one that takes a part of it. */
function failureOf(report: AuditReport, index: number): Contingency | undefined {
  const { id } = report.oneLine.nodes[index]
  const singles = report.contingencies.filter(each => kindOf(each) === 'single' && each.nodes.includes(index))
  return singles.find(({ failed }) => failed[0] === id) ?? singles[0]
}

function Component({ report, blocks, index }: Props & { readonly index: number }): React.ReactNode {
  const { oneLine } = report
  const { id, units, ratedW, kind } = oneLine.nodes[index]
  const { normalW, failoverW } = outputOf(oneLine, index)
  const loading = loadingOf(oneLine, index)
  const failure = failureOf(report, index)
  return (
    <section className="audit-detail" aria-label="The selected component">
      <header>
        <b>{componentText(oneLine, id, blocks, index)}</b>
        <LineLink line={lineOfNode(id)} />
      </header>
      <dl className="facts">
        {ratedW === null ? null : <Fact label="Rating">{`${units > 1 && kind !== 'racks' ? `${formatNumber(units)} × ${formatScaled(ratedW / units, 'W')} = ` : ''}${formatScaled(ratedW, 'W')}`}</Fact>}
        <Fact label="Normal load">{`${formatScaled(normalW, 'W')}${loading === null ? '' : `, ${formatPercent(loading.normal, 0)} of the rating`}`}</Fact>
        <Fact label="Failover load">{`${formatScaled(failoverW, 'W')}${loading === null ? '' : `, ${formatPercent(loading.failover, 0)} of the rating`}`}</Fact>
      </dl>
      {failure === undefined ? null : (
        <button type="button" className="link" onClick={() => chooseContingency(failure)}>
          What if it fails: {AUDIT_WORDS[failure.state].toLowerCase()}
        </button>
      )}
    </section>
  )
}

export function AuditDetail({ report, blocks }: Props): React.ReactNode {
  const chosen = useAudit(audit => audit.chosen)
  const node = useAudit(audit => audit.node)
  const contingency = chosenOf({ report, chosen })
  const index = report.oneLine.nodes.findIndex(({ id }) => id === node)
  if (contingency === null && index < 0) return null
  return (
    <div className="audit-details" tabIndex={0} role="region" aria-label="Details">
      {contingency === null ? (
        <>
          <Component report={report} blocks={blocks} index={index} />
          <Inspector />
        </>
      ) : (
        <Outcome contingency={contingency} report={report} blocks={blocks} />
      )}
    </div>
  )
}
