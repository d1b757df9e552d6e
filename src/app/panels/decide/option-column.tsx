/** One option as a column: picture, figures, capacity by quarter, what it changes and why, what it rests on. */
import { useMemo } from 'react'
import { charts } from '../../../charts/index.ts'
import type { ComparedFigure } from '../../state/comparison.ts'
import { type Column, type HeadFigure, ledgerOf } from '../../state/decision.ts'
import { studySource } from '../../state/figures.ts'
import { sitePicture } from '../../site/picture.ts'
import { drawnScenario } from '../../state/site-study.ts'
import { replicationCount } from '../../state/run.ts'
import type { Side } from '../../state/sides.ts'
import { useView } from '../../state/view.ts'
import { FutureTools } from './future-tools.tsx'
import { momentText } from '../../state/futures.ts'
import { Button } from '../../widgets/button.tsx'
import { ChartCard } from '../chart-card.tsx'
import { MarkView } from '../mark-view.tsx'
import type { Shown } from './use-columns.ts'

const QUARTER_PX = 168
const LEDGER_PX = 300
export const SIGNS: Readonly<Record<ComparedFigure['verdict'], string>> = { better: '▲', worse: '▼', neutral: '•', same: '=', unclear: '≈' }
export const VERDICT_WORDS: Readonly<Record<ComparedFigure['verdict'], string>> = { better: 'clearly better', worse: 'clearly worse', neutral: 'differs', same: 'no difference that matters', unclear: 'no clear difference' }
const KINDS: Readonly<Record<Side['kind'], string>> = { written: 'The file', option: 'Option', future: 'Future', opened: 'Opened results' }

interface Actions {
  /** Takes the option away; left out for the baseline. */
  readonly onRemove?: (side: Side) => void
  /** Makes it the baseline; left out where it cannot be. */
  readonly onBaseline?: (side: Side) => void
}

export function Picture({ column, label }: { readonly column: Column; readonly label: string }): React.ReactNode {
  const theme = useView(view => view.theme)
  const site = useView(view => view.site)
  const { study } = column
  const [run] = study.runs
  const mark = useMemo(() => sitePicture({ scenario: drawnScenario(study.scenario, site), run: run?.sites === undefined ? (run ?? null) : (run.sites[0]?.result ?? null) }, theme, label), [study.scenario, run, theme, site, label])
  return (
    <div className="side-picture">
      <MarkView mark={mark} />
    </div>
  )
}

function Figure({ figure, compared }: { readonly figure: HeadFigure; readonly compared: ComparedFigure | undefined }): React.ReactNode {
  return (
    <div className={`side-figure ${compared?.verdict ?? ''}`} title={figure.reason === '' ? undefined : figure.reason}>
      <dt>{figure.label}</dt>
      <dd>
        <b>{figure.value}</b>
        {compared === undefined ? (
          <small>{figure.reason === '' ? (figure.interval === '' ? 'one run' : figure.interval) : figure.reason}</small>
        ) : (
          <small>
            <i aria-hidden="true">{SIGNS[compared.verdict]}</i> <span className="change">{compared.change}</span> <span className="quiet">({compared.interval})</span>
            <span className="out-of-sight">, {VERDICT_WORDS[compared.verdict]}</span>
          </small>
        )}
      </dd>
    </div>
  )
}

/** The bridge from the baseline; the ledger itself for the baseline. */
function Ledger({ column, label, baseLabel }: { readonly column: Column; readonly label: string; readonly baseLabel: string }): React.ReactNode {
  const { against, study } = column
  const source = studySource(study, label)
  const bridge = useMemo(() => (against === null ? null : { base: baseLabel, option: label, bridge: against.bridge }), [against, baseLabel, label])
  const waterfall = useMemo(() => ({ rows: ledgerOf(study) }), [study])
  return bridge === null ? <ChartCard chart={charts.ledgerWaterfall} data={waterfall} height={LEDGER_PX} source={source} /> : <ChartCard chart={charts.ledgerBridge} data={bridge} height={LEDGER_PX} source={source} />
}

const runsText = (count: number): string => (count === 1 ? 'one run so far' : `${count} runs`)

