/**
 * Dry or adiabatic coolers with an optional trim chiller in series, for warm-water loops. Least effort first: fan speed, then
 * pads at the least effectiveness that holds the set point with fans at full speed, then the trim chiller on what is left. Fans beside
 * it run at full speed unless the chiller alone draws less, or as the file has it.
 *
 * Coolers are evaluated at the water flow of their rating: at part load real loops run slower and warmer at the return, which
 * makes the approach smaller, so fan power and water are slightly overstated. Source of the cooler: see physics/dry-cooler.
 */
import { pow } from '../../../base/exact-math.ts'
import { effectivenessFor, preCool } from '../../../physics/adiabatic.ts'
import { dryCoolerAirKgps, dryCoolerFanW, dryCoolerHeatW } from '../../../physics/dry-cooler.ts'
import { addBankLine, bankCapacityW, bankPowerW } from '../chiller-bank.ts'
import { fanSpeedFor } from '../fan-speed-table.ts'
import { type ChillerBank, CONTROL_BAND_K, type CoolerBank, type PlantAnswer, type PlantDefinition, type PlantDemand, type PlantParts, type TrimFans, isRecovering, resetPlantAnswer } from '../plant.ts'

interface DryPlant {
  readonly coolers: CoolerBank
  readonly trim: ChillerBank | undefined
  readonly padsMax: number
  readonly trimFans: TrimFans
}

/** Highest pad effectiveness that the pads, the air and the water supply allow now. */
function padsAllowed(plant: DryPlant, demand: PlantDemand, units: number): number {
  const depressionK = demand.dryBulbC - demand.wetBulbC
  if (plant.padsMax === 0 || depressionK <= 0 || units === 0) return 0
  const airKgps = units * dryCoolerAirKgps(plant.coolers.table.cooler, 1) * demand.airFactor
  const moisture = demand.waterLimitKgps / (airKgps * (1 + demand.bleedFraction))
  if (moisture === Infinity) return plant.padsMax
  // The pad balance solved for the cooling that this much moisture gives.
  const coolingK = (moisture * (2501 + 1.86 * demand.dryBulbC)) / (1.006 + 1.86 * demand.humidityRatio + 1.86 * moisture)
  return Math.min(plant.padsMax, coolingK / depressionK)
}

/** Heat per kelvin of initial difference of all coolers at full fan speed, W/K. */
function fullConductanceWPerK(plant: DryPlant, units: number, airFactor: number): number {
  const { cooler } = plant.coolers.table
  return units * airFactor * cooler.conductanceFractionMax * cooler.capacityFlowWPerK
}

/** Least electric power of a chiller per heat, below that of any: up to it fans that suffice need not be held against chillers. */
const CHILLER_LEAST = 0.1

/** Finds the least effort that holds the set point; returns false with everything at full effort when none does. */
function findEffort(plant: DryPlant, demand: PlantDemand, units: number, chillers: number, answer: PlantAnswer): boolean {
  const { heatW, setpointC, dryBulbC } = demand
  const { trim } = plant
  const sparedW = demand.chillersFirst && trim !== undefined ? bankCapacityW(trim, chillers, setpointC, dryBulbC) : 0
  const leftW = units > 0 ? coolersFirst(plant, demand, units, sparedW, answer) : heatW
  if (leftW === 0) answer.chillerShare = 0
  const fansW = units * dryCoolerFanW(plant.coolers.table.cooler, answer.fanSpeed)
  if (trim === undefined || (leftW === 0 && (plant.trimFans === 'full' || fansW <= CHILLER_LEAST * heatW))) return leftW === 0
  const capacityW = bankCapacityW(trim, chillers, setpointC, dryBulbC)
  const needW = units > 0 && answer.fanSpeed > 0 ? fansBeside(plant, demand, units, chillers, leftW, capacityW, answer) : leftW
  answer.chillerShare = capacityW === 0 ? 0 : Math.min(1, needW / capacityW)
  return needW <= capacityW
}

/** Steps of fan speed among which the cheapest beside chillers is looked for. */
const FAN_STEPS = 32

/**
 * Fans beside chillers that run: off where air is as warm as the return, and where chillers alone draw less unless the file has them at
 * full speed; or slowed down to the least power of both, as long as no pads are wet. Heat that is left to the chillers, W.
 */
