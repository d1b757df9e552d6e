/** Two options side by side: the verdict first, then four figures, then everything that differs. */
import { useMemo } from 'react'
import { charts } from '../../charts/index.ts'
import { type ComparedFigure, type Comparison, compareStudies } from '../state/comparison.ts'
import { useStudyFigures } from '../state/figures.ts'
import type { Study } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { ChartCard } from './chart-card.tsx'
import { useOptionLabel } from './option-label.ts'

const WATERFALL_PX = 300
const DIFFERENCES_PX = 420
const HEADLINES = 4
const SIGNS: Readonly<Record<ComparedFigure['verdict'], string>> = { better: '▲', worse: '▼', neutral: '•', unclear: '≈' }
const WORDS: Readonly<Record<ComparedFigure['verdict'], string>> = { better: 'clearly better', worse: 'clearly worse', neutral: 'differs', unclear: 'no clear difference' }

/** A name within a sentence. */
const inSentence = (option: string | null | undefined, label: string): string => (option === null || option === undefined ? 'the scenario as written' : `“${label}”`)

function Headline({ figure, labels }: { readonly figure: ComparedFigure; readonly labels: readonly [string, string] }): React.ReactNode {
  return (
    <div className={`headline ${figure.verdict}`}>
      <h3>{figure.label}</h3>
      <dl>
        <div>
          <dt>{labels[0]}</dt>
          <dd>{figure.base}</dd>
        </div>
        <div>
          <dt>{labels[1]}</dt>
          <dd>{figure.option}</dd>
        </div>
      </dl>
      <p className="change" title={WORDS[figure.verdict]}>
        <i aria-hidden="true">{SIGNS[figure.verdict]}</i> {figure.change}
        <span className="out-of-sight">, {WORDS[figure.verdict]}</span>
      </p>
      <small>{figure.interval}</small>
    </div>
  )
}

function FigureTable({ figures, labels }: { readonly figures: readonly ComparedFigure[]; readonly labels: readonly [string, string] }): React.ReactNode {
  return (
    <table className="compare-table">
      <thead>
        <tr>
          <th>Figure</th>
          <th className="number">{labels[0]}</th>
          <th className="number">{labels[1]}</th>
          <th className="number">Difference</th>
          <th className="number">95 % interval, paired</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(figure => (
          <tr key={figure.key} className={figure.verdict}>
            <td>{figure.label}</td>
            <td className="number">{figure.base}</td>
            <td className="number">{figure.option}</td>
            <td className="number">
              <i aria-hidden="true">{SIGNS[figure.verdict]}</i> {figure.change}
            </td>
            <td className="number quiet">{figure.interval}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Differences({ comparison, base, option }: { readonly comparison: Comparison; readonly base: string; readonly option: string }): React.ReactNode {
  const data = useMemo(() => ({ base, option, differences: comparison.differences }), [comparison, base, option])
  return (
    <div className="differences">
      <ChartCard chart={charts.comparison} data={data} height={DIFFERENCES_PX} source={`${option} · ${base}`} />
    </div>
  )
}

function Waterfall({ study, label }: { readonly study: Study; readonly label: string }): React.ReactNode {
  const figures = useStudyFigures(study, label)
  const data = useMemo(() => (figures === null ? null : { rows: figures.ledger }), [figures])
  if (data === null || figures === null) return null
  return (
    <div>
      <h3>{label}</h3>
      <ChartCard chart={charts.ledgerWaterfall} data={data} height={WATERFALL_PX} source={figures.source} />
    </div>
  )
}

export function ComparePanel(): React.ReactNode {
  const base = useChosenStudy()
  const found = useChosenStudy('other')
  // Two options of one meaning share their runs.
  const other = found !== null && found.key === base?.key ? base : found
  const option = useView(view => view.option)
  const compareWith = useView(view => view.compareWith)
  const baseLabel = useOptionLabel(option)
  const otherLabel = useOptionLabel(compareWith)
  const comparison = useMemo(() => (base === null || other === null ? null : compareStudies(base, other, { base: inSentence(option, baseLabel), other: inSentence(compareWith, otherLabel) })), [base, other, option, compareWith, baseLabel, otherLabel])
  const labels = [baseLabel, otherLabel] as const
  return (
    <section className="compare-panel" aria-label="Compare two options">
      <header>
        <h2>{comparison === null ? `Simulating “${otherLabel}” under the same random numbers…` : comparison.sentence}</h2>
        <Button icon="close" label="Back to the site" onClick={() => useView.setState({ compareWith: undefined })} />
      </header>
      {comparison === null || base === null || other === null ? null : (
        <>
          <p className="quiet">
            {comparison.pairs} pair{comparison.pairs === 1 ? '' : 's'} of replications with common random numbers; each difference is taken pair by pair.
          </p>
          <div className="headlines">
            {comparison.figures.slice(0, HEADLINES).map(figure => (
              <Headline key={figure.key} figure={figure} labels={labels} />
            ))}
          </div>
          <Differences comparison={comparison} base={baseLabel} option={otherLabel} />
          <FigureTable figures={comparison.figures.slice(HEADLINES)} labels={labels} />
          <div className="waterfalls">
            <Waterfall study={base} label={baseLabel} />
            <Waterfall study={other} label={otherLabel} />
          </div>
        </>
      )}
    </section>
  )
}
