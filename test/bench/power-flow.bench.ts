/**
 * Power flow of sites from 20 MW to 5 GW with a leaf for each rack: source, buildings, blocks (transformer, UPS, busway), sections of ten
 * racks. A full solve should grow linearly, a change of one leaf cost microseconds whatever the size. Times are of this process's core.
 */
import { createState } from '../../src/engine/kernel/state.ts'
import { type Flow, createFlow } from '../../src/engine/power/flow.ts'
import { CONVERTER_FITS, converterCurve } from '../../src/physics/converter-loss.ts'
import { TRANSFORMER_3000_KVA, transformerCurve } from '../../src/physics/transformer.ts'
import { type BenchRow, median, printTable } from './bench.ts'

const RACK_W = 132_000
const RACKS_PER_SECTION = 10
const SECTIONS_PER_BLOCK = 19
const BLOCKS_PER_BUILDING = 4
const RUNS = 5
const LEAF_CHANGES = 20_000

interface Shape {
  readonly parent: number[]
  readonly isLoad: number[]
  readonly racks: number[]
}

/** The forest of a site of `racks` racks. */
function siteShape(racks: number): Shape {
  const shape: Shape = { parent: [-1], isLoad: [0], racks: [] }
  const add = (parent: number, isLoad: number): number => {
    shape.isLoad.push(isLoad)
    return shape.parent.push(parent) - 1
  }
  let [building, busway, section] = [0, 0, 0]
  for (let rack = 0; rack < racks; rack++) {
    const inBlock = rack % (SECTIONS_PER_BLOCK * RACKS_PER_SECTION)
    if (rack % (BLOCKS_PER_BUILDING * SECTIONS_PER_BLOCK * RACKS_PER_SECTION) === 0) building = add(0, 0)
    if (inBlock === 0) busway = add(add(add(building, 0), 0), 0)
    if (inBlock % RACKS_PER_SECTION === 0) section = add(busway, 0)
    shape.racks.push(add(section, 1))
  }
  return shape
}

function siteFlow(shape: Shape): Flow {
  const flow = createFlow(createState(), 'flow', shape)
  const blockW = SECTIONS_PER_BLOCK * RACKS_PER_SECTION * RACK_W
  const transformer = transformerCurve({ ratedVa: 14 * TRANSFORMER_3000_KVA.ratedVa, noLoadLossW: 14 * TRANSFORMER_3000_KVA.noLoadLossW, loadLossW: 14 * TRANSFORMER_3000_KVA.loadLossW }, 0.98)
  const ups = converterCurve(1.3 * blockW, CONVERTER_FITS.upsDoubleConversion)
  const busway = converterCurve(1.25 * blockW, CONVERTER_FITS.busway)
  shape.parent.forEach((parent, node) => {
    if (parent <= 0 || shape.isLoad[node] === 1) return
    const depth = depthOf(shape, node)
    if (depth >= 2 && depth <= 4) flow.setCurve(node, [transformer, ups, busway][depth - 2])
  })
  for (const rack of shape.racks) {
    flow.setLoad(rack, 4, RACK_W, 20_000)
    flow.setLoad(rack, 2, 1000, 1000)
  }
  return flow
}

function depthOf({ parent }: Shape, node: number): number {
  let depth = 0
  for (let at = node; parent[at] >= 0; at = parent[at]) depth += 1
  return depth
}

/** CPU time of this process so far, µs. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Median times of a full solve and of one changed leaf, µs. */
function measure(racks: number): { nodes: number; fullUs: number; leafUs: number } {
  const shape = siteShape(racks)
  const flow = siteFlow(shape)
  flow.solveAll()
  const full: number[] = []
  const leaf: number[] = []
  const repeats = Math.max(1, Math.ceil(40_000 / racks))
  for (let run = 0; run < RUNS; run++) {
    const from = cpuUs()
    for (let i = 0; i < repeats; i++) flow.solveAll()
    full.push((cpuUs() - from) / repeats)
    const before = cpuUs()
    for (let i = 0; i < LEAF_CHANGES; i++) {
      flow.setLoad(shape.racks[(i * 7919) % racks], 4, RACK_W - 1 - (i % 1000) - run, 20_000)
      flow.solve()
    }
    leaf.push((cpuUs() - before) / LEAF_CHANGES)
  }
  return { nodes: shape.parent.length, fullUs: median(full), leafUs: median(leaf) }
}

const MEGAWATTS = [20, 40, 80, 160, 320, 640, 1280, 2560, 5120]

export function benchPowerFlow(): BenchRow[] {
  measure(500) // compiled before the first row
  let before: { fullUs: number; leafUs: number } | undefined
  return MEGAWATTS.map(megawatts => {
    const racks = Math.round((megawatts * 1e6) / RACK_W)
    const { nodes, fullUs, leafUs } = measure(racks)
    const ratio = before === undefined ? undefined : `${(fullUs / before.fullUs).toFixed(2)} × and ${(leafUs / before.leafUs).toFixed(2)} × for twice the size`
    before = { fullUs, leafUs }
    return { name: `power flow, ${megawatts} MW, ${racks.toLocaleString('en')} racks, ${nodes.toLocaleString('en')} nodes`, value: `full ${(fullUs / 1000).toFixed(2)} ms, one leaf ${leafUs.toFixed(2)} µs`, ...(ratio === undefined ? {} : { ratio }) }
  })
}

if (process.argv[1]?.endsWith('power-flow.bench.ts')) printTable(benchPowerFlow())
