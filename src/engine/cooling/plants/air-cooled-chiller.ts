/**
 * Air-cooled chillers with free-cooling coils in series: outdoor air alone when it is cold enough, then air first and
 * compressors on the rest, then compressors alone. The mode is decided where weather changes (economiser.ts), not here.
 *
 * Free cooling reaches the outdoor air plus an approach, with fans in proportion to the heat it takes; compressor power holds
 * its condenser fans. Source of the chiller: see physics/chiller.
 */
import { addBankLine, bankCapacityW, bankPowerW } from '../chiller-bank.ts'
import { type ChillerBank, CONTROL_BAND_K, ECONOMISER, type PlantAnswer, type PlantDefinition, type PlantDemand, type PlantParts, isRecovering, resetPlantAnswer } from '../plant.ts'

interface AirCooledPlant {
  readonly bank: ChillerBank
  readonly rangeK: number
}

/** Share of the heat that outdoor air takes in the present mode: how far it brings the return towards the set point. */
function freeShare(plant: AirCooledPlant, demand: PlantDemand, chillers: number): number {
  if (demand.economiser === ECONOMISER.mechanical || chillers === 0 || demand.heatW <= 0) return 0
  const returnC = demand.setpointC + plant.rangeK
  const reachedC = demand.dryBulbC + plant.bank.freeApproachK
  const cooled = Math.min(1, Math.max(0, (returnC - reachedC) / plant.rangeK))
  return cooled * Math.min(1, (chillers * plant.bank.unit.ratedHeatW) / demand.heatW)
}

function solve(plant: AirCooledPlant, demand: PlantDemand, answer: PlantAnswer): void {
  resetPlantAnswer(answer)
  const { bank } = plant
  const { heatW, setpointC, supplyC, dryBulbC, powerShare } = demand
  answer.chillersLockedOut = dryBulbC > bank.ambientMaxC
  const chillers = answer.chillersLockedOut ? 0 : demand.chillers
  answer.freeShare = freeShare(plant, demand, chillers)
  const needW = heatW * (1 - answer.freeShare)
  const capacityW = bankCapacityW(bank, chillers, setpointC, dryBulbC)
  const enough = needW <= capacityW
  const recovering = isRecovering(demand)
  const takenW = enough && !recovering ? needW : capacityW
  answer.chillerShare = capacityW === 0 ? 0 : takenW / capacityW
  answer.condenserC = dryBulbC
  answer.compressorW = bankPowerW(bank, chillers, takenW, setpointC, dryBulbC)
  answer.electricW = answer.compressorW + bank.freeFanFraction * answer.freeShare * heatW
  answer.holds = enough && !recovering && powerShare >= 1
  answer.floorC = setpointC + (enough && recovering ? CONTROL_BAND_K : 0)
  if (answer.holds) {
    answer.coolerHeatW = answer.freeShare * heatW
    answer.chillerHeatW = heatW - answer.coolerHeatW
    return
  }
  answer.coolerHeatW = answer.freeShare * powerShare * heatW
  answer.interceptW = answer.coolerHeatW
  const running = chillers * answer.chillerShare * powerShare
  answer.chillerHeatW = addBankLine(answer, bank, running, setpointC, supplyC, dryBulbC)
}

export const airCooledChiller: PlantDefinition = {
  id: 'air-cooled-chiller',
  label: 'Air-cooled chillers with free cooling',
  help: 'Chillers that let outdoor air do the work when it is cold enough.',
  needs: ['chillers'],
  takes: [],
  create(parts: PlantParts) {
    const { chillers: bank, rangeK } = parts
    if (bank === undefined) throw new Error('an air-cooled-chiller plant needs chillers')
    const plant: AirCooledPlant = { bank, rangeK }
    return { reachedC: ({ dryBulbC }) => dryBulbC + bank.freeApproachK, solve: (demand, answer) => solve(plant, demand, answer) }
  },
}
