/**
 * What every cooling plant offers: a sink for the heat of one water loop. A plant decides its own least effort; the loop only
 * learns whether the set point is held and, when it is not, how much heat the plant takes at which supply temperature.
 */
import type { CarnotChiller } from '../../physics/chiller.ts'
import type { DryCoolerRating } from '../../physics/dry-cooler.ts'
import type { EirChiller } from '../../physics/eir-chiller.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { FanSpeedTable } from './fan-speed-table.ts'

/** Supply above the set point that a plant leaves alone, K; above it a plant that can runs at full effort until it is back. */
export const CONTROL_BAND_K = 0.05

/** Use of outdoor air by chillers with free cooling. */
export const ECONOMISER = { mechanical: 0, partial: 1, free: 2 } as const

/** What a plant is asked now. Reused between calls: plants read it and keep nothing. */
export interface PlantDemand {
  /** Heat carried by the loop's water, pump heat included, W. */
  heatW: number
  setpointC: number
  /** Present supply temperature, °C, at or above the set point. */
  supplyC: number
  /** Healthy coolers; a cooler with failed fans counts in part. */
  units: number
  /** Healthy chillers that are started; a fraction while they ramp up. */
  chillers: number
  /** Healthy cells of cooling towers. */
  towers: number
  /** Most water that pads or towers may draw, kg/s; Infinity while a tank or an unlimited source stands behind it. */
  waterLimitKgps: number
  /** Cycles of concentration at which towers are kept, and what pads bleed per evaporated water. */
  cycles: number
  bleedFraction: number
  /** Water is short: chillers take what they can before any evaporates. */
  chillersFirst: boolean
  /** Share of the asked electric power that is granted, 0–1. */
  powerShare: number
  /** Whether a loop above its set point may be brought back at full effort; not while power is short. */
  mayRecover: boolean
  economiser: number
  /** Air at the plant: recirculated heat of the yard is already in the dry bulb. */
  dryBulbC: number
  wetBulbC: number
  humidityRatio: number
  pressurePa: number
  /** Capacity of air-side surfaces against sea level. */
  airFactor: number
}

/** What the plant does. */
export interface PlantAnswer {
  /** True when the set point is held: all heat is rejected and the supply rests. */
  holds: boolean
  /** Electric power that the plant asks for, W. */
  electricW: number
  /** Water drawn, kg/s: what evaporates, what is bled off to keep salts in solution, and drops carried away by the air. */
  makeupKgps: number
  evaporatedKgps: number
  blowdownKgps: number
  driftKgps: number
  /** Effort: fan speed 0–1, pad effectiveness 0–0.75, chiller load as a share of capacity, share of heat cooled by outdoor air. */
  fanSpeed: number
  padEffectiveness: number
  chillerShare: number
  freeShare: number
  /** Electric power of the compressors, W, and the air or water that enters their condensers, °C, at the effort found. */
  compressorW: number
  condenserC: number
  /** Heat that towers give off at the effort found, W. */
  towerHeatW: number
  /** Heat taken from the loop at the present supply temperature by coolers (free cooling, towers) and by chillers, W. */
  coolerHeatW: number
  chillerHeatW: number
  /** Rejection near the present supply temperature T when the set point is not held: slope·T + intercept, valid from … to, °C. */
  slopeWPerK: number
  interceptW: number
  fromC: number
  toC: number
  /** Supply at which falling ends because less effort will do from there on, °C. */
  floorC: number
  /** Machines that stop because the air is hotter than they may breathe. */
  coolersLockedOut: boolean
  chillersLockedOut: boolean
}

export interface CoolerBank {
  readonly model: string
  readonly rating: DryCoolerRating
  readonly table: FanSpeedTable
  readonly count: number
  readonly fansPerUnit: number
  /** Hottest air at which the drives run, °C. */
  readonly ambientMaxC: number
}

export interface ChillerBank {
  readonly model: string
  readonly unit: CarnotChiller
  /** Published curves instead of the share of Carnot, valid in their box only, and machines of theirs that one of ours amounts to. */
  readonly curves: EirChiller | undefined
  readonly curveScale: number
  readonly count: number
  /** Hottest air, or water entering the condenser, °C. */
  readonly ambientMaxC: number
  /** Free cooling brings water to this many K above the outdoor air. */
  readonly freeApproachK: number
  /** Fan power per watt cooled by outdoor air alone. */
  readonly freeFanFraction: number
}

