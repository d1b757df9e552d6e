/**
 * The cooling schematic of a scenario: parts and pipes from the designs of its blocks, and the states that last at full load in mean
 * air, on the design day, and at any recorded moment. Each state is a solution of the same equations that a run settles with.
 */
import { HOUR_MS } from '../../../base/spans.ts'
import type { CoolingSchematic, SchematicCase, SchematicCaseId, SchematicEdge, SchematicMoment, SchematicNode, SchematicNodeState } from '../../../results/cooling-schematic.ts'
import type { WeatherSeries } from '../../../scenario/inputs.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { assembleWorld } from '../../assemble.ts'
import type { BlockDesign } from '../../cooling/block-design.ts'
import { type DesignConditions, inputOf } from '../../cooling/design-day.ts'
import { designBlocks } from '../../cooling/design-blocks.ts'
import { createBlockSolution, solveEquilibrium } from '../../cooling/solution.ts'
import { type EngineInputs, weatherOf } from '../../weather.ts'
import { airPath } from './air-path.ts'
import { liquidPath, waterPath } from './liquid-path.ts'
import { kindOfLabel } from './machines.ts'
import type { Part, Pipe, Settled } from './part.ts'

/** One block with its parts and pipes. */
interface DrawnBlock {
  readonly design: BlockDesign
  readonly parts: readonly Part[]
  readonly pipes: readonly Pipe[]
}

interface Air {
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly pressurePa: number
}

const SITE_PARTS = ['water', 'outdoors'] as const
const siteNode = (name: (typeof SITE_PARTS)[number]): SchematicNode => ({
  id: `site/${name}`, kind: name === 'water' ? 'waterSource' : 'outdoors', label: name === 'water' ? 'Water source' : 'Outdoor air', block: -1, lane: -1, row: -1, machines: [], path: name === 'water' ? ['blocks', 0, 'cooling', 'water'] : ['site', 'weather'],
})

const racks = (block: number): Part => ({
  name: 'racks', kind: 'racks', label: 'Racks', lane: 0, row: 0, machines: [], path: ['blocks', block, 'racks'],
  read: settled => ({ health: settled.solution.live ? 'normal' : 'off', note: settled.solution.live ? '' : 'no load', electricW: settled.input.itW, machines: [], facts: [] }),
})

function drawnBlock(design: BlockDesign): DrawnBlock {
  const paths = [liquidPath(design), airPath(design), waterPath(design)]
  return { design, parts: [racks(design.block), ...paths.flatMap(({ parts }) => parts)], pipes: paths.flatMap(({ pipes }) => pipes) }
}

const isSite = (name: string): name is (typeof SITE_PARTS)[number] => (SITE_PARTS as readonly string[]).includes(name)

/** Nodes and edges of all blocks; the site's own come last. */
function graphOf(blocks: readonly DrawnBlock[]): Pick<CoolingSchematic, 'nodes' | 'edges'> {
  const usesWater = blocks.some(({ pipes }) => pipes.some(({ from }) => from === 'water'))
  const nodes: SchematicNode[] = blocks.flatMap(({ design, parts }) =>
    parts.map(({ kind, label, lane, row, machines, path, name }) => ({
      id: `${design.path}/cooling/${name}`, kind, label, block: design.block, lane, row, path,
      machines: machines.map(({ id, label: machine, model, count, ratedW, path: place }) => ({ id, label: machine, model, count, ratedW, path: place })),
    })),
  )
  nodes.push(siteNode('outdoors'), ...(usesWater ? [siteNode('water')] : []))
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]))
  const at = ({ path }: BlockDesign, name: string): number => indexOf.get(isSite(name) ? `site/${name}` : `${path}/cooling/${name}`) ?? -1
  const edges: SchematicEdge[] = blocks.flatMap(({ design, pipes }) => pipes.map(({ from, to, medium }) => ({ from: at(design, from), to: at(design, to), medium })))
  return { nodes, edges }
}

function settledBlock(design: BlockDesign, conditions: DesignConditions, out: Readonly<Record<string, number>>): Settled {
  const input = inputOf(design, conditions)
  const solution = createBlockSolution()
  solveEquilibrium(design, input, solution)
  return { design, input, solution, out }
}

