/** Until when each option pays, and in how many futures of ten. */
import { figureDifference, figureLabel } from '../../analysis/figure-text.ts'
import type { Calendar } from '../../analysis/decide/calendar.ts'
import { charts } from '../../charts/index.ts'
import { formatDay, formatNumber } from '../format.ts'
import { ChartCard } from '../panels/chart-card.tsx'
import { useSource } from '../panels/drawing-files.tsx'
import { useDocument } from '../state/document.ts'
import { useStudy } from '../state/study.ts'
import { CommandLine } from './command-line.tsx'
import { StudyStatus } from './study-status.tsx'

const HEIGHT = { row: 44, foot: 110, least: 180, most: 480 } as const

function Rows({ calendar }: { readonly calendar: Calendar }): React.ReactNode {
  return (
    <table className="study-table">
      <thead>
        <tr>
          <th>Option</th>
          <th className="number">Decide by</th>
          <th className="number">Gain then, {figureLabel(calendar.result)}</th>
          <th className="number">Futures of ten</th>
        </tr>
      </thead>
      <tbody>
        {calendar.rows.map(({ option, label, last, isOpen, isMonotone, impossible }) => (
          <tr key={option}>
            <td>
              {label}
              {isMonotone ? null : <small className="quiet">its worth comes and goes</small>}
              {impossible === '' ? null : <small className="quiet">not later: {impossible}</small>}
            </td>
            <td className="number">{last === null ? 'never pays' : `${isOpen ? 'any day to ' : ''}${formatDay(last.day)}`}</td>
            <td className="number">{last === null ? '–' : figureDifference(calendar.result, last.gain)}</td>
            <td className="number">{last === null ? '–' : formatNumber(last.gainsInTen, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function CalendarPanel(): React.ReactNode {
  const found = useStudy(study => study.answers.calendar?.answer)
  const options = useDocument(document => document.options.length)
  const source = useSource()
  if (options === 0) return <p className="empty">The file has no options to decide: write some under options, and by when each must be decided stands here.</p>
  return (
    <section aria-label="Decide by when">
      <p className="quiet">Each option is decided on several days; the last one on which it still gains, against the file as written over the same random numbers, is looked for.</p>
      <StudyStatus question={{ kind: 'calendar' }} />
      {found?.kind !== 'calendar' ? null : (
        <>
          <ChartCard chart={charts.decisionCalendar} data={found.calendar} height={Math.min(HEIGHT.most, Math.max(HEIGHT.least, found.calendar.rows.length * HEIGHT.row + HEIGHT.foot))} source={source} />
          <Rows calendar={found.calendar} />
        </>
      )}
      <CommandLine verb="decide" more="" hasOption={false} />
    </section>
  )
}
