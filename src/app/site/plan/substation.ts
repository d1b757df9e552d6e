/** The strip north of the blocks: line gantry, transformers, switchgear, prime-power engines, storage and arrays, side by side. Around the origin. */
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { batteryContainer, gasEngine, gasTurbine, lineGantry, lineMast, solarArray, type Solid, substationTransformer, switchgearHouse } from './equipment.ts'
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
const MOST_IN_LINE = 12
/** Between neighbours of one plant. */
const MACHINE_GAP_M = 1.4

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

/** Equal machines in a few lines. */
function lines(count: number, pitch: number, rowPitch: number, make: (index: number, x: number, z: number) => Item): Cluster {
  const line = lineUp(count, pitch, rowPitch, pitch * MOST_IN_LINE)
  const inLine = Math.ceil(count / Math.max(1, line.rows))
  return { width: inLine * pitch, depth: line.depth, items: (x, z) => line.places.map((place, index) => make(index, x + place.x, z + place.z - line.depth / 2)) }
}

function engines(scenario: Scenario): Cluster[] {
  return scenario.generation.map(({ id, kind, count, rated }) => {
    const isTurbine = kind === 'gas-turbine'
    const solid = isTurbine ? gasTurbine(rated) : gasEngine()
    return lines(count, solid.width + MACHINE_GAP_M, solid.depth + MACHINE_GAP_M * 2, (index, x, z) =>
      item(kind, `${isTurbine ? 'Gas turbine' : 'Gas engine'} ${index + 1} of ${count}`, `generation.${id}`, solid, x, z, { step: 'generation', id }),
    )
  })
}

function stores(scenario: Scenario): Cluster[] {
  const solid = batteryContainer()
  const batteries = scenario.storage.map(({ id, count }) =>
    lines(count, solid.width + MACHINE_GAP_M, solid.depth + MACHINE_GAP_M, (index, x, z) => item('battery-container', `Battery storage ${index + 1} of ${count}`, `storage.${id}`, solid, x, z, { step: 'generation', id })),
  )
  const arrays = scenario.solar.map(({ id, peak }) => {
    const array = solarArray(peak)
    return lines(1, array.width, array.depth, (_, x, z) => item('solar-array', 'Photovoltaic array', `solar.${id}`, array, x, z, { step: 'generation', id }))
  })
  return [...batteries, ...arrays]
}

export function planSubstation(scenario: Scenario): SubstationPlan {
  const clusters = [...highVoltage(scenario), ...engines(scenario), ...stores(scenario)].filter(({ width }) => width > 0)
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

/** Masts of the line outside of the fence, and how high it hangs there. */
const MASTS = { first: 34, every: 140, count: 5, armM: 19, halfArmM: 6.4 } as const
const SAG_M = 5
const SAG_STEPS = 8
/** Insulators of the gantry. */
const GANTRY = { heightM: 10.4, across: [-4, 0, 4] } as const

/** A conductor between two points, hanging through. */
function span(from: readonly [number, number, number], to: readonly [number, number, number], sagM: number): number[] {
  const at = (share: number): number[] => [0, 1, 2].map(axis => from[axis] + (to[axis] - from[axis]) * share - (axis === 1 ? 4 * sagM * share * (1 - share) : 0))
  return Array.from({ length: SAG_STEPS }, (_, step) => [...at(step / SAG_STEPS), ...at((step + 1) / SAG_STEPS)]).flat()
}

/** The line that comes in from the north: its masts to the horizon, and conductors down to the gantry and on over the yard. */
export function planLine(gantry: Pick<Item, 'x' | 'z'>, halfZ: number): { readonly masts: readonly Part[]; readonly segments: readonly number[] } {
  const places = Array.from({ length: MASTS.count }, (_, index) => -halfZ - MASTS.first - index * MASTS.every)
  const arms = [-MASTS.halfArmM, 0, MASTS.halfArmM]
  const segments = GANTRY.across.flatMap((dx, conductor) => {
    const arm = gantry.x + arms[conductor]
    const down = span([arm, MASTS.armM, places[0]], [gantry.x + dx, GANTRY.heightM, gantry.z - 4], SAG_M * 0.4)
    const over = [gantry.x + dx, GANTRY.heightM, gantry.z - 4, gantry.x + dx, GANTRY.heightM, gantry.z + 4]
    const far = places.slice(1).flatMap((z, index) => span([arm, MASTS.armM, places[index]], [arm, MASTS.armM, z], SAG_M))
    return [...down, ...over, ...far]
  })
  return { masts: places.flatMap(z => lineMast(gantry.x, z)), segments }
}