function caseOf(id: SchematicCaseId, air: Air, blocks: readonly DrawnBlock[], settled: readonly Settled[], graph: Pick<CoolingSchematic, 'nodes' | 'edges'>): SchematicCase {
  const edges = blocks.flatMap(({ pipes }, block) => pipes.map(pipe => pipe.read(settled[block])))
  const into = (id: string, key: 'heatW' | 'flowKgps', end: 'from' | 'to'): number =>
    graph.edges.reduce((sum, edge, index) => (graph.nodes[edge[end]].id === id ? sum + (edges[index][key] ?? 0) : sum), 0)
  const nodes: SchematicNodeState[] = [
    ...blocks.flatMap(({ parts }, block) => parts.map(part => part.read(settled[block]))),
    ...graph.nodes.filter(({ block }) => block < 0).map((node): SchematicNodeState => {
      const isDry = node.kind === 'waterSource' && settled.some(({ input }) => input.waterLimitKgps === 0)
      const facts = node.kind === 'outdoors'
        ? [{ name: 'dry bulb', value: air.dryBulbC, unit: '°C' as const, limit: null }, { name: 'wet bulb', value: air.wetBulbC, unit: '°C' as const, limit: null }, { name: 'heat of the site', value: into(node.id, 'heatW', 'to'), unit: 'W' as const, limit: null }]
        : [{ name: 'draw of the site', value: into(node.id, 'flowKgps', 'from'), unit: 'kg/s' as const, limit: null }]
      return { health: isDry ? 'failed' : 'normal', note: isDry ? 'down' : '', electricW: 0, machines: [], facts }
    }),
  ]
  return { id, dryBulbC: air.dryBulbC, wetBulbC: air.wetBulbC, nodes, edges }
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
const meanAir = ({ dryBulbC, wetBulbC, pressurePa }: WeatherSeries): Air => ({ dryBulbC: meanOf(dryBulbC), wetBulbC: meanOf(wetBulbC), pressurePa: meanOf(pressurePa) })

function airAt({ dryBulbC, wetBulbC, pressurePa, hours }: WeatherSeries, atMs: number): Air {
  const hour = Math.min(hours - 1, Math.max(0, Math.floor(atMs / HOUR_MS)))
  return { dryBulbC: dryBulbC[hour], wetBulbC: wetBulbC[hour], pressurePa: pressurePa[hour] }
}

/** Machines of a block that are out at a moment, by kind; a broken fan is its share of a cooler. */
function outOf(design: BlockDesign, list: SchematicMoment['out'][number] | undefined): Record<string, number> {
  const out: Record<string, number> = {}
  for (const { label, count } of list ?? []) {
    const kind = kindOfLabel(design, label)
    if (kind === undefined) continue
    out[kind] = (out[kind] ?? 0) + (kind === 'cooler' ? count / (design.coolers?.fansPerUnit ?? 1) : count)
  }
  return out
}

function conditionsAt(air: Air, moment: SchematicMoment, block: number, out: Readonly<Record<string, number>>): DesignConditions {
  const itW = moment.itW[block] ?? 0
  return {
    ...air, itW, recirculationK: 0, hasWater: moment.hasWater, unitsOut: out.cooler ?? 0, trimOut: out.trimChiller ?? 0, towersOut: out.tower ?? 0,
    airUnitsOut: out.airCooler ?? 0, airChillersOut: out.airChiller ?? 0, airTowersOut: out.airTower ?? 0, cdusOut: out.cdu ?? 0, handlersOut: out.airHandler ?? 0,
  }
}

export interface SchematicSource {
  /** The schematic with the state that would last at a moment, or without one. */
  at(moment: SchematicMoment | null): CoolingSchematic
}

/** Prepares the schematic of a valid scenario; what does not depend on the moment is worked out once. */
export function schematicSource(scenario: Scenario, inputs: EngineInputs): SchematicSource {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const series = weatherOf(scenario, world.root, inputs)
  const blocks = designBlocks(scenario, world).map(drawnBlock)
  const graph = graphOf(blocks)
  const atFullLoad = (id: SchematicCaseId, air: Air, recirculation: { recirculationK?: number }): SchematicCase =>
    caseOf(id, air, blocks, blocks.map(({ design }) => settledBlock(design, { ...air, ...recirculation }, {})), graph)
  const { designDay } = series
  const fixed = [atFullLoad('normal', meanAir(series), { recirculationK: 0 }), ...(designDay === undefined ? [] : [atFullLoad('design', designDay, {})])]
  return {
    at(moment) {
      if (moment === null) return { ...graph, cases: fixed }
      const air = airAt(series, moment.atMs)
      const settled = blocks.map(({ design }) => {
        const out = outOf(design, moment.out[design.block])
        return settledBlock(design, conditionsAt(air, moment, design.block, out), out)
      })
      return { ...graph, cases: [caseOf('now', air, blocks, settled, graph), ...fixed] }
    },
  }
}
