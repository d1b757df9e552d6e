/** What the tour says beside the app: the question of a step, and the answer as far as it is computed. */
import { useDecision } from '../panels/decide/use-columns.ts'
import type { Against } from '../state/decision.ts'
import type { StudyFigures } from '../state/figures.ts'
import { isEstimate } from '../../results/summary.ts'
import { formatPercent, formatRange } from '../format.ts'
import { useDocument } from '../state/document.ts'
import { useStale } from '../state/run.ts'
import { sideOfOption } from '../state/sides.ts'
import { revealLine } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { TOUR } from './campus.ts'
import { endTour, goTo, STEPS, type TourStep, useTour } from './tour.ts'

/** The gate of the ledger whose bucket is no loss. */
const PRODUCTIVE = 10

const TITLES: Readonly<Record<TourStep, string>> = {
  deliver: 'What does this campus really deliver?',
  delay: 'What does the late substation cost?',
  bridge: 'Is the gas bridge worth it?',
}

/** The share of the contract, and what took most of the rest. */
function deliverText(figures: StudyFigures | null): string {
  const mean = figures?.summary.meanUtilisation
  if (figures === null || mean === undefined || !isEstimate(mean)) return 'The first run is on its way; figures grow as it goes.'
  const interval = mean.ci95 === null ? 'one run so far' : `95 % interval ${formatRange(formatPercent(mean.ci95[0]), formatPercent(mean.ci95[1]))}`
  const most = figures.ledger.filter(({ gate }) => gate !== PRODUCTIVE).reduce<{ readonly label: string; readonly share: number } | null>((a, b) => (a === null || b.share > a.share ? b : a), null)
  const rest = most === null ? '' : ` Most of the rest: ${most.label.toLowerCase()}, ${formatPercent(most.share)}.`
  return `${formatPercent(mean.mean)} of what is contracted becomes useful compute (${interval}).${rest}`
}

const changeOf = ({ comparison }: Against, key: string): string | null => {
  const figure = comparison.figures.find(each => each.key === key)
  return figure === undefined ? null : `${figure.label}: ${figure.change} (${figure.interval}).`
}

/** Whether an option pays, by what a useful hour costs. */
function worthText({ comparison }: Against): string {
  const cost = comparison.figures.find(({ key }) => key === 'costPerUsefulGpuHour')
  if (cost === undefined) return ''
  const words = { better: 'It pays: a useful hour costs less.', worse: 'It does not pay by this measure: a useful hour costs more.', neutral: '', same: 'It makes no difference that matters to what a useful hour costs.', unclear: 'More replications have to decide; they are on their way.' }
  return words[cost.verdict]
}

function answersOf(step: TourStep, against: Against | null): readonly string[] {
  if (against === null) return ['Both futures are simulated under the same random numbers; the first pair comes in a moment.']
  const figures = step === 'delay' ? ['delayUsd'] : ['totalCostUsd', 'costPerUsefulGpuHour']
  return [against.comparison.sentence, ...figures.flatMap(key => changeOf(against, key) ?? []), ...(step === 'bridge' ? [worthText(against)] : [])].filter(text => text !== '')
}

function ComparedStep({ step }: { readonly step: TourStep }): React.ReactNode {
  const decision = useDecision()
  const id = sideOfOption(step === 'delay' ? TOUR.onTime : TOUR.bridge)
  const against = decision.others.find(({ side }) => side.id === id)?.column?.against ?? null
  return answersOf(step, against).map(text => <p key={text}>{text}</p>)
}

const HINTS: Readonly<Record<TourStep, string>> = {
  deliver: 'Play the time below, or click a bar of the ledger: each names its causes.',
  delay: 'The baseline has the date as the file states it, the column beside it has the planned day.',
  bridge: 'The answer is yours: change price, size or date of the bridge in the text, and it is computed again.',
}

/** The line of the bridge in the text, where one decides further. */
function goToBridge(): void {
  endTour()
  revealLine(useDocument.getState().lines[`options.${TOUR.bridge}`] ?? 1)
}

export default function TourCard({ figures }: { readonly figures: StudyFigures | null }): React.ReactNode {
  const step = useTour(tour => tour.step)
  const isStale = useStale()
  if (step === null) return null
  const at = STEPS.indexOf(step)
  const next = STEPS[at + 1]
  const before = STEPS[at - 1]
  return (
    <section className="tour-card" aria-label="Tour">
      <p className="quiet">
        {at + 1} of {STEPS.length}
      </p>
      <h2>{TITLES[step]}</h2>
      <div className="tour-answer" aria-live="polite">
        {step === 'deliver' ? <p>{deliverText(isStale ? null : figures)}</p> : <ComparedStep step={step} />}
      </div>
      <p className="quiet">{HINTS[step]}</p>
      <div className="dialog-tools">
        <Button label={next === undefined ? 'Close' : 'End the tour'} onClick={endTour} />
        {before === undefined ? null : <Button label="Back" onClick={() => goTo(before)} />}
        {next === undefined ? <Button label="Change it in the text" className="primary" onClick={goToBridge} /> : <Button label="Next" className="primary" onClick={() => goTo(next)} />}
      </div>
    </section>
  )
}
