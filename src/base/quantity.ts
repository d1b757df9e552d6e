/** How far a built-in number can be trusted. */
export type Confidence = 'high' | 'medium' | 'low'

/** A built-in number with its unit and where it comes from; the app shows both beside the value. */
export interface Sourced {
  readonly value: number
  /** Unit as a reader writes it: `kW`, `°C`, `kg/s`; empty for counts and ratios. */
  readonly unit: string
  /** Data sheet, standard, paper, or `engineering default`. */
  readonly source: string
  readonly confidence: Confidence
}

/** Makes a Sourced; confidence is medium unless said otherwise. */
export function sourced(value: number, unit: string, source: string, confidence: Confidence = 'medium'): Sourced {
  return { value, unit, source, confidence }
}
