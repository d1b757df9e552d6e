import type { Result } from '../base/result.ts'
import { err, ok } from '../base/result.ts'

/** Closed interval of a curve's argument. */
export interface CurveRange {
  readonly min: number
  readonly max: number
}

/** c1 + c2·x + c3·x² + c4·y + c5·y² + c6·x·y with x leaving chilled water and y entering condenser temperature, °C. */
export type Biquadratic = readonly [number, number, number, number, number, number]

/** A chiller as DOE-2 and EnergyPlus describe it: capacity and energy-input-ratio curves, valid inside a box only. */
export interface EirChiller {
  readonly name: string
  readonly ratedHeatW: number
  readonly ratedCop: number
  readonly capacityCurve: Biquadratic
  readonly inputRatioCurve: Biquadratic
  /** Power against part load: a + b·x + c·x². */
  readonly partLoadCurve: readonly [number, number, number]
  readonly leavingC: CurveRange
  readonly condenserC: CurveRange
  readonly partLoad: CurveRange
}

/** Trane CVHF 2 317.4 kW, COP 6.33, water-cooled, variable speed (LBNL Modelica Buildings ElectricEIR). */
export const TRANE_CVHF: EirChiller = {
  name: 'Trane CVHF 2317 kW',
  ratedHeatW: 2_317_400,
  ratedCop: 6.33,
  capacityCurve: [0.7277716, 0.01018101, -6.282438e-4, 0.01337701, -5.050352e-4, 1.527259e-3],
  inputRatioCurve: [0.350233, -0.0230151, 5.749596e-4, 0.01902421, 3.109974e-4, -4.714517e-4],
  partLoadCurve: [0.09861441, 0.5297727, 0.3707229],
  leavingC: { min: 4.44, max: 8.89 },
  condenserC: { min: 12.78, max: 29.44 },
  partLoad: { min: 0.1, max: 1.04 },
}

/** Carrier 30XA500 1 609 kW, COP 2.9, air-cooled screw, no part-load data (EnergyPlus AirCooledChiller data set). */
export const CARRIER_30XA500: EirChiller = {
  name: 'Carrier 30XA500 1609 kW',
  ratedHeatW: 1_609_000,
  ratedCop: 2.9,
  capacityCurve: [-0.3479426478, 0.0637388098, -7.955045e-4, 0.0712741456, -1.0660025e-3, -9.234587e-4],
  inputRatioCurve: [0.089134815, 0.0280734482, 1.6909915e-3, 0.0230561531, 1.663802e-4, -1.5023227e-3],
  partLoadCurve: [0, 1, 0],
  leavingC: { min: 4.44, max: 10 },
  condenserC: { min: 29.44, max: 46.11 },
  partLoad: { min: 0.15, max: 1 },
}

/** McQuay WSC 471.2 kW, COP 5.89, water-cooled, vanes (LBNL Modelica Buildings ElectricEIR, EnergyPlus Chillers data set). */
export const MCQUAY_WSC: EirChiller = {
  name: 'McQuay WSC 471 kW',
  ratedHeatW: 471_200,
  ratedCop: 5.89,
  capacityCurve: [0.252113, 0.01324053, -0.008637329, 0.08581056, -0.004261176, 0.008661899],
  inputRatioCurve: [0.4475238, -0.0258821, -0.001459053, 0.04342595, -0.001000651, 0.001920106],
  partLoadCurve: [0.2778889, 0.2338363, 0.4883748],
  leavingC: { min: 7.22, max: 12.78 },
  condenserC: { min: 12.78, max: 26.67 },
  partLoad: { min: 0.1, max: 1.15 },
}

/** An argument outside the box in which a curve was fitted. */
export interface CurveBoxError {
  readonly code: 'EIR_BOX'
  readonly argument: 'leavingC' | 'condenserC' | 'partLoad'
  readonly value: number
  readonly min: number
  readonly max: number
}

/** A machine at work. */
export interface EirOperation {
  readonly capacityFactor: number
  readonly inputRatioFactor: number
  readonly partLoad: number
  /** Cooling that the machine can deliver, and cooling delivered, W. */
  readonly capacityW: number
  readonly heatW: number
  readonly powerW: number
  readonly cop: number
}

/** Largest part load a machine is asked for. */
const PART_LOAD_CAP = 1.02

function biquadratic(c: Biquadratic, x: number, y: number): number {
  return c[0] + x * (c[1] + x * c[2]) + y * (c[3] + y * c[4]) + x * y * c[5]
}

function outside(
  chiller: EirChiller,
  argument: CurveBoxError['argument'],
  value: number,
): CurveBoxError | undefined {
  const { min, max } = chiller[argument]
  // Data sheets convert whole °F to two decimals of °C, so both ends carry half a hundredth.
  const slack = 0.005
  if (value >= min - slack && value <= max + slack) return undefined
  return { code: 'EIR_BOX', argument, value, min, max }
}

/** The machine at a given part load (of what it can deliver); an error where any argument leaves the curves' box. */
export function eirAtPartLoad(
  chiller: EirChiller,
  leavingC: number,
  condenserC: number,
  partLoad: number,
): Result<EirOperation, CurveBoxError> {
  const error =
    outside(chiller, 'leavingC', leavingC) ??
    outside(chiller, 'condenserC', condenserC) ??
    (partLoad > chiller.partLoad.max ? outside(chiller, 'partLoad', partLoad) : undefined)
  if (error !== undefined) return err(error)
  const capacityFactor = biquadratic(chiller.capacityCurve, leavingC, condenserC)
  const inputRatioFactor = biquadratic(chiller.inputRatioCurve, leavingC, condenserC)
  const capacityW = chiller.ratedHeatW * capacityFactor
  // Below the lowest part load of the fit the compressor cycles, so the power is a share of that at the lowest.
  const held = Math.max(partLoad, chiller.partLoad.min)
  const [a, b, c] = chiller.partLoadCurve
  const partLoadFactor = (a + held * (b + held * c)) * Math.min(1, partLoad / chiller.partLoad.min)
  const powerW = (capacityW / chiller.ratedCop) * inputRatioFactor * partLoadFactor
  const heatW = capacityW * partLoad
  return ok({ capacityFactor, inputRatioFactor, partLoad, capacityW, heatW, powerW, cop: heatW / powerW })
}

/** The machine asked for `heatW`: delivers at most 1.02 of its capacity (and never more than its curve allows). */
export function eirAtHeat(
  chiller: EirChiller,
  heatW: number,
  leavingC: number,
  condenserC: number,
): Result<EirOperation, CurveBoxError> {
  const capacityW = chiller.ratedHeatW * biquadratic(chiller.capacityCurve, leavingC, condenserC)
  const partLoad = Math.min(heatW / capacityW, PART_LOAD_CAP, chiller.partLoad.max)
  return eirAtPartLoad(chiller, leavingC, condenserC, partLoad)
}
