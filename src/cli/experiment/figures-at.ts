/** One figure of many points of one file, by replication: what searches and sensitivities ask for. */
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import type { Row } from '../../analysis/reduce.ts'
import type { PathValue } from '../../runner/protocol.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type ExperimentFlags, runExperiment } from './execute.ts'

export type FigureKey = keyof RunFigures

/** The figure of that name; wrong words end with the nearest one. */
export function figureNamed(name: string): FigureKey {
  if (Object.hasOwn(FIGURE_TEXTS, name)) return name as FigureKey
  const nearest = nearestName(name, Object.keys(FIGURE_TEXTS))
  throw new UsageError(`there is no result '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${Object.keys(FIGURE_TEXTS).join(', ')}`)
}

/** What a point changes in the file. */
export interface Change {
  readonly label: string
  readonly set: readonly PathValue[]
  readonly option?: string | undefined
}

/** What all points have in common. */
export interface Asked extends ExperimentFlags {
  readonly file: string
  readonly option?: string | undefined
  readonly set?: readonly PathValue[]
  readonly label: string
}

/** What the caller keeps of the replications of each point, in the order of points; or why there is none. */
export async function keptOf<T>(host: Host, asked: Asked, changes: readonly Change[], keep: (row: Row) => T): Promise<{ readonly ok: true; readonly kept: T[][] } | { readonly ok: false; readonly exit: ExitCode }> {
  const { file, option, set = [], ...flags } = asked
  const kept: T[][] = changes.map(() => [])
  const exit = await runExperiment(host, {
    ...flags,
    points: changes.map(change => ({ label: change.label, file, option: change.option ?? option, set: [...set, ...change.set] })),
    onRow: ({ point, row }) => void kept[point.index].push(keep(row)),
  })
  return exit === EXIT.pass ? { ok: true, kept } : { ok: false, exit }
}

/** Values of a figure by point and replication; a value that is none fails its point. */
export async function figuresAt(host: Host, asked: Asked, changes: readonly Change[], key: FigureKey): Promise<{ readonly ok: true; readonly values: number[][] } | { readonly ok: false; readonly exit: ExitCode }> {
  const done = await keptOf(host, asked, changes, row => row.figures[key])
  if (!done.ok) return done
  for (const [index, values] of done.kept.entries()) {
    const missing = values.findIndex(value => !Number.isFinite(value))
    if (missing < 0) continue
    host.say(`${FIGURE_TEXTS[key].label} has no value in replication ${missing} of point ${index} (${changes[index].label}); choose another result`)
    return { ok: false, exit: EXIT.failure }
  }
  return { ok: true, values: done.kept }
}