function fansBeside(plant: DryPlant, demand: PlantDemand, units: number, chillers: number, leftW: number, capacityW: number, answer: PlantAnswer): number {
  const { heatW, setpointC, dryBulbC } = demand
  const { cooler, conductance } = plant.coolers.table
  const { trim } = plant
  const unitWPerK = units * cooler.capacityFlowWPerK
  const differenceK = setpointC + heatW / unitWPerK - dryBulbC
  if (trim === undefined || leftW > capacityW || (plant.trimFans === 'full' && leftW < heatW)) return leftW
  const powerW = (speed: number, ofW: number): number => units * dryCoolerFanW(cooler, speed) + bankPowerW(trim, chillers, ofW, setpointC, dryBulbC)
  const isSlowed = plant.trimFans === 'slow' && answer.padEffectiveness === 0
  let [bestSpeed, bestLeftW, bestW] = [answer.fanSpeed, leftW, powerW(answer.fanSpeed, leftW)]
  for (let step = isSlowed ? Math.ceil(answer.fanSpeed * FAN_STEPS) - 1 : 0; step >= 0; step--) {
    const left = heatW - Math.max(0, demand.airFactor * unitWPerK * conductance[(step * (conductance.length - 1)) / FAN_STEPS] * differenceK)
    if (left > capacityW) break
    const totalW = powerW(step / FAN_STEPS, left)
    if (totalW < bestW) {
      bestSpeed = step / FAN_STEPS
      bestLeftW = left
      bestW = totalW
    }
  }
  answer.fanSpeed = bestSpeed
  if (bestSpeed === 0) answer.padEffectiveness = 0
  return bestLeftW
}

/** Fans, then pads for what chillers are not to spare, as far as they are needed; returns the heat that is left to chillers, W. */
function coolersFirst(plant: DryPlant, demand: PlantDemand, units: number, sparedW: number, answer: PlantAnswer): number {
  const { heatW, setpointC, dryBulbC, wetBulbC } = demand
  const { table } = plant.coolers
  const unitW = heatW / units
  const returnC = setpointC + unitW / table.cooler.capacityFlowWPerK
  answer.fanSpeed = fanSpeedFor(table, unitW, returnC - dryBulbC, demand.airFactor)
  if (answer.fanSpeed <= 1) return 0
  answer.fanSpeed = 1
  const fullWPerK = fullConductanceWPerK(plant, units, demand.airFactor)
  const wanted = effectivenessFor(dryBulbC, wetBulbC, returnC - Math.max(0, heatW - sparedW) / fullWPerK)
  const allowed = padsAllowed(plant, demand, units)
  answer.padEffectiveness = Math.min(wanted, allowed)
  if (wanted <= allowed && sparedW === 0) return 0
  const airC = dryBulbC - answer.padEffectiveness * (dryBulbC - wetBulbC)
  const leftW = Math.max(0, heatW - Math.max(0, fullWPerK * (returnC - airC)))
  return wanted <= allowed ? Math.min(sparedW, leftW) : leftW
}

/** Everything that the plant has, to bring a warm loop back. */
function fullEffort(plant: DryPlant, demand: PlantDemand, units: number, chillers: number, answer: PlantAnswer): void {
  answer.fanSpeed = units > 0 ? 1 : 0
  answer.padEffectiveness = padsAllowed(plant, demand, units)
  answer.chillerShare = plant.trim !== undefined && chillers > 0 ? 1 : 0
}

/** Electric power and water of the effort found. */
function charge(plant: DryPlant, demand: PlantDemand, units: number, chillers: number, answer: PlantAnswer): void {
  const { cooler } = plant.coolers.table
  answer.electricW = units * dryCoolerFanW(cooler, answer.fanSpeed)
  if (plant.trim !== undefined && answer.chillerShare > 0) {
    const heatW = answer.chillerShare * bankCapacityW(plant.trim, chillers, demand.setpointC, demand.dryBulbC)
    answer.condenserC = demand.dryBulbC
    answer.compressorW = bankPowerW(plant.trim, chillers, heatW, demand.setpointC, demand.dryBulbC)
    answer.electricW += answer.compressorW
  }
  if (answer.padEffectiveness > 0) {
    const { moisturePerAir } = preCool(demand.dryBulbC, demand.wetBulbC, demand.humidityRatio, answer.padEffectiveness)
    const airKgps = units * dryCoolerAirKgps(cooler, answer.fanSpeed) * demand.airFactor
    answer.evaporatedKgps = airKgps * moisturePerAir
    answer.blowdownKgps = answer.evaporatedKgps * demand.bleedFraction
    answer.makeupKgps = answer.evaporatedKgps + answer.blowdownKgps
  }
}

