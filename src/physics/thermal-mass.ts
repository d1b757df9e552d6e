import { exp, expm1, ln } from '../base/exact-math.ts'

/**
 * Temperatures between events, in closed form. Times in ms (real numbers: callers round crossings up to whole ms).
 */

/** Heating rate, K/s, of a mass of heat capacity `capacityJPerK` under `netHeatW`. */
export function heatingRateKps(netHeatW: number, capacityJPerK: number): number {
  return netHeatW / capacityJPerK
}

/** Time constant, ms, of a mass cooled through `conductanceWPerK`. */
export function timeConstantMs(capacityJPerK: number, conductanceWPerK: number): number {
  return (capacityJPerK / conductanceWPerK) * 1000
}

/** Temperature after `dtMs` of a mass that relaxes to `endC`; exact, so splitting the interval changes nothing. */
export function relaxedC(startC: number, endC: number, tauMs: number, dtMs: number): number {
  return endC + (startC - endC) * exp(-dtMs / tauMs)
}

/** Milliseconds until a relaxing mass reaches `limitC`; 0 if it is there, Infinity if it never will be. */
export function relaxationCrossingMs(startC: number, endC: number, tauMs: number, limitC: number): number {
  if (startC === limitC) return 0
  const ratio = (endC - startC) / (endC - limitC)
  return ratio > 1 && ratio < Infinity ? tauMs * ln(ratio) : Infinity
}

/** Milliseconds until a mass at `startC` without cooling reaches `limitC` under constant net heat; Infinity if never. */
export function linearCrossingMs(startC: number, limitC: number, netHeatW: number, capacityJPerK: number): number {
  if (startC === limitC) return 0
  const ms = (((limitC - startC) * capacityJPerK) / netHeatW) * 1000
  return ms > 0 ? ms : Infinity
}

/** Heat capacity, J/K, of `litres` of coolant. */
export function coolantCapacityJPerK(litres: number, densityKgpm3: number, cpJPerKgK: number): number {
  return (litres / 1000) * densityKgpm3 * cpJPerKgK
}

/** Heat capacity of one accelerator with its plate and the coolant in it, J/K: 0.7 kg copper, 0.06 L PG25, 60 J/K rest. */
export const ACCELERATOR_CAPACITY_JPK = 0.7 * 385 + 0.06 * 1.015 * 3900 + 60

/** A hall as air in contact with the mass of its equipment. */
export interface HallMasses {
  readonly airJPerK: number
  readonly equipmentJPerK: number
  /** Heat transfer between the two, W/K: equipment capacity over its time constant. */
  readonly exchangeWPerK: number
}

/** Temperatures of a hall's air and equipment, °C. */
export interface HallState {
  readonly airC: number
  readonly equipmentC: number
}

/** Rate at which air and equipment approach each other, 1/s. */
function exchangeRate(masses: HallMasses): number {
  return masses.exchangeWPerK * (1 / masses.airJPerK + 1 / masses.equipmentJPerK)
}

/**
 * Hall temperatures `dtMs` later with constant net heat into the air (cooling lost, or heat minus what is removed):
 * the mean rises linearly, the difference relaxes. Exact, so splitting the interval changes nothing.
 */
export function hallAfter(masses: HallMasses, state: HallState, netHeatW: number, dtMs: number): HallState {
  const { airJPerK, equipmentJPerK } = masses
  const total = airJPerK + equipmentJPerK
  const k = exchangeRate(masses)
  const seconds = dtMs / 1000
  const meanC = (airJPerK * state.airC + equipmentJPerK * state.equipmentC) / total + (netHeatW * seconds) / total
  const endDifferenceK = netHeatW / (airJPerK * k)
  const startDifferenceK = state.airC - state.equipmentC
  // expm1 keeps the digits of short intervals.
  const differenceK = startDifferenceK - (endDifferenceK - startDifferenceK) * expm1(-k * seconds)
  return {
    airC: meanC + (equipmentJPerK / total) * differenceK,
    equipmentC: meanC - (airJPerK / total) * differenceK,
  }
}

/**
 * Milliseconds until the hall air first reaches `limitC` ≥ its present temperature under constant net heat.
 * Infinity if it never does. The first rise is bracketed, so a later return below the limit does not matter.
 */
export function hallCrossingMs(masses: HallMasses, state: HallState, netHeatW: number, limitC: number): number {
  if (state.airC >= limitC) return 0
  const total = masses.airJPerK + masses.equipmentJPerK
  const turnMs = hallTurningMs(masses, state, netHeatW)
  // Up to its turning point the air moves one way only; behind it, it follows the sign of the net heat.
  if (turnMs < Infinity && hallAfter(masses, state, netHeatW, turnMs).airC >= limitC) {
    return bisectAirMs(masses, state, netHeatW, limitC, 0, turnMs)
  }
  if (netHeatW <= 0) return Infinity
  const startMs = turnMs < Infinity ? turnMs : 0
  let spanMs = (Math.max(1, limitC - state.airC) * total * 1000) / netHeatW
  while (hallAfter(masses, state, netHeatW, startMs + spanMs).airC < limitC) spanMs *= 2
  return bisectAirMs(masses, state, netHeatW, limitC, startMs, startMs + spanMs)
}

/** Instant, ms, at which the air temperature turns, or Infinity if it moves one way for ever. */
function hallTurningMs(masses: HallMasses, state: HallState, netHeatW: number): number {
  const { airJPerK, equipmentJPerK } = masses
  const k = exchangeRate(masses)
  const endDifferenceK = netHeatW / (airJPerK * k)
  const startDifferenceK = state.airC - state.equipmentC
  // dT/dt = net/total + (equipment/total)·k·(end − start)·e^(−kt) vanishes where the exponential equals this ratio.
  const ratio = -netHeatW / (equipmentJPerK * k * (endDifferenceK - startDifferenceK))
  return ratio > 0 && ratio < 1 ? (-ln(ratio) / k) * 1000 : Infinity
}

function bisectAirMs(
  masses: HallMasses,
  state: HallState,
  netHeatW: number,
  limitC: number,
  fromMs: number,
  toMs: number,
): number {
  let low = fromMs
  let high = toMs
  while (high - low > 1e-6) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) break
    if (hallAfter(masses, state, netHeatW, middle).airC < limitC) low = middle
    else high = middle
  }
  return high
}
