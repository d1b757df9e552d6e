/** The strip north of the blocks: line gantry, transformers, switchgear, prime-power engines, side by side. Around the origin. */
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { gasEngine, lineGantry, type Solid, substationTransformer, switchgearHouse } from './equipment.ts'
import { box, type BuiltWith, type Item, type ItemKind, lineUp, type Part, placeAt } from './part.ts'

export interface SubstationPlan {
  readonly width: number
  readonly depth: number
  readonly items: readonly Item[]
  readonly pads: readonly Part[]
}

const GAP_M = 5
const EDGE_M = 2.5
const TRANSFORMER_PITCH_M = 12
const TRANSFORMER_DEPTH_M = 12
const MOST_ENGINES_IN_LINE = 12
const ENGINE_PITCH_M = 5.4
const ENGINE_DEPTH_M = 17

/** Things that stand on a pad of their own, laid out around (0, 0). */
interface Cluster {
  readonly width: number
  readonly depth: number
  items(x: number, z: number): Item[]
}

function item(kind: ItemKind, label: string, path: string, solid: Solid, x: number, z: number, builtWith: BuiltWith): Item {
  return { kind, label, path, block: -1, builtWith, x, z, width: solid.width, height: solid.height, depth: solid.depth, parts: placeAt(solid.parts, x, z) }
}

const WITH_FEED: BuiltWith = { step: 'substation' }

function highVoltage(scenario: Scenario): Cluster[] {
  const { substation } = scenario.grid
  if (substation === undefined) return []
  const { transformers } = substation
  const gantry = lineGantry()
  const house = switchgearHouse()
  const solid = substationTransformer(transformers.rated)
  const line = lineUp(transformers.count, TRANSFORMER_PITCH_M, TRANSFORMER_DEPTH_M, TRANSFORMER_PITCH_M * Math.max(3, Math.ceil(transformers.count / 2)))
  const inLine = Math.ceil(transformers.count / Math.max(1, line.rows))
  const named = (index: number): string => `Substation transformer ${index + 1} of ${transformers.count}`
  return [
    { width: gantry.width, depth: gantry.depth, items: (x, z) => [item('line-gantry', 'Line gantry', 'grid.substation', gantry, x, z, WITH_FEED)] },
    {
      width: inLine * TRANSFORMER_PITCH_M,
      depth: line.depth,
      items: (x, z) => line.places.map((place, index) => item('substation-transformer', named(index), 'grid.substation.transformers', solid, x + place.x, z + place.z - line.depth / 2, WITH_FEED)),
    },
    { width: house.width, depth: house.depth, items: (x, z) => [item('switchgear', 'Switchgear house', 'grid.substation', house, x, z, WITH_FEED)] },
  ]
}

function engines(scenario: Scenario): Cluster[] {
  const solid = gasEngine()
  return scenario.generation.map(plant => {
    const line = lineUp(plant.count, ENGINE_PITCH_M, ENGINE_DEPTH_M, ENGINE_PITCH_M * MOST_ENGINES_IN_LINE)
    const inLine = Math.ceil(plant.count / Math.max(1, line.rows))
    return {
      width: inLine * ENGINE_PITCH_M,
      depth: line.depth,
      items: (x, z) =>
        line.places.map((place, index) =>
          item('gas-engine', `Gas engine ${index + 1} of ${plant.count}`, `generation.${plant.id}`, solid, x + place.x, z + place.z - line.depth / 2, { step: 'generation', id: plant.id }),
        ),
    }
  })
}

export function planSubstation(scenario: Scenario): SubstationPlan {
  const clusters = [...highVoltage(scenario), ...engines(scenario)].filter(({ width }) => width > 0)
  if (clusters.length === 0) return { width: 0, depth: 0, items: [], pads: [] }
  const width = clusters.reduce((sum, cluster) => sum + cluster.width, 0) + (clusters.length - 1) * GAP_M
  const depth = Math.max(...clusters.map(cluster => cluster.depth)) + 2 * EDGE_M
  const items: Item[] = []
  let x = -width / 2
  for (const cluster of clusters) {
    items.push(...cluster.items(x + cluster.width / 2, 0))
    x += cluster.width + GAP_M
  }
  return { width: width + 2 * EDGE_M, depth, items, pads: [box('gravel', 0, 0, 0, width + 2 * EDGE_M, 0.08, depth)] }
}
