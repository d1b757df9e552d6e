/** Where the slowdown factors stand in the vector that the ledger reads. */
import { FACTORS } from '../ports.ts'

/** Positions in a factor vector. */
export const FACTOR_AT = {
  straggler: FACTORS.indexOf('straggler'),
  power: FACTORS.indexOf('powerThrottle'),
  thermal: FACTORS.indexOf('thermalThrottle'),
  fault: FACTORS.indexOf('commFault'),
  contention: FACTORS.indexOf('commContention'),
  placement: FACTORS.indexOf('commPlacement'),
  storage: FACTORS.indexOf('storage'),
  headroom: FACTORS.indexOf('serveHeadroom'),
} as const
