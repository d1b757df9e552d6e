/** Columns of the smaller tables of the domain: work that is not durable yet, and workload sources. */

export const ESCROW_COLUMNS = {
  next: 'i32',
  fromMs: 'f64',
  toMs: 'f64',
  blockedMs: 'f64',
  stragglerFactor: 'f64',
  powerFactor: 'f64',
  thermalFactor: 'f64',
  faultFactor: 'f64',
  contentionFactor: 'f64',
  placementFactor: 'f64',
  storageFactor: 'f64',
} as const

export const SOURCE_COLUMNS = {
  // Cursor of the source.
  ordinal: 'f64',
  position: 'f64',
  // The job it announced last, which has not arrived yet.
  accelerators: 'i32',
  workMs: 'f64',
  requestedMs: 'f64',
  commFraction: 'f64',
  deferrable: 'u8',
  fails: 'u8',
  // Which of the tenants of its entry it is of.
  drawn: 'i32',
} as const
