/** Decides for sides of a file whether they keep their bounds, look after look, and tells how each stands. */
import { aggregateOf, HOLDS } from '../judge-checks.ts'
import { decideAll, type Decision, type Schedule } from './keep.ts'
import type { Bench, Tried } from './bench.ts'
import type { NamedKeep } from './question.ts'

/** Where a side stands beside a bound; `value` is the aggregate over its replications, NaN where there is none. */
export interface Standing {
  readonly keep: NamedKeep
  readonly value: number
  readonly holds: boolean
  /** How far the value is on the wrong side, in the unit of the metric; 0 when it is not, or when there is no value. */
  readonly short: number
}

/** Values of a bound by replication. */
export const valuesOf = ({ rows }: Tried, { check }: NamedKeep): number[] => rows.map(({ checks }) => checks[check])

export function standingsOf(side: Tried, keeps: readonly NamedKeep[]): Standing[] {
  return keeps.map(keep => {
    const values = valuesOf(side, keep)
    const value = values.length === 0 || values.some(Number.isNaN) ? NaN : aggregateOf(keep, values)
    const beyond = keep.comparison.startsWith('>') ? keep.bound - value : value - keep.bound
    return { keep, value, holds: HOLDS[keep.comparison](value, keep.bound), short: beyond > 0 ? beyond : 0 }
  })
}

/** Of points that miss bounds, the one that misses them by least, relative to the bounds; null where none can be built. */
export function nearestOf<P extends { readonly standings: readonly Standing[]; readonly reason: string | undefined }>(points: readonly P[]): P | null {
  const gap = ({ standings }: P): number => standings.reduce((sum, { short, value, keep }) => sum + (Number.isFinite(value) ? short / Math.max(Math.abs(keep.bound), 1e-9) : 1e9), 0)
  return points.filter(({ reason }) => reason === undefined).reduce<P | null>((least, point) => (least === null || gap(point) < gap(least) ? point : least), null)
}

/** What the replications of a side say up to a look. */
export function decisionAt(side: Tried, keeps: readonly NamedKeep[], schedule: Schedule, look: number): Decision {
  if (side.reason !== undefined) return 'missed'
  return keeps.length === 0 ? 'kept' : decideAll(keeps.map(keep => valuesOf(side, keep)), keeps, schedule, look)
}

/** Runs each side until it is decided, or the last look is over. */
export async function decideSides(bench: Bench, sides: readonly Tried[], keeps: readonly NamedKeep[], schedule: Schedule): Promise<Decision[]> {
  const decisions: Decision[] = sides.map(() => 'open')
  for (let look = 0; look < schedule.looks.length; look++) {
    const open = sides.filter((_, at) => decisions[at] === 'open')
    if (open.length === 0) break
    await bench.runTo(open, schedule.looks[look])
    sides.forEach((side, at) => {
      if (decisions[at] === 'open') decisions[at] = decisionAt(side, keeps, schedule, look)
    })
  }
  return decisions
}
