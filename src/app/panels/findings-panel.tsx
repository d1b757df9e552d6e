/** What was found in the scenario: problems of the text, and what the audit says of its labels. Each names its line. */
import { type Issue } from '../../scenario/issue.ts'
import { useDocument } from '../state/document.ts'
import { useAudit } from '../state/audit.ts'
import { revealLine } from '../state/view.ts'

interface Finding {
  readonly severity: Issue['severity']
  readonly where: string
  readonly what: string
  readonly note: string
  readonly line: number | undefined
}

const HEADINGS: readonly (readonly [Issue['severity'], string])[] = [
  ['error', 'Errors'],
  ['warn', 'Warnings'],
  ['waived', 'Accepted'],
]
const MOST_SHOWN = 200

function ofIssue({ severity, path, message, value, allowed, nearest, waiver, line }: Issue): Finding {
  const notes = [waiver === undefined ? '' : `Accepted by ${waiver.by}: ${waiver.reason}.`, allowed === undefined ? '' : `Allowed: ${allowed}.`, nearest === undefined ? '' : `Did you mean ${nearest}?`]
  return { severity, where: path === '' ? 'The file' : path, what: `${message}${value === undefined || value === '' ? '' : ` (${value})`}`, note: notes.filter(text => text !== '').join(' '), line }
}

function useFindings(): readonly Finding[] {
  const issues = useDocument(document => document.issues)
  const report = useAudit(audit => audit.report)
  const broken = (report?.labels ?? []).filter(({ isKept }) => !isKept)
  return [...issues.map(ofIssue), ...broken.map(({ label, reason, line }): Finding => ({ severity: 'warn', where: label, what: `this redundancy label is not kept: ${reason}`, note: '', line }))]
}

/** How many findings want attention. */
export const useFindingCount = (): number => useFindings().filter(({ severity }) => severity !== 'waived').length

function Entry({ where, what, note, line, severity }: Finding): React.ReactNode {
  return (
    <li className={severity}>
      <b>{where}</b>
      {line === undefined ? null : (
        <button type="button" className="link" onClick={() => revealLine(line)}>
          line {line}
        </button>
      )}
      <p>{what}</p>
      {note === '' ? null : <p className="quiet">{note}</p>}
    </li>
  )
}

export function FindingsPanel(): React.ReactNode {
  const findings = useFindings()
  const isReading = useDocument(document => document.isReading)
  if (findings.length === 0) return <p className="empty">{isReading ? 'Reading the scenario…' : 'Nothing was found: the text holds together, and every redundancy label is kept or still being checked.'}</p>
  return (
    <div className="findings">
      {HEADINGS.map(([severity, heading]) => {
        const of = findings.filter(finding => finding.severity === severity)
        return of.length === 0 ? null : (
          <section key={severity}>
            <h3>
              {heading} <span className="quiet">{of.length}</span>
            </h3>
            <ul>
              {of.slice(0, MOST_SHOWN).map((finding, index) => (
                <Entry key={index} {...finding} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
