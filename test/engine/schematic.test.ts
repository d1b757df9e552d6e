// The schematic is the cooling of a run seen from outside: its heat is in balance, and its states are those of the design-day report.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { designDayReport } from '../../src/engine/preflight/design-day.ts'
import { schematicSource } from '../../src/engine/preflight/schematic/schematic.ts'
import type { CoolingSchematic, SchematicCase } from '../../src/results/cooling-schematic.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'

function scenarioOf(name: string): Scenario {
  const { scenario, issues } = loadScenario(readFileSync(`scenarios/${name}.yaml`, 'utf8'), { file: name })
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return scenario
}

const NO_TABLES = { weather: null }
const heatInto = ({ nodes, edges }: CoolingSchematic, { edges: states }: SchematicCase, id: string): number => edges.reduce((sum, edge, index) => (nodes[edge.to].id === id ? sum + (states[index].heatW ?? 0) : sum), 0)

describe.each(['quickstart', 'dallas-100mw', 'virginia-20mw', 'phoenix-1gw'])('the schematic of %s', name => {
  const scenario = scenarioOf(name)
  const source = schematicSource(scenario, NO_TABLES)
  const schematic = source.at(null)

  test('has every part once, every pipe between two parts, and each pipe on one way goes on in the direction of the heat', () => {
    expect(new Set(schematic.nodes.map(({ id }) => id)).size).toBe(schematic.nodes.length)
    for (const { from, to } of schematic.edges) {
      expect(schematic.nodes[from]).toBeDefined()
      expect(schematic.nodes[to]).toBeDefined()
    }
    for (const each of schematic.cases) {
      expect(each.nodes).toHaveLength(schematic.nodes.length)
      expect(each.edges).toHaveLength(schematic.edges.length)
    }
  })

  test('brings all electricity of racks and cooling outdoors at full load, losses of electrical rooms with it', () => {
    const normal = schematic.cases.find(({ id }) => id === 'normal')
    if (normal === undefined) throw new Error('no normal case')
    const block = 0
    const own = schematic.nodes.flatMap((node, index) => (node.block === block ? [index] : []))
    const electricW = own.reduce((sum, index) => sum + normal.nodes[index].electricW, 0)
    const itW = normal.nodes[own[0]].electricW
    const outW = schematic.edges.reduce((sum, { from, to }, index) => (own.includes(from) && schematic.nodes[to].id === 'site/outdoors' ? sum + (normal.edges[index].heatW ?? 0) : sum), 0)
    const roomLossW = 0.03 * itW
    expect(outW / (electricW + roomLossW)).toBeCloseTo(1, 6)
    expect(heatInto(schematic, normal, 'site/outdoors')).toBeGreaterThanOrEqual(outW)
  })

  test('has the design day of the report', () => {
    const report = designDayReport(scenario, NO_TABLES)
    const design = schematic.cases.find(({ id }) => id === 'design')
    if (report === undefined || design === undefined) throw new Error('no design day')
    const [hottest] = report.cases
    expect(design.dryBulbC).toBe(hottest.air.dryBulbC)
    schematic.nodes.forEach(({ id, block }, index) => {
      if (!id.endsWith('/plates')) return
      expect(design.nodes[index].facts[0].value).toBeCloseTo(hottest.blocks[block].coolantC, 9)
    })
  })

  test('gives all heat of the racks to their ways', () => {
    for (const { nodes: states, edges } of schematic.cases) {
      schematic.nodes.forEach(({ kind }, racks) => {
        if (kind !== 'racks') return
        const outW = schematic.edges.reduce((sum, { from }, index) => (from === racks ? sum + (edges[index].heatW ?? 0) : sum), 0)
        expect(outW / states[racks].electricW).toBeCloseTo(1, 9)
      })
    }
  })

  test('tells a moment: less load, machines out, no water', () => {
    const itW = scenario.blocks.map(() => 1e6)
    const { cases, nodes } = source.at({ atMs: 86_400_000, itW, out: scenario.blocks.map((_, block) => (block === 0 ? [{ label: 'air handler', count: 1 }] : [])), hasWater: true })
    expect(cases.map(({ id }) => id)).toEqual(['now', ...schematic.cases.map(({ id }) => id)])
    const at = nodes.findIndex(({ id }) => id.endsWith('[0]/cooling/handlers') || id.endsWith('/cooling/handlers'))
    expect(cases[0].nodes[at]).toMatchObject({ health: 'reduced', machines: [{ out: 1 }] })
    const racks = nodes.findIndex(({ kind }) => kind === 'racks')
    expect(cases[0].nodes[racks].electricW).toBe(1e6)
  })
})

test('rear doors have a way of their own to the chilled water', () => {
  const { scenario } = loadScenario(readFileSync('scenarios/quickstart.yaml', 'utf8'), { file: 'quickstart', set: [{ path: 'blocks.hall.cooling.air.rearDoors.share', value: '0.5' }] })
  if (scenario === undefined) throw new Error('not valid')
  const { nodes, edges, cases } = schematicSource(scenario, NO_TABLES).at(null)
  const [racks, doors, pumps] = ['racks', 'doors', 'chilledPumps'].map(name => nodes.findIndex(({ id }) => id === `hall/cooling/${name}`))
  const heatW = (from: number, to: number): number => cases[0].edges[edges.findIndex(edge => edge.from === from && edge.to === to)].heatW ?? 0
  expect(heatW(racks, doors)).toBeGreaterThan(0)
  expect(heatW(doors, pumps)).toBe(heatW(racks, doors))
  const outW = edges.reduce((sum, { from }, index) => (from === racks ? sum + (cases[0].edges[index].heatW ?? 0) : sum), 0)
  expect(outW / cases[0].nodes[racks].electricW).toBeCloseTo(1, 9)
})
