import { KELVIN_OFFSET } from './psychrometrics.ts'

/**
 * Default chiller: a constant share of Carnot between refrigerant temperatures, with a part-load curve. It holds at the
 * warm leaving temperatures of AI halls, where published comfort-cooling fits may not be used (see eir-chiller).
 */
export interface CarnotChiller {
  readonly heatRejection: 'air' | 'water'
  /** Rated cooling, W, at the two reference temperatures. */
  readonly ratedHeatW: number
  /** Leaving chilled-water and entering condenser (air or water) temperature of the rating, °C. */
  readonly leavingRatedC: number
  readonly condenserRatedC: number
  /** Share of Carnot, 0–1. */
  readonly carnotFraction: number
  /** Smallest lift the compressor can work at, K. */
  readonly liftMinK: number
  /** Water-cooled: rise of the condenser water, K. Not used for air-cooled. */
  readonly condenserRangeK: number
}

/**
 * Classes of machine. Air-cooled screw reproduces EnergyPlus' Carrier 30XA500 (COP 2.90 at 6.67/35 °C); the others are
 * engineering calibrations, ranges 0.42–0.52 (air, oil-free) and 0.62 aged to 0.68 (water).
 */
export const CARNOT_CLASSES = {
  airScrew: { heatRejection: 'air', carnotFraction: 0.442, liftMinK: 20 },
  airFreeCooling: { heatRejection: 'air', carnotFraction: 0.46, liftMinK: 20 },
  waterCentrifugal: { heatRejection: 'water', carnotFraction: 0.68, liftMinK: 15 },
  waterCentrifugalAged: { heatRejection: 'water', carnotFraction: 0.62, liftMinK: 15 },
} as const satisfies Record<string, Pick<CarnotChiller, 'heatRejection' | 'carnotFraction' | 'liftMinK'>>

/** Approach of refrigerant to water, and of condensing refrigerant to outdoor air, K; engineering defaults. */
const WATER_APPROACH_K = 2
const AIR_APPROACH_K = 12

/** Lowest part load of the compressor, below which it cycles on and off. */
const PART_LOAD_MIN = 0.1

/** Bounds of the capacity factor, and its slopes per kelvin; engineering defaults. */
export const CAPACITY_FACTOR_MIN = 0.6
export const CAPACITY_FACTOR_MAX = 1.3
export const CAPACITY_PER_LEAVING_K = 0.025
export const CAPACITY_PER_CONDENSER_K = 0.01

/** Power against part load of a variable-speed centrifugal (Trane CVHF in LBNL Buildings), not normalised. */
function partLoadPolynomial(partLoad: number): number {
  return 0.09861441 + partLoad * (0.5297727 + 0.3707229 * partLoad)
}

/** Share of full-load power at a part load ≥ 0; linear through zero below the cycling limit. */
export function chillerPartLoadFactor(partLoad: number): number {
  const cycling = Math.min(1, partLoad / PART_LOAD_MIN)
  const held = Math.max(partLoad, PART_LOAD_MIN)
  return (partLoadPolynomial(held) / partLoadPolynomial(1)) * cycling
}

/** Condensing temperature, °C, for outdoor air or entering condenser water at `condenserC`. */
function condensingC(chiller: CarnotChiller, condenserC: number): number {
  return chiller.heatRejection === 'air'
    ? condenserC + AIR_APPROACH_K
    : condenserC + chiller.condenserRangeK + WATER_APPROACH_K
}

/** Coefficient of performance at full load. `condenserC` is outdoor dry bulb (air) or entering condenser water (water). */
export function chillerCop(chiller: CarnotChiller, leavingC: number, condenserC: number): number {
  const evaporatingC = leavingC - WATER_APPROACH_K
  const liftK = Math.max(condensingC(chiller, condenserC) - evaporatingC, chiller.liftMinK)
  return (chiller.carnotFraction * (evaporatingC + KELVIN_OFFSET)) / liftK
}

/** Ideal coefficient of performance between the same refrigerant temperatures and smallest lift, for checks. */
export function chillerCarnotCop(chiller: CarnotChiller, leavingC: number, condenserC: number): number {
  return chillerCop({ ...chiller, carnotFraction: 1 }, leavingC, condenserC)
}

/** Cooling, W, that the machine can deliver; between 0.6 and 1.3 of its rating. */
export function chillerCapacityW(chiller: CarnotChiller, leavingC: number, condenserC: number): number {
  const factor =
    1 +
    CAPACITY_PER_LEAVING_K * (leavingC - chiller.leavingRatedC) -
    CAPACITY_PER_CONDENSER_K * (condenserC - chiller.condenserRatedC)
  return chiller.ratedHeatW * Math.min(CAPACITY_FACTOR_MAX, Math.max(CAPACITY_FACTOR_MIN, factor))
}

/**
 * Electric power, W, while the machine removes `heatW` (the caller keeps it at or below the capacity). Air-cooled power
 * includes condenser fans. Part load is counted against the rating, so that full rated load costs rated / COP.
 */
export function chillerPowerW(
  chiller: CarnotChiller,
  heatW: number,
  leavingC: number,
  condenserC: number,
): number {
  const fullLoadW = chiller.ratedHeatW / chillerCop(chiller, leavingC, condenserC)
  return fullLoadW * chillerPartLoadFactor(heatW / chiller.ratedHeatW)
}
