/** The answer, always in sight: what share of the nameplate became useful compute, and how sure that is. */
import { DAY_MS } from '../../base/spans.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import { formatDuration, formatPercent, formatQuantity, formatRange } from '../format.ts'
import { studySummary } from '../state/figures.ts'
import { isWithoutContract } from '../state/no-figures.ts'
import { useRun } from '../state/run.ts'

interface FigureProps {
  /** Key of the summary, for the card that says why. */
  readonly id: string
  readonly label: string
  readonly figure: Figure | undefined
  readonly format: (value: number) => string
  readonly isMain?: boolean
  /** Said instead of an interval while there is one run. */
  readonly single: string
  /** Said while there is no figure. */
  readonly none: string
}

function HeroFigure({ id, label, figure, format, isMain = false, single, none }: FigureProps): React.ReactNode {
  const estimate = figure !== undefined && isEstimate(figure) ? figure : null
  return (
    <button type="button" className={`figure why ${isMain ? 'main' : ''}`} data-why={`figure:${id}`} aria-haspopup="dialog">
      <span className="figure-label">{label}</span>
      <span className="figure-value">{estimate === null ? '–' : format(estimate.mean)}</span>
      <span className="figure-interval">{estimate === null ? (figure === undefined ? none : 'not reached') : estimate.ci95 === null ? single : formatRange(format(estimate.ci95[0]), format(estimate.ci95[1]))}</span>
    </button>
  )
}

const percent = (share: number): string => formatPercent(share, 1)
/** Below this, days are told with a decimal. */
const FEW_DAYS = 2
const days = (value: number): string => (Math.abs(value) < FEW_DAYS ? formatQuantity(value, 'days', 1) : formatDuration(value * DAY_MS))

/** Follows the run at once: what is drawn elsewhere takes longer, and comes when the page has time. */
export function Hero(): React.ReactNode {
  const isStale = useRun(run => run.isStale)
  const study = useRun(run => run.base)
  const summary = study === null ? null : studySummary(study)
  const said = { single: study?.partial == null ? 'one run' : 'so far', none: isWithoutContract(study) ? 'nothing contracted' : 'pending' }
  return (
    <div className={`hero ${isStale ? 'stale' : ''}`} aria-live="polite">
      {isStale ? <span className="stale-mark">of the text before</span> : null}
      <HeroFigure id="meanUtilisation" isMain {...said} label="Useful share of the contract" figure={summary?.meanUtilisation} format={percent} />
      <HeroFigure id="sustainedUtilisation" {...said} label="Sustained after ramp" figure={summary?.sustainedUtilisation} format={percent} />
      <HeroFigure id="timeToCapacity" {...said} label="Time to 90 % capacity" figure={summary?.timeToCapacity} format={days} />
    </div>
  )
}
