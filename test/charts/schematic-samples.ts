/** Cooling schematics made by rule: blocks with any number of ways of the heat, machines of any kind, and any health. */
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import type { CoolingSchematicData } from '../../src/charts/cooling-schematic.ts'
import type { CoolingSchematic, SchematicCase, SchematicEdge, SchematicEdgeState, SchematicHealth, SchematicMachine, SchematicNode, SchematicNodeState } from '../../src/results/cooling-schematic.ts'

export interface SchematicShape {
  readonly blocks: number
  /** Ways of the heat of a block. */
  readonly lanes: number
  /** Kinds of machines of each plant. */
  readonly machines: number
  readonly hasWater: boolean
  readonly seed?: number
}

const ROWS = ['terminal', 'exchanger', 'pumps', 'plant'] as const
const HEALTHS: readonly SchematicHealth[] = ['normal', 'reduced', 'failed', 'off']

const machine = (id: string, kind: number): SchematicMachine => ({ id: `${id}/machine${kind}[0]`, label: ['Coolers', 'Chillers', 'Cooling towers', 'Ice storage tanks'][kind % 4], model: 'model', count: 3 + kind, ratedW: 2.9e6, path: ['blocks', 0, 'cooling', 'units'] })

function graphOf({ blocks, lanes, machines, hasWater }: SchematicShape): Pick<CoolingSchematic, 'nodes' | 'edges'> {
  const nodes: SchematicNode[] = []
  const edges: SchematicEdge[] = []
  const add = (node: Pick<SchematicNode, 'id' | 'kind' | 'label' | 'block' | 'lane' | 'row'> & Partial<SchematicNode>): number => nodes.push({ machines: [], path: [], ...node }) - 1
  const ends: { plant: number; tank: number }[] = []
  for (let block = 0; block < blocks; block++) {
    const racks = add({ id: `block[${block}]/racks`, kind: 'racks', label: 'Racks', block, lane: 0, row: 0 })
    for (let lane = 0; lane < lanes; lane++) {
      const id = `block[${block}]/way${lane}`
      const way = ROWS.map((kind, row) => add({ id: `${id}/${kind}`, kind, label: `${kind} of way ${lane + 1}`, block, lane, row: row + 1, machines: kind === 'plant' ? Array.from({ length: machines }, (_, i) => machine(id, i)) : [] }))
      edges.push({ from: racks, to: way[0], medium: 'heat' })
      way.slice(1).forEach((to, i) => edges.push({ from: way[i], to, medium: i === 0 && lane > 0 ? 'air' : 'water' }))
      const tank = hasWater && lane === 0 ? add({ id: `${id}/tank`, kind: 'tank', label: 'Water tank', block, lane, row: 5 }) : -1
      if (tank >= 0) edges.push({ from: tank, to: way[3], medium: 'makeup' })
      ends.push({ plant: way[3], tank })
    }
  }
  const outdoors = add({ id: 'site/outdoors', kind: 'outdoors', label: 'Outdoor air', block: -1, lane: -1, row: -1 })
  const water = hasWater ? add({ id: 'site/water', kind: 'waterSource', label: 'Water source', block: -1, lane: -1, row: -1 }) : -1
  for (const { plant, tank } of ends) {
    edges.push({ from: plant, to: outdoors, medium: 'heat' })
    if (tank >= 0) edges.push({ from: water, to: tank, medium: 'makeup' })
  }
  return { nodes, edges }
}

function nodeState(node: SchematicNode, draw: () => number, isHealthy: boolean): SchematicNodeState {
  const health = isHealthy ? 'normal' : HEALTHS[Math.floor(draw() * 4)]
  return {
    health,
    note: health === 'normal' ? '' : 'coolant warmer than the vendor allows',
    electricW: draw() * 2e6,
    machines: node.machines.map(({ count }) => ({ out: isHealthy ? 0 : Math.floor(draw() * count), heatW: draw() < 0.2 ? null : draw() * 2e7 })),
    facts: node.kind === 'terminal' ? [{ name: 'coolant', value: 30 + draw() * 20, unit: '°C', limit: 45 }] : [],
  }
}

function edgeState({ medium }: SchematicEdge, draw: () => number): SchematicEdgeState {
  if (medium === 'heat') return { heatW: draw() * 1e8, supplyC: null, returnC: null, flowKgps: null }
  if (medium === 'makeup') return { heatW: null, supplyC: null, returnC: null, flowKgps: draw() * 90 }
  const supplyC = 18 + draw() * 20
  return { heatW: draw() * 1e8, supplyC, returnC: draw() < 0.1 ? null : supplyC + 10, flowKgps: draw() * 9999 }
}

/** The same seed gives the same schematic. */
export function sampleSchematic(shape: SchematicShape): CoolingSchematic {
  const graph = graphOf(shape)
  const key = entityKey(rootKey(shape.seed ?? 1, 0), 'schematic')
  let draws = 0
  const draw = (): number => uniform(key, 1, draws++)
  const cases = (['now', 'normal', 'design'] as const).map((id): SchematicCase => ({
    id, dryBulbC: 21.3, wetBulbC: 14.1,
    nodes: graph.nodes.map(node => nodeState(node, draw, shape.seed === undefined)),
    edges: graph.edges.map(edge => edgeState(edge, draw)),
  }))
  return { ...graph, cases }
}

export function schematicData(shape: SchematicShape, more: Partial<CoolingSchematicData> = {}): CoolingSchematicData {
  return { schematic: sampleSchematic(shape), blockLabels: Array.from({ length: shape.blocks }, (_, block) => `Hall ${block + 1}`), expanded: 0, shown: 'now', selected: null, ...more }
}
