/** The answer, always in sight: what share of the nameplate became useful compute, and how sure that is. */
import { type Figure, isEstimate } from '../../results/summary.ts'
import { formatDuration, formatPercent, formatQuantity, formatRange } from '../format.ts'
import type { StudyFigures } from '../state/figures.ts'
import { useRun } from '../state/run.ts'

const DAY_MS = 86_400_000

interface FigureProps {
  readonly label: string
  readonly figure: Figure | undefined
  readonly format: (value: number) => string
  readonly note: string
  readonly isMain?: boolean
  /** Said instead of an interval while there is one run. */
  readonly single: string
}

function HeroFigure({ label, figure, format, note, isMain = false, single }: FigureProps): React.ReactNode {
  const estimate = figure !== undefined && isEstimate(figure) ? figure : null
  const title = figure !== undefined && !isEstimate(figure) ? figure.reason : note
  return (
    <div className={`figure ${isMain ? 'main' : ''}`} title={title}>
      <span className="figure-label">{label}</span>
      <span className="figure-value">{estimate === null ? '–' : format(estimate.mean)}</span>
      <span className="figure-interval">{estimate === null ? (figure === undefined ? 'pending' : 'not reached') : estimate.ci95 === null ? single : formatRange(format(estimate.ci95[0]), format(estimate.ci95[1]))}</span>
    </div>
  )
}

const percent = (share: number): string => formatPercent(share, 1)
/** Below this, days are told with a decimal. */
const FEW_DAYS = 2
const days = (value: number): string => (Math.abs(value) < FEW_DAYS ? formatQuantity(value, 'days', 1) : formatDuration(value * DAY_MS))

export function Hero({ figures }: { readonly figures: StudyFigures | null }): React.ReactNode {
  const isStale = useRun(run => run.isStale)
  const isPartial = useRun(run => run.base?.partial != null)
  const summary = figures?.summary
  const single = isPartial ? 'so far' : 'one run'
  return (
    <div className={`hero ${isStale ? 'stale' : ''}`} aria-live="polite">
      <HeroFigure isMain single={single} label="Useful share of the contract" figure={summary?.meanUtilisation} format={percent} note="Productive accelerator-hours per contracted accelerator-hour, from contract start; 95 % interval of the mean" />
      <HeroFigure single={single} label="Sustained after ramp" figure={summary?.sustainedUtilisation} format={percent} note={`Level that ${figures?.utilisation.sustainedOf ?? 'most weeks'} reach after the last block was promised`} />
      <HeroFigure single={single} label="Time to 90 % capacity" figure={summary?.timeToCapacity} format={days} note="From contract start until 90 % of the contract is allocatable" />
    </div>
  )
}
