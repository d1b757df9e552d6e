/**
 * Open cooling towers alone, behind a heat exchanger: the loop can be no colder than tower water plus the exchanger's approach. Least
 * effort is fan speed; with fans at full speed the loop settles where the towers take its heat.
 */
import type { PlantDefinition, PlantParts } from '../plant.ts'
import { solveTowers, towersLeavingC } from '../tower-bank.ts'

export const coolingTower: PlantDefinition = {
  id: 'cooling-tower',
  label: 'Cooling towers without chillers',
  help: 'Open towers that hold the set point by evaporation alone.',
  needs: ['towers'],
  takes: [],
  create({ towers, exchangerK = 0 }: PlantParts) {
    if (towers === undefined) throw new Error('a cooling-tower plant needs towers')
    return {
      reachedC: demand => (demand.towers === 0 ? Infinity : towersLeavingC(towers, demand.towers, demand.heatW, demand.wetBulbC) + exchangerK),
      solve: (demand, answer) => solveTowers(towers, exchangerK, demand, answer),
    }
  },
}
