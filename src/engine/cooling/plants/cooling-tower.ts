/**
 * Open cooling towers alone, behind a heat exchanger: the loop can be no colder than tower water plus the exchanger's approach. Least
 * effort is fan speed; with fans at full speed the loop settles where the towers take its heat.
 */
import { CONTROL_BAND_K, type PlantAnswer, type PlantDefinition, type PlantDemand, type PlantParts, type TowerBank, isRecovering, resetPlantAnswer } from '../plant.ts'
import { addTowersLine, chargeTowerWater, holdToWater, towersFanSpeed, towersHeatW, towersLeavingC, towersPowerW } from '../tower-bank.ts'

interface TowerPlant {
  readonly towers: TowerBank
  readonly exchangerK: number
}

function solve({ towers, exchangerK }: TowerPlant, demand: PlantDemand, answer: PlantAnswer): void {
  resetPlantAnswer(answer)
  const { heatW, setpointC, supplyC, wetBulbC, powerShare } = demand
  const cells = demand.towers
  const speed = towersFanSpeed(towers, cells, heatW, setpointC - exchangerK, wetBulbC)
  const enough = speed <= 1
  const recovering = isRecovering(demand)
  const least = enough && !recovering
  answer.fanSpeed = least ? speed : cells > 0 ? 1 : 0
  const leavingC = (least ? setpointC : supplyC) - exchangerK
  const takenW = least ? heatW : towersHeatW(towers, cells, leavingC, wetBulbC)
  if (heatW > 0 || !least) answer.electricW = towersPowerW(towers, cells, takenW, answer.fanSpeed)
  chargeTowerWater(answer, towers, cells, takenW, leavingC, demand)
  const share = powerShare * holdToWater(answer, demand.waterLimitKgps)
  answer.holds = least && share >= 1
  answer.floorC = setpointC + (enough && recovering ? CONTROL_BAND_K : 0)
  if (answer.holds) answer.coolerHeatW = heatW
  else answer.coolerHeatW = addTowersLine(answer, towers, cells, exchangerK, share, demand)
}

export const coolingTower: PlantDefinition = {
  id: 'cooling-tower',
  label: 'Cooling towers without chillers',
  help: 'Open towers that hold the set point by evaporation alone.',
  needs: ['towers'],
  takes: [],
  create({ towers, exchangerK = 0 }: PlantParts) {
    if (towers === undefined) throw new Error('a cooling-tower plant needs towers')
    const plant: TowerPlant = { towers, exchangerK }
    return {
      reachedC: demand => (demand.towers === 0 ? Infinity : towersLeavingC(towers, demand.towers, demand.heatW, demand.wetBulbC) + exchangerK),
      solve: (demand, answer) => solve(plant, demand, answer),
    }
  },
}
