/** Says that results were opened and not computed here: of what, by which version, with which seeds, of when; and the ways to go on from them. */
import { DAY_MS } from '../../base/spans.ts'
import { editOpened, forgetProblem, keepOpened, resultsFor, useOpened } from '../state/opened.ts'
import { useDocument } from '../state/document.ts'
import { useRun } from '../state/run.ts'
import { Button } from '../widgets/button.tsx'
import { formatDay } from '../format.ts'
import { useOptionLabel } from './option-label.ts'

/** Why a file was not opened, until it is read. */
function Problem(): React.ReactNode {
  const problem = useOpened(opened => opened.problem)
  if (problem === null) return null
  return (
    <div className="opened-strip bad" role="alert">
      <p>{problem}</p>
      <Button label="Dismiss" onClick={forgetProblem} />
    </div>
  )
}

/** What of opened results is not in them. */
const lackOf = (hasLogs: boolean): string => (hasLogs ? '' : 'The file holds no change logs: racks do not change over time in the drawings.')

function Facts(): React.ReactNode {
  const base = useRun(run => run.base)
  const label = useOptionLabel(base?.option ?? null)
  const opened = base?.opened
  if (base === null || opened === undefined) return <p>Opened results</p>
  const { manifest } = opened.report
  const facts: readonly (readonly [string, string])[] = [
    ['Scenario', manifest.scenario],
    ['Option', label],
    ['Made by', manifest.tool],
    ['Seed', `${manifest.seed}, ${manifest.replications} ${manifest.replications === 1 ? 'replication' : 'replications'}`],
    ['File', `${opened.file}, ${formatDay(opened.savedMs / DAY_MS)}`],
  ]
  const lack = lackOf(base.runs[0]?.logs.length > 0)
  return (
    <>
      <b>Opened results</b>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {lack === '' ? null : (
        <span className="quiet" title={lack}>
          no change logs
        </span>
      )}
    </>
  )
}

export function OpenedStrip(): React.ReactNode {
  const text = useDocument(document => document.text)
  const isEditing = useOpened(({ results, isEditing: is }) => is && results?.content.text === text)
  const isOpened = useOpened(() => resultsFor(text) !== undefined)
  return (
    <>
      <Problem />
      {isOpened ? (
        <section className="opened-strip" aria-label="Opened results">
          <Facts />
          <div className="spread" />
          <Button label="Edit and run" title="The text may be changed from then on, and is simulated here" onClick={editOpened} />
        </section>
      ) : null}
      {isEditing ? (
        <section className="opened-strip" aria-label="Opened results">
          <p>The opened text is simulated here now.</p>
          <div className="spread" />
          <Button label="Show the opened results" onClick={keepOpened} />
        </section>
      ) : null}
    </>
  )
}
