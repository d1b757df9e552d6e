/**
 * Overlap-aware share of each gate from the mask ledger: every instant is split equally among the gates unmet at that instant.
 * For an AND of gates this is the Shapley value of the static game (each instant is a unanimity game on its active set).
 */

const GATE_COUNT = 6

/** Shares by gate (index 0 = gate 1), in the unit of `maskMs`; `maskMs[m]` is the time with exactly the gates of mask m unmet. */
export function staticShapley(maskMs: readonly number[]): number[] {
  const shares = new Array<number>(GATE_COUNT).fill(0)
  maskMs.forEach((ms, mask) => {
    const active = gatesOf(mask)
    for (const gate of active) shares[gate] += ms / active.length
  })
  return shares
}

/** What idealising one gate alone would give back: the time in which it is the only unmet gate. */
export function removeOne(maskMs: readonly number[]): number[] {
  return Array.from({ length: GATE_COUNT }, (_, gate) => maskMs[1 << gate] ?? 0)
}

/** Time lost at all: the sum over all masks but the empty one. */
export function lostInTotal(maskMs: readonly number[]): number {
  return maskMs.reduce((sum, ms, mask) => (mask === 0 ? sum : sum + ms), 0)
}

function gatesOf(mask: number): number[] {
  const gates: number[] = []
  for (let gate = 0; gate < GATE_COUNT; gate++) if ((mask >> gate) & 1) gates.push(gate)
  return gates
}
