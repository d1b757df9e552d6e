/** The UPS systems of a block as one converter: what they may carry and lose, given what each still has and which racks hang on it. */
import { type Pair, type Topology, spreadPairs } from './redundancy.ts'
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
  readonly pairs: readonly Pair[]
  readonly ups: UpsSpec
  /** Maximum power of the racks of each pair, W: the shares in which they load the systems. */
  readonly pairMaxW: Float64Array
}

/** Composes the systems with every transfer done as it should: each pair hangs on what it has left. */
export function composeBank(bank: Bank, state: BankState): void {
  spreadPairs(bank.pairs, bank.pairMaxW, state.ratedW, state.systemW)
  composeLoaded(bank.ups, state)
}

/**
 * Composes the systems for the loads in `systemW`: the load divides in these shares, so system i carries sᵢ of it, loses
 * a0·Rᵢ + a1·sᵢP + a2·(sᵢP)²/Rᵢ, and the first system at its rating bounds the whole.
 */
export function composeLoaded({ fit }: UpsSpec, state: BankState): void {
  const { ratedW, systemW, curve } = state
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