export function Verdict({ column, baseLabel }: { readonly column: Column; readonly baseLabel: string }): React.ReactNode {
  const { against, study } = column
  if (against === null) return <p className="side-verdict">What the others are compared with: {runsText(replicationCount(study))}.</p>
  return (
    <div className="side-verdict">
      <p>{against.comparison.sentence}</p>
      {against.taken === '' ? null : <p>{against.taken}</p>}
      <p className="out-of-sight">Compared with {baseLabel}.</p>
    </div>
  )
}

export function Reasons({ column }: { readonly column: Column }): React.ReactNode {
  const { against, fixes, dates } = column
  return (
    <div className="side-reasons">
      {against === null ? null : (
        <>
          <h4>What matters, and what binds</h4>
          <ul>
            {against.sentences.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <h4>Value of fixing</h4>
      <ul>
        {fixes.length === 0 ? <li>Nothing is lost.</li> : null}
        {fixes.map(({ label, text }) => (
          <li key={label}>
            {label}: <span className="quiet">{text}</span>
          </li>
        ))}
      </ul>
      <h4>Dates that it rests on</h4>
      <ul>
        {dates.length === 0 ? <li>Everything comes on the planned day.</li> : null}
        {dates.map(({ label, planned, spread }) => (
          <li key={label}>
            {label}: <span className="quiet">planned {planned}, comes {spread}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What it delivers and what it costs. */
export function Figures({ column }: { readonly column: Column }): React.ReactNode {
  const comparedOf = (key: string): ComparedFigure | undefined => column.against?.comparison.figures.find(figure => figure.key === key)
  return [column.figures, column.money].map((figures, index) => (
    <dl key={index} className={`side-figures ${index === 1 ? 'money' : ''}`}>
      {figures.map(figure => (
        <Figure key={figure.key} figure={figure} compared={comparedOf(figure.key)} />
      ))}
    </dl>
  ))
}

function Filled({ column, side, baseLabel }: { readonly column: Column; readonly side: Side; readonly baseLabel: string }): React.ReactNode {
  const source = studySource(column.study, side.label)
  return (
    <>
      <div>
        {side.future === undefined ? null : <FutureTools future={side.future} />}
        <Verdict column={column} baseLabel={baseLabel} />
      </div>
      <Figures column={column} />
      <ChartCard chart={charts.quarterUseful} data={column.useful} height={QUARTER_PX} source={source} />
      <ChartCard chart={charts.quarterPower} data={column.power} height={QUARTER_PX} source={source} />
      <Ledger column={column} label={side.label} baseLabel={baseLabel} />
      <Reasons column={column} />
    </>
  )
}

/** Nothing to show yet, or nothing that can be shown; a future can be put away all the same. */
function Waiting({ side, problem }: { readonly side: Side; readonly problem: string | undefined }): React.ReactNode {
  return (
    <div className="side-waiting">
      {side.future === undefined ? null : <FutureTools future={side.future} />}
      <p role="status" className={problem === undefined ? '' : 'error'}>
        {problem === undefined ? 'Simulating under the same random numbers…' : `This cannot be simulated: ${problem}.`}
      </p>
    </div>
  )
}

interface Props extends Actions {
  readonly shown: Shown
  readonly baseLabel: string
  readonly isBase: boolean
}

export function OptionColumn({ shown, baseLabel, isBase, onRemove, onBaseline }: Props): React.ReactNode {
  const { side, column, problem } = shown
  return (
    <article className={`side ${isBase ? 'baseline' : ''}`} aria-label={isBase ? `${side.label}, baseline` : side.label}>
      {column === null ? <div className="side-picture" /> : <Picture column={column} label={side.label} />}
      <header>
        <h3 title={side.label}>{side.label}</h3>
        <small>{isBase ? 'Baseline' : side.future === undefined ? KINDS[side.kind] : `from ${momentText(side.future.startDay, side.future.atMs)}`}</small>
        <span className="side-tools">
          {onBaseline === undefined ? null : <Button label="Make baseline" onClick={() => onBaseline(side)} />}
          {onRemove === undefined ? null : <Button icon="close" iconOnly label={`Leave out ${side.label}`} onClick={() => onRemove(side)} />}
        </span>
      </header>
      {column === null ? <Waiting side={side} problem={problem} /> : <Filled column={column} side={side} baseLabel={baseLabel} />}
    </article>
  )
}