/** Rejection over supply temperature at the effort found and the power granted, as a line through the present temperature. */
function drawLine(plant: DryPlant, demand: PlantDemand, units: number, chillers: number, answer: PlantAnswer): void {
  const { heatW, supplyC, dryBulbC, wetBulbC, powerShare } = demand
  const { cooler } = plant.coolers.table
  if (units > 0 && answer.fanSpeed > 0) {
    // Fans draw the cube of their speed, so a share of power is its cube root in speed.
    const speed = powerShare >= 1 ? answer.fanSpeed : answer.fanSpeed * pow(powerShare, 1 / 3)
    const slopeWPerK = speed === 1 ? fullConductanceWPerK(plant, units, demand.airFactor) : units * dryCoolerHeatW(cooler, speed, 1, demand.airFactor)
    const airC = dryBulbC - answer.padEffectiveness * (dryBulbC - wetBulbC)
    // Below this supply the return is colder than the air: the coolers are bypassed.
    const bypassC = airC - heatW / (units * cooler.capacityFlowWPerK)
    answer.coolerHeatW = Math.max(0, slopeWPerK * (supplyC - bypassC))
    if (supplyC >= bypassC) {
      answer.slopeWPerK = slopeWPerK
      answer.interceptW = -slopeWPerK * bypassC
      answer.fromC = bypassC
    } else {
      answer.toC = bypassC
    }
  }
  if (plant.trim !== undefined) {
    const running = chillers * answer.chillerShare * powerShare
    answer.chillerHeatW = addBankLine(answer, plant.trim, running, demand.setpointC, supplyC, dryBulbC)
  }
}

function solve(plant: DryPlant, demand: PlantDemand, answer: PlantAnswer): void {
  resetPlantAnswer(answer)
  answer.coolersLockedOut = demand.dryBulbC > plant.coolers.ambientMaxC
  answer.chillersLockedOut = plant.trim !== undefined && demand.dryBulbC > plant.trim.ambientMaxC
  const units = answer.coolersLockedOut ? 0 : demand.units
  const chillers = answer.chillersLockedOut ? 0 : demand.chillers
  const enough = findEffort(plant, demand, units, chillers, answer)
  const recovering = isRecovering(demand)
  if (!enough || recovering) fullEffort(plant, demand, units, chillers, answer)
  charge(plant, demand, units, chillers, answer)
  answer.holds = enough && !recovering && demand.powerShare >= 1
  answer.floorC = demand.setpointC + (enough && recovering ? CONTROL_BAND_K : 0)
  if (answer.holds) {
    answer.chillerHeatW = plant.trim === undefined ? 0 : answer.chillerShare * bankCapacityW(plant.trim, chillers, demand.setpointC, demand.dryBulbC)
    answer.coolerHeatW = demand.heatW - answer.chillerHeatW
    return
  }
  drawLine(plant, demand, units, chillers, answer)
}

export const dryAdiabatic: PlantDefinition = {
  id: 'dry-adiabatic',
  label: 'Dry or adiabatic coolers',
  help: 'Coolers with variable fans, pads for hot hours and an optional trim chiller in series.',
  needs: ['coolers'],
  takes: ['chillers'],
  create(parts: PlantParts) {
    const { coolers, chillers: trim } = parts
    if (coolers === undefined) throw new Error('a dry-adiabatic plant needs coolers')
    const plant: DryPlant = { coolers, trim, padsMax: parts.padsMax, trimFans: parts.trimFans ?? 'stop' }
    return { reachedC: undefined, solve: (demand, answer) => solve(plant, demand, answer) }
  },
}
