/** Every value that the run took and the file does not state, with its source; what matters most first, where that was asked. */
import { useEffect, useMemo, useState } from 'react'
import { limitationsOfPath } from '../../analysis/limitations.ts'
import { figureDifference } from '../../analysis/figure-text.ts'
import type { Assumption } from '../../scenario/assumptions.ts'
import { changeText } from '../editor/text-history.ts'
import { formatNumber } from '../format.ts'
import { reader } from '../state/conductor.ts'
import { useDocument } from '../state/document.ts'
import { useStudy } from '../state/study.ts'
import { revealLine, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { assumptionsCsv, inOrder, matching, rangesOf, swingsOf, writtenInto } from './assumptions-table.ts'
import { StudyStatus } from './study-status.tsx'
import { useExplain } from './topic.ts'
import { NotModelled } from './not-modelled.tsx'

const FIRST_SHOWN = 40
const MORE = 200

/** Assumptions of the present text; those of the last one until the reader has answered. */
function useAssumptions(): readonly Assumption[] | null {
  const text = useDocument(document => document.text)
  const file = useDocument(document => document.file)
  const option = useView(view => view.option)
  const [found, setFound] = useState<readonly Assumption[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    void reader.assumptions({ text, file, option }).then(answer => {
      if (isCurrent) setFound(answer)
    })
    return () => {
      isCurrent = false
    }
  }, [text, file, option])
  return found
}

function Row({ assumption, swing, onProblem }: { readonly assumption: Assumption; readonly swing: string | null; readonly onProblem: (text: string) => void }): React.ReactNode {
  const { path, value, from, source, confidence, help } = assumption
  const set = (): void => {
    const { text } = useDocument.getState()
    const number = Number(value)
    const isWord = value === 'true' || value === 'false'
    const edited = writtenInto(text, path, isWord ? value === 'true' : value.trim() !== '' && Number.isFinite(number) ? number : value)
    onProblem(edited.ok ? '' : `${path}: ${edited.error}`)
    if (!edited.ok) return
    changeText(edited.value.text)
    revealLine(edited.value.line)
  }
  return (
    <li>
      <p className="assumption-head">
        <code>{path}</code>
        <b className="number">{value}</b>
      </p>
      <p>{help}</p>
      <p className="quiet">
        {from === 'catalog' ? 'Catalog' : 'Default'}: {source}
        {confidence === '' ? '' : `; confidence ${confidence}`}
        {swing === null ? '' : `; moves the result by ${swing}`}
      </p>
      <NotModelled rows={limitationsOfPath(path)} />
      <button type="button" className="link" onClick={set}>
        Set it in the file
      </button>
    </li>
  )
}

export function AssumptionsPanel(): React.ReactNode {
  const all = useAssumptions()
  const search = useExplain(explain => explain.search)
  const [shown, setShown] = useState(FIRST_SHOWN)
  const [problem, setProblem] = useState('')
  const found = useStudy(study => study.answers.tornado)
  const data = found?.answer.kind === 'tornado' && found.question.kind === 'tornado' && found.question.stated !== undefined ? found.answer.data : null
  const swings = useMemo(() => swingsOf(data), [data])
  const matched = useMemo(() => matching(inOrder(all ?? [], swings), search), [all, swings, search])
  const stated = useMemo(() => rangesOf(matching(inOrder(all ?? [], new Map()), search)), [all, search])
  if (all === null) return <p className="empty">Reading the scenario…</p>
  if (all.length === 0) return <p className="empty">The text has errors: what it leaves to defaults stands here as soon as it can be read.</p>
  const swingText = (path: string): string | null => {
    const swing = swings.get(path)
    return swing === undefined || data === null ? null : figureDifference(data.result, swing).replace('+', '')
  }
  return (
    <section aria-label="Assumptions">
      <div className="study-fields">
        <input className="text-field" type="search" aria-label="Search the assumptions" placeholder="Search path, source, words" value={search} onChange={event => useExplain.setState({ search: event.currentTarget.value })} />
        <Button label="CSV" title="Download these assumptions as CSV" onClick={() => download('assumptions.csv', assumptionsCsv(matched, swings), 'text/csv')} />
      </div>
      <p role="status" className="quiet">
        {matched.length === all.length ? `${formatNumber(all.length)} values come from defaults and catalogs` : `${formatNumber(matched.length)} of ${formatNumber(all.length)} values`}, {swings.size > 0 ? 'those that matter most first' : 'the least trusted first'}.
      </p>
      <StudyStatus question={{ kind: 'tornado', result: 'meanUtilisation', stated }} ask={`Move ${formatNumber(stated.length)} by 20 % and see which matter`} isPossible={stated.length > 0} />
      {problem === '' ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <ul className="assumptions">
        {matched.slice(0, shown).map(assumption => (
          <Row key={assumption.path} assumption={assumption} swing={swingText(assumption.path)} onProblem={setProblem} />
        ))}
      </ul>
      {matched.length <= shown ? null : <Button label={`Show ${formatNumber(Math.min(MORE, matched.length - shown))} more`} onClick={() => setShown(shown + MORE)} />}
    </section>
  )
}
