/** Options side by side for those who decide: the verdict first, then each option as a column, then everything over time and in figures. */
import '../../styles/decide.css'
import { useEffect } from 'react'
import { overallSentence } from '../../state/decision.ts'
import { QuestionsFold } from '../../explain/questions-fold.tsx'
import { type Side, toggleSide, useSides } from '../../state/sides.ts'
import { stopComparing, useView } from '../../state/view.ts'
import { Button } from '../../widgets/button.tsx'
import { FigureTable } from './figure-table.tsx'
import { OptionColumn } from './option-column.tsx'
import { OverTime } from './over-time.tsx'
import { PrintedDecision } from './printed-decision.tsx'
import { CommandLine, SidesProblem, SideTools } from './side-tools.tsx'
import { type Decision, useDecision } from './use-columns.ts'

/** How sure the answer is by now. */
function pairsText({ others }: Decision): string {
  const pairs = others.flatMap(({ column }) => column?.against?.comparison.pairs ?? [])
  if (pairs.length === 0) return ''
  const least = Math.min(...pairs)
  const several = others.length > 1 ? `; all ${others.length} intervals hold at once in 95 % of cases` : ''
  const apart = others.filter(({ column }) => column?.against?.comparison.isPaired === false).map(({ side }) => side.label)
  const unpaired = apart.length === 0 ? '' : ` Not paired, with random numbers of their own: ${apart.join(', ')}.`
  return `${least} ${least === 1 ? 'pair' : 'pairs'} of replications under common random numbers, each difference taken pair by pair${several}.${unpaired}`
}

/** A side of the file becomes the baseline; what was it until now takes its place among the others. */
function makeBaseline(side: Side, decision: Decision): void {
  const { base, others } = decision.looked
  useSides.setState({ chosen: others.map(other => (other.id === side.id ? base.id : other.id)) })
  useView.setState({ option: side.option, compareWith: undefined })
}

function Columns({ decision }: { readonly decision: Decision }): React.ReactNode {
  const { base, others, looked } = decision
  return (
    <div className="decide-columns">
      <OptionColumn shown={base} baseLabel={base.side.label} isBase />
      {others.map(shown => (
        <OptionColumn
          key={shown.side.id}
          shown={shown}
          baseLabel={base.side.label}
          isBase={false}
          onRemove={side => toggleSide(side.id, looked)}
          {...(shown.side.kind === 'option' || shown.side.kind === 'written' ? { onBaseline: (side: Side) => makeBaseline(side, decision) } : {})}
        />
      ))}
    </div>
  )
}

export default function DecidePanel(): React.ReactNode {
  const decision = useDecision()
  useEffect(() => {
    useSides.setState({ isShown: true })
    return () => useSides.setState({ isShown: false })
  }, [])
  const { looked, others, base } = decision
  const columns = others.flatMap(({ column }) => (column === null ? [] : [column]))
  return (
    <section className="compare-panel" aria-label="Options side by side" tabIndex={0}>
      <header>
        <div>
          <h2 aria-live="polite">{looked.others.length === 0 ? 'Nothing stands beside the baseline.' : overallSentence(base.side, columns)}</h2>
          <p className="quiet">{looked.others.length === 0 ? 'Add an option of the file or results from another one, or branch a future in the timeline and change something.' : pairsText(decision)}</p>
          <SidesProblem />
        </div>
        <SideTools looked={looked} />
        <Button icon="close" label="Back to the site" onClick={stopComparing} />
      </header>
      <PrintedDecision decision={decision} pairs={pairsText(decision)} />
      <Columns decision={decision} />
      {looked.others.length === 0 ? null : (
        <>
          <OverTime decision={decision} />
          <FigureTable decision={decision} />
          <CommandLine looked={looked} />
        </>
      )}
      <QuestionsFold />
    </section>
  )
}
