/** The UPS systems of a block as one converter: what they may carry and lose, given what each still has and which racks hang on it. */
import { NO_SYSTEM, type Topology, spreadPairs } from './redundancy.ts'
import type { UpsSpec } from './components/index.ts'

/** Working memory of a bank; all of it follows from `ratedW`. */
export interface BankState {
  /** Rating that each system has left, W; 0 when its output is lost. */
  readonly ratedW: Float64Array
  /** Load of each system when the block runs all its racks at maximum, W. */
  readonly systemW: Float64Array
  /** Largest load of the whole bank with every system within its rating, W. */
  capW: number
  readonly curve: { constantW: number; linear: number; quadraticPerW: number }
}

export const createBankState = (topology: Topology): BankState => ({
  ratedW: new Float64Array(topology.systems),
  systemW: new Float64Array(topology.systems),
  capW: 0,
  curve: { constantW: 0, linear: 0, quadraticPerW: 0 },
})

interface Bank {
  readonly topology: Topology
  readonly ups: UpsSpec
  /** Maximum power of the racks of each pair, W: the shares in which they load the systems. */
  readonly pairMaxW: Float64Array
}

/**
 * Composes the systems: the load divides in the shares of the racks' maxima, so system i carries sᵢ of it, loses
 * a0·Rᵢ + a1·sᵢP + a2·(sᵢP)²/Rᵢ, and the first system at its rating caps the whole.
 */
export function composeBank(bank: Bank, state: BankState): void {
  const { ratedW, systemW, curve } = state
  const { fit } = bank.ups
  spreadPairs(bank.topology.pairs, bank.pairMaxW, ratedW, systemW)
  let totalW = 0
  let constantW = 0
  for (let system = 0; system < ratedW.length; system++) {
    totalW += systemW[system]
    constantW += ratedW[system] * fit.a0
  }
  curve.constantW = constantW
  curve.linear = fit.a1
  curve.quadraticPerW = 0
  state.capW = 0
  if (totalW === 0) return
  let capW = Infinity
  for (let system = 0; system < ratedW.length; system++) {
    const share = systemW[system] / totalW
    if (share === 0) continue
    curve.quadraticPerW += (fit.a2 * share * share) / ratedW[system]
    capW = Math.min(capW, Math.floor(ratedW[system] / share))
  }
  state.capW = capW
}

/** True if neither system of the pair has output. */
export function isPairDead(bank: Bank, state: BankState, pair: number): boolean {
  const { first, second } = bank.topology.pairs[pair]
  return state.ratedW[first] === 0 && (second === NO_SYSTEM || state.ratedW[second] === 0)
}
