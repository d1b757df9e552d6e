/** The cooling plants. A new one is a file here and a line below; the conformance suite runs over all of them. */
import type { PlantDefinition } from '../plant.ts'
import { airCooledChiller } from './air-cooled-chiller.ts'
import { coolingTower } from './cooling-tower.ts'
import { dryAdiabatic } from './dry-adiabatic.ts'
import { waterCooledChiller } from './water-cooled-chiller.ts'

export const PLANTS: readonly PlantDefinition[] = [dryAdiabatic, airCooledChiller, waterCooledChiller, coolingTower]

/** The plant with this id; throws on an unknown one, which the schema should have refused. */
export function plantOf(id: string): PlantDefinition {
  const found = PLANTS.find(plant => plant.id === id)
  if (found === undefined) throw new Error(`unknown cooling plant ${id}`)
  return found
}
