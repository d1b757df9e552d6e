/** PF8 on a tree as large as a gigawatt campus with a leaf for each rack: what is solved step by step equals what is solved from scratch. */
import { expect, test } from 'vitest'
import { hashState } from '../../../src/engine/kernel/state.ts'
import { CONVERTER_FITS, converterCurve } from '../../../src/physics/converter-loss.ts'
import { TRANSFORMER_3000_KVA, transformerCurve } from '../../../src/physics/transformer.ts'
import { drawer, flowOf, type NodePlan } from './trees.ts'

const RACK_W = 132_000
const [BUILDINGS, BLOCKS, SECTIONS, RACKS] = [8, 5, 19, 10]
const LOSSLESS = { constantW: 0, linear: 0, quadraticPerW: 0 }

/** 8 buildings × 5 blocks × 190 racks of 132 kW: 1 003 MW of racks behind transformers, UPS and busway. */
function campus(): { nodes: NodePlan[]; racks: number[]; converters: number[] } {
  const nodes: NodePlan[] = []
  const racks: number[] = []
  const converters: number[] = []
  const add = (parent: number, curve: NodePlan['curve'], capW: number, loads: NodePlan['loads'] = []): number => nodes.push({ parent, isLoad: loads.length > 0, curve, capW, loads }) - 1
  const root = add(-1, LOSSLESS, 1e15)
  const blockW = SECTIONS * RACKS * RACK_W
  const rating = { ratedVa: 14 * TRANSFORMER_3000_KVA.ratedVa, noLoadLossW: 14 * TRANSFORMER_3000_KVA.noLoadLossW, loadLossW: 14 * TRANSFORMER_3000_KVA.loadLossW }
  for (let building = 0; building < BUILDINGS; building++) {
    const bus = add(root, LOSSLESS, 1e15)
    for (let block = 0; block < BLOCKS; block++) {
      const transformer = add(bus, transformerCurve(rating, 0.98), Math.floor(rating.ratedVa * 0.98))
      const ups = add(transformer, converterCurve(1.06 * blockW, CONVERTER_FITS.upsDoubleConversion), Math.floor(1.06 * blockW))
      const busway = add(ups, converterCurve(1.25 * blockW, CONVERTER_FITS.busway), Math.floor(1.25 * blockW))
      converters.push(transformer, ups, busway)
      for (let section = 0; section < SECTIONS; section++) {
        const bar = add(busway, LOSSLESS, 1e15)
        for (let rack = 0; rack < RACKS; rack++) racks.push(add(bar, LOSSLESS, 1e15, [0, 1, 2, 3, 4, 5].map(c => ({ requestW: c === 4 ? 130_000 : c === 2 ? 2000 : 0, minimumW: c === 2 ? 2000 : 0 }))))
      }
    }
  }
  return { nodes, racks, converters }
}

test.each([1, 2, 3])('PF8: racks, ratings, sources and links change a thousand times, seed %d', seed => {
  const { nodes, racks, converters } = campus()
  expect(nodes.length).toBeGreaterThan(8000)
  const draw = drawer(seed)
  const { flow, state } = flowOf(nodes, 1e15)
  flow.solve()
  for (let step = 0; step < 1000; step++) {
    const kind = draw.below(20)
    const converter = converters[draw.below(converters.length)]
    if (kind === 0) flow.setLimit(0, draw.next() < 0.5 ? 1e15 : draw.below(1_100_000_000))
    else if (kind === 1) flow.setCap(converter, draw.next() < 0.5 ? nodes[converter].capW : draw.below(30_000_000))
    else if (kind === 2) flow.link(converter, !flow.isLinked(converter))
    else flow.setLoad(racks[draw.below(racks.length)], draw.next() < 0.9 ? 4 : 3, draw.below(RACK_W), draw.below(20_000))
    flow.solve()
    if (step % 100 !== 99) continue
    const stepwise = hashState(state)
    flow.solveAll()
    expect(hashState(state), `seed ${seed} step ${step}`).toBe(stepwise)
  }
})
