/** What the page asks the worker that holds long series: it reads files of measured values, keeps them, and says what lies under each pixel. */
import type { Calibration } from '../../analysis/calibration.ts'
import type { ActualsFindings, ActualsHead } from '../../exchange/actuals.ts'
import type { PixelColumns } from './pyramid.ts'

/** Which column of a file is laid over which series. */
export interface ActualsChoice {
  readonly dateColumn: number
  readonly valueColumn: number
  /** What one unit of the file is in the unit of the series. */
  readonly factor: number
}

export type SeriesRequest =
  | { readonly kind: 'put'; readonly key: string; readonly startMs: number; readonly stepMs: number; readonly values: Float64Array }
  | { readonly kind: 'head'; readonly id: number; readonly file: Blob }
  | { readonly kind: 'read'; readonly id: number; readonly key: string; readonly file: Blob; readonly choice: ActualsChoice }
  | { readonly kind: 'restore'; readonly key: string; readonly times: Float64Array; readonly values: Float64Array }
  | { readonly kind: 'look'; readonly id: number; readonly keys: readonly string[]; readonly fromMs: number; readonly toMs: number; readonly pixels: number }
  /** Compares a measured series with a simulated one over its windows. */
  | { readonly kind: 'fit'; readonly id: number; readonly actual: string; readonly simulated: string }
  | { readonly kind: 'drop'; readonly key: string }

export type SeriesAnswer =
  | { readonly kind: 'head'; readonly id: number; readonly head: ActualsHead | null; readonly problem: string }
  | { readonly kind: 'read'; readonly id: number; readonly count: number; readonly findings: ActualsFindings; readonly times: Float64Array; readonly values: Float64Array; readonly problem: string }
  | { readonly kind: 'look'; readonly id: number; readonly columns: readonly (PixelColumns | null)[] }
  | { readonly kind: 'fit'; readonly id: number; readonly fit: Calibration | null; readonly stepMs: number }
