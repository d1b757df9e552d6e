/** The most or the fewest of something that keeps a bound: what was tried, and what surely holds. */
import { useState } from 'react'
import { metricText } from '../../analysis/judge-checks.ts'
import type { EdgeAnswer } from '../../analysis/solve/edge.ts'
import { DECISIONS, edgeNotes } from '../../analysis/solve/edge-words.ts'
import { useDocument } from '../state/document.ts'
import { useStudy } from '../state/study.ts'
import { NumberField } from '../widgets/number-field.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { CommandLine } from './command-line.tsx'
import { StudyStatus } from './study-status.tsx'

const CONFIDENCE = 0.95
const MOST = 100_000
const COUNTED = /(?:\.count|\.technicians|^faults\.spares\.\w+|\.crews)$/u
const WAYS = [{ id: 'least', label: 'Fewest' }, { id: 'most', label: 'Most' }] as const

/** Paths of the file that count things: machines, people, parts, racks. */
const countedPaths = (lines: Readonly<Record<string, number>>): string[] => Object.keys(lines).filter(path => COUNTED.test(path) && !path.startsWith('options.') && !path.startsWith('sites.'))

function Answered({ edge, keeps }: { readonly edge: EdgeAnswer; readonly keeps: readonly string[] }): React.ReactNode {
  const [headline, ...notes] = edgeNotes(edge, CONFIDENCE)
  return (
    <>
      <p>
        <b>{headline}</b>
      </p>
      <table className="study-table">
        <thead>
          <tr>
            <th>{edge.path}</th>
            <th />
            <th className="number">Runs</th>
            {keeps.map(keep => (
              <th key={keep} className="number">
                {keep}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {edge.points.map(({ value, decision, replications, standings, reason }) => (
            <tr key={value}>
              <td>{value}</td>
              <td>{reason === undefined ? DECISIONS[decision] : 'cannot be built'}</td>
              <td className="number">{replications}</td>
              {keeps.map((keep, at) => (
                <td key={keep} className="number">
                  {standings[at] === undefined ? '–' : Number.isNaN(standings[at].value) ? 'no value' : metricText(standings[at].keep.metric, standings[at].value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {notes.map(note => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
    </>
  )
}

export function SolvePanel(): React.ReactNode {
  const lines = useDocument(document => document.lines)
  const paths = countedPaths(lines)
  const [wanted, setWanted] = useState('')
  const [way, setWay] = useState<'least' | 'most'>('least')
  const [low, setLow] = useState(1)
  const [high, setHigh] = useState(8)
  const [keep, setKeep] = useState('mean(meanUtilisation) >= 0.3')
  const path = paths.includes(wanted) ? wanted : (paths.find(each => each.endsWith('technicians')) ?? paths[0])
  const found = useStudy(study => study.answers.solve?.answer)
  if (path === undefined) return <p className="empty">The file writes no count: state a number of machines, people or parts, such as faults.technicians, and search here how many are enough.</p>
  return (
    <section aria-label="How many I need">
      <div className="study-fields">
        <Segments label="What is looked for" value={way} choices={WAYS} onChange={setWay} />
        <SelectMenu label="Counted in the file" prefix="of" value={path} choices={paths.map(id => ({ id, label: id }))} onChange={setWanted} />
        <label>
          from <NumberField label="Least that is tried" value={low} min={0} max={MOST} onChange={setLow} />
        </label>
        <label>
          to <NumberField label="Most that is tried" value={high} min={1} max={MOST} onChange={setHigh} />
        </label>
        <label className="wide">
          that keep <input className="text-field" aria-label="Bound to keep" value={keep} spellCheck={false} onChange={event => setKeep(event.currentTarget.value)} />
        </label>
      </div>
      <p className="quiet">Bounds are written as in checks: p90(timeToCapacity) &lt;= 200 day, p10(sustainedUtilisation) &gt;= 0.55. Replications are added until a value is decided with 95 % confidence.</p>
      <StudyStatus question={{ kind: 'solve', path, low: String(low), high: String(high), isMost: way === 'most', keep }} ask="Search" isPossible={low < high} />
      {found?.kind === 'solve' ? <Answered edge={found.edge} keeps={found.keeps} /> : null}
      <CommandLine verb="solve" more={` --${way} ${path}=${low}..${high} --keep '${keep}'`} />
    </section>
  )
}
