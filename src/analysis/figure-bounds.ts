/** Where a figure can be at all: intervals and charts end there. */
import type { Bounds } from './estimate.ts'
import { FIGURE_TEXTS } from './figure-text.ts'
import type { RunFigures } from './figures.ts'

const SHARE: Bounds = { low: 0, high: 1 }
/** Of what cannot be negative. */
export const AMOUNT: Bounds = { low: 0, high: Infinity }

/** Figures that may be below 0. */
const SIGNED: ReadonlySet<keyof RunFigures> = new Set(['revenueUsd', 'netPresentUsd', 'totalCostUsd'])

/** Undefined where nothing bounds it. */
export const boundsOfFigure = (key: keyof RunFigures): Bounds | undefined => (FIGURE_TEXTS[key].isShare ? SHARE : SIGNED.has(key) ? undefined : AMOUNT)
