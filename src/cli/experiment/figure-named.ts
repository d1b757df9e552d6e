/** The figure of a run that a flag names. */
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { UsageError } from '../command.ts'

export type FigureKey = keyof RunFigures

/** The figure of that name; wrong words end with the nearest one. */
export function figureNamed(name: string): FigureKey {
  if (Object.hasOwn(FIGURE_TEXTS, name)) return name as FigureKey
  const nearest = nearestName(name, Object.keys(FIGURE_TEXTS))
  throw new UsageError(`there is no result '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${Object.keys(FIGURE_TEXTS).join(', ')}`)
}