/** Equal cells of open cooling towers with the pumps that feed them. */
export interface TowerBank {
  readonly model: string
  readonly count: number
  /** Rated heat of a cell, W, and heat per kelvin of range, W/K: the water flow, which stays. */
  readonly ratedHeatW: number
  readonly capacityFlowWPerK: number
  readonly fanW: number
  /** Condenser pump of a cell, W. */
  readonly pumpW: number
  /** Lowest share of its flow to which that pump turns down. */
  readonly flowMin: number
  /** Fans do not cool the water closer to the wet bulb than this, K. */
  readonly approachMinK: number
  /** Ratio of relative water to relative air flow at full fan speed. */
  readonly flowRatio: number
  readonly convectionFraction: number
  /** Droplets of a cell, kg/s. */
  readonly driftKgps: number
}

export type PlantPart = 'coolers' | 'chillers' | 'towers'

/** Fans of coolers beside trim chillers: off where chillers alone draw less, at full speed as long as they take heat, or slowed. */
export type TrimFans = BlockCoolingSection['trimFans']

/** The machines of a plant. A definition says which it needs. */
export interface PlantParts {
  readonly coolers?: CoolerBank | undefined
  readonly chillers?: ChillerBank | undefined
  readonly towers?: TowerBank | undefined
  /** Loop water above tower water behind the heat exchanger, K; undefined where chillers have no such exchanger. */
  readonly exchangerK?: number | undefined
  /** Return minus supply of the loop at design, K. */
  readonly rangeK: number
  /** Highest effectiveness of adiabatic pads; 0 without. */
  readonly padsMax: number
  readonly trimFans?: TrimFans | undefined
}

export interface Plant {
  /** To which loop temperature outdoor air alone could bring the demand, °C; undefined where it cannot stand in for compressors. */
  readonly reachedC: ((demand: PlantDemand) => number) | undefined
  /** The same beside compressors whose heat goes the same way; undefined where they have a way of their own. */
  readonly besideC?: ((demand: PlantDemand) => number) | undefined
  solve(demand: PlantDemand, answer: PlantAnswer): void
}

/** A kind of plant; `plants/index.ts` lists them. */
export interface PlantDefinition {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly needs: readonly PlantPart[]
  /** Parts that it can do without but uses where there are any. */
  readonly takes: readonly PlantPart[]
  create(parts: PlantParts): Plant
}

/** Whether the loop is so warm that a plant which could hold it brings it back first. */
export function isRecovering(demand: PlantDemand): boolean {
  return demand.mayRecover && demand.supplyC > demand.setpointC + CONTROL_BAND_K
}

export function createPlantAnswer(): PlantAnswer {
  return {
    holds: true, electricW: 0, makeupKgps: 0, evaporatedKgps: 0, blowdownKgps: 0, driftKgps: 0, fanSpeed: 0, padEffectiveness: 0, chillerShare: 0, freeShare: 0, compressorW: 0, condenserC: 0, towerHeatW: 0,
    coolerHeatW: 0, chillerHeatW: 0, slopeWPerK: 0, interceptW: 0, fromC: -Infinity, toC: Infinity, floorC: -Infinity,
    coolersLockedOut: false, chillersLockedOut: false,
  }
}

/** An idle plant: no heat, no effort. */
export function resetPlantAnswer(answer: PlantAnswer): void {
  answer.holds = true
  answer.electricW = 0
  answer.makeupKgps = 0
  answer.evaporatedKgps = 0
  answer.blowdownKgps = 0
  answer.driftKgps = 0
  answer.fanSpeed = 0
  answer.padEffectiveness = 0
  answer.chillerShare = 0
  answer.freeShare = 0
  answer.compressorW = 0
  answer.condenserC = 0
  answer.towerHeatW = 0
  answer.coolerHeatW = 0
  answer.chillerHeatW = 0
  answer.slopeWPerK = 0
  answer.interceptW = 0
  answer.fromC = -Infinity
  answer.toC = Infinity
  answer.floorC = -Infinity
  answer.coolersLockedOut = false
  answer.chillersLockedOut = false
}
