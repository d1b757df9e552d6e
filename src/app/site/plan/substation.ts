/** The substation and prime-power plants: line gantry, transformers, switchgear, gas engines. Around the origin. */
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { gasEngine, lineGantry, type Solid, substationTransformer, switchgearHouse } from './equipment.ts'
import { box, type BuiltWith, type Item, type ItemKind, lineUp, type Part, placeAt } from './part.ts'

export interface SubstationPlan {
  readonly width: number
  readonly depth: number
  readonly items: readonly Item[]
  readonly pads: readonly Part[]
}

const WIDTH_M = 44
const GANTRY_DEPTH_M = 13
const TRANSFORMER_DEPTH_M = 11
const SWITCHGEAR_DEPTH_M = 12
const ENGINE_DEPTH_M = 18
const ENGINE_PITCH_M = 6

function item(kind: ItemKind, label: string, path: string, solid: Solid, x: number, z: number, builtWith: BuiltWith): Item {
  return { kind, label, path, block: -1, builtWith, x, z, width: solid.width, height: solid.height, depth: solid.depth, parts: placeAt(solid.parts, x, z) }
}

const WITH_FEED: BuiltWith = { step: 'substation' }

/** Everything of the high-voltage yard, its north edge at z = 0. */
function highVoltage(scenario: Scenario): { items: (top: number) => Item[]; depth: number } {
  const { substation } = scenario.grid
  if (substation === undefined) return { items: () => [], depth: 0 }
  const { transformers } = substation
  const line = lineUp(transformers.count, 12, TRANSFORMER_DEPTH_M, WIDTH_M)
  const solid = substationTransformer(transformers.rated)
  const path = 'grid.substation.transformers'
  return {
    depth: GANTRY_DEPTH_M + line.depth + SWITCHGEAR_DEPTH_M,
    items: top => [
      item('line-gantry', 'Line gantry', 'grid.substation', lineGantry(), 0, top + GANTRY_DEPTH_M / 2, WITH_FEED),
      ...line.places.map((place, index) => item('substation-transformer', `Substation transformer ${index + 1} of ${transformers.count}`, path, solid, place.x, top + GANTRY_DEPTH_M + place.z, WITH_FEED)),
      item('switchgear', 'Switchgear house', 'grid.substation', switchgearHouse(), 0, top + GANTRY_DEPTH_M + line.depth + SWITCHGEAR_DEPTH_M / 2, WITH_FEED),
    ],
  }
}

function engines(scenario: Scenario): { items: (top: number) => Item[]; depth: number } {
  const units = scenario.generation.flatMap(plant => Array.from({ length: plant.count }, (_, index) => ({ plant, index })))
  const line = lineUp(units.length, ENGINE_PITCH_M, ENGINE_DEPTH_M, WIDTH_M)
  const solid = gasEngine()
  return {
    depth: line.depth,
    items: top =>
      units.map(({ plant, index }, at) =>
        item('gas-engine', `Gas engine ${index + 1} of ${plant.count}`, `generation.${plant.id}`, solid, line.places[at].x, top + line.places[at].z, { step: 'generation', id: plant.id }),
      ),
  }
}

export function planSubstation(scenario: Scenario): SubstationPlan {
  const yard = highVoltage(scenario)
  const plant = engines(scenario)
  const gap = yard.depth > 0 && plant.depth > 0 ? 8 : 0
  const depth = yard.depth + gap + plant.depth
  if (depth === 0) return { width: 0, depth: 0, items: [], pads: [] }
  const top = -depth / 2
  const pad = (z: number, padDepth: number): Part[] => (padDepth > 0 ? [box('gravel', 0, 0, z + padDepth / 2, WIDTH_M + 4, 0.08, padDepth)] : [])
  return {
    width: WIDTH_M + 6,
    depth,
    items: [...yard.items(top), ...plant.items(top + yard.depth + gap)],
    pads: [...pad(top, yard.depth), ...pad(top + yard.depth + gap, plant.depth)],
  }
}
