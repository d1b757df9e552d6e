/**
 * Stages of drought over a run: by date, and drawn year by year from an index of dryness that remembers the year before. A pure function
 * of scenario and streams.
 */
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'
import { inverseNormal } from '../../base/exact-math.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { WaterSection } from '../../scenario/schema/water.ts'
import type { World } from '../ports.ts'

/** From this instant on sources give this share of their limits. */
export interface StageChange {
  readonly atMs: number
  readonly stage: number
  readonly share: number
}

type Drought = WaterSection['drought']
type Yearly = NonNullable<Drought['yearly']>
type Span = Pick<World, 'startDay' | 'horizonMs' | 'root'>

interface Spell {
  readonly fromMs: number
  readonly toMs: number
  readonly stage: number
}

/** Years before the run from which the index comes to its own. */
const SPIN_UP_YEARS = 20

/** One spell a dry year. The index is a standard normal of autocorrelation `persistence`; a stage is reached below its quantile. */
function yearlySpells({ frequency, persistence, month, duration }: Yearly, { startDay, horizonMs, root }: Span): Spell[] {
  const key = entityKey(root, 'site/water/drought')
  const spells: Spell[] = []
  const { year: first } = civilFromDays(startDay)
  const { year: last } = civilFromDays(startDay + Math.floor(horizonMs / DAY_MS))
  const fresh = Math.sqrt(1 - persistence * persistence)
  let index = 0
  for (let year = first - 1 - SPIN_UP_YEARS; year <= last; year++) {
    const shock = inverseNormal(uniform(key, PURPOSE.weather, year))
    index = year === first - 1 - SPIN_UP_YEARS ? shock : persistence * index + fresh * shock
    const stage = frequency.filter(share => share > 0 && (share >= 1 || index < inverseNormal(share))).length
    if (year < first - 1 || stage === 0) continue
    const fromMs = (daysFromCivil(year, month, 1) - startDay) * DAY_MS
    spells.push({ fromMs, toMs: fromMs + duration, stage })
  }
  return spells
}

function datedSpells({ dates }: Drought, { startDay }: Span): Spell[] {
  const sorted = dates.map(({ start, stage }, order) => ({ fromMs: (start - startDay) * DAY_MS, stage, order })).sort((a, b) => a.fromMs - b.fromMs || a.order - b.order)
  return sorted.map(({ fromMs, stage }, i) => ({ fromMs, toMs: sorted.at(i + 1)?.fromMs ?? Infinity, stage }))
}

/** Changes of the stage in force within the run, the worst of overlapping spells; the first at 0. */
export function droughtStages(drought: Drought, span: Span): StageChange[] {
  const spells = [...datedSpells(drought, span), ...(drought.yearly === undefined ? [] : yearlySpells(drought.yearly, span))]
  const instants = [...new Set([0, ...spells.flatMap(({ fromMs, toMs }) => [fromMs, toMs])])].filter(ms => ms >= 0 && ms < span.horizonMs).sort((a, b) => a - b)
  const changes: StageChange[] = []
  for (const atMs of instants) {
    const stage = spells.reduce((worst, spell) => (spell.fromMs <= atMs && atMs < spell.toMs ? Math.max(worst, spell.stage) : worst), 0)
    if (stage !== (changes.at(-1)?.stage ?? -1)) changes.push({ atMs, stage, share: drought.shares[stage] })
  }
  return changes
}
