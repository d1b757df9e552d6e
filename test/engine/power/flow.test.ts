import { describe, expect, test } from 'vitest'
import { createFlow } from '../../../src/engine/power/flow.ts'
import { createState, hashState } from '../../../src/engine/kernel/state.ts'
import { CONVERTER_FITS, affineConverterCurve, converterCurve, integerInputW } from '../../../src/physics/converter-loss.ts'
import { TRANSFORMER_3000_KVA, transformerCurve } from '../../../src/physics/transformer.ts'
import { CLASSES, childrenOf, demandOf, drawer, flowOf, loadsBelow, type NodePlan, randomLoad, randomTree } from './trees.ts'

const SEEDS = Array.from({ length: 150 }, (_, i) => i + 1)
const SHARES = [0, 0.02, 0.3, 0.7, 0.95, 0.999, 1.2]

describe('worked example: utility, 3 MVA transformer, 2.5 MW UPS, three loads', () => {
  const flow = createFlow(createState(), 'flow', { parent: [-1, 0, 1, 1, 1], isLoad: [0, 0, 1, 1, 1] })
  flow.setCurve(0, transformerCurve(TRANSFORMER_3000_KVA, 0.98))
  flow.setCurve(1, converterCurve(2.5e6, CONVERTER_FITS.upsDoubleConversion))
  flow.setCap(1, 2_500_000)
  flow.setLoad(2, 1, 200_000, 200_000)
  flow.setLoad(3, 3, 900_000, 300_000)
  flow.setLoad(4, 4, 1_200_000, 250_000)

  test('W6.1: nothing binds', () => {
    flow.solve()
    expect(flow.outW(1)).toBe(2_300_000)
    expect(flow.inW(1) - flow.outW(1)).toBe(63_368)
    expect(flow.outW(0)).toBe(2_363_368)
    expect(flow.inW(0) - flow.outW(0)).toBe(16_236)
    expect(flow.inW(0)).toBe(2_379_604)
  })

  test('W6.2: source limited to 2 MW, all of the shortage falls on class 4', () => {
    flow.setLimit(0, 2_000_000)
    flow.solve()
    expect(flow.outW(0)).toBe(1_987_959)
    expect(flow.outW(1)).toBe(1_935_804)
    expect([flow.grantedW[2 * CLASSES + 1], flow.grantedW[3 * CLASSES + 3], flow.grantedW[4 * CLASSES + 4]]).toEqual([200_000, 900_000, 835_804])
    expect(2_300_000 - flow.outW(1)).toBe(364_196)
    expect(flow.inW(1)).toBe(1_987_959)
    expect(flow.inW(0)).toBe(2_000_000)
    expect(integerInputW(converterCurve(2.5e6, CONVERTER_FITS.upsDoubleConversion), 1_935_805)).toBe(1_987_960)
  })

  test('below all floors, class 4 loses its floor before class 3 and class 1 keeps it longest', () => {
    flow.setLimit(0, 600_000)
    flow.solve()
    expect([flow.grantedW[2 * CLASSES + 1], flow.grantedW[3 * CLASSES + 3]]).toEqual([200_000, 300_000])
    expect(flow.grantedW[4 * CLASSES + 4]).toBe(flow.outW(1) - 500_000)
    expect(flow.grantedW[4 * CLASSES + 4]).toBeLessThan(250_000)
    flow.setLimit(0, 500_000)
    flow.solve()
    expect([flow.grantedW[2 * CLASSES + 1], flow.grantedW[4 * CLASSES + 4]]).toEqual([200_000, 0])
    expect(flow.grantedW[3 * CLASSES + 3]).toBe(flow.outW(1) - 200_000)
    expect(flow.grantedW[3 * CLASSES + 3]).toBeLessThan(300_000)
    flow.setLimit(0, 200_000)
    flow.solve()
    expect(flow.grantedW[2 * CLASSES + 1]).toBe(flow.outW(1))
    expect(flow.grantedW[3 * CLASSES + 3]).toBe(0)
    flow.setLimit(0, 0)
    flow.solve()
    expect([flow.inW(0), flow.outW(1), flow.grantedW[2 * CLASSES + 1]]).toEqual([0, 0, 0])
  })
})

test('W4.8: four Frontier nodes through their converters, to 2 W of the published real-valued fit', () => {
  // rectifier 0 feeds four 380-to-48 V converters, each a node of 2704.26 W.
  const flow = createFlow(createState(), 'flow', { parent: [-1, 0, 0, 0, 0, 1, 2, 3, 4], isLoad: [0, 0, 0, 0, 0, 1, 1, 1, 1] })
  flow.setCurve(0, affineConverterCurve(17, 0.96))
  for (let converter = 1; converter <= 4; converter++) {
    flow.setCurve(converter, affineConverterCurve(13, 0.98))
    flow.setLoad(converter + 4, 4, 2704, 2704)
  }
  flow.solve()
  expect(Math.abs(flow.inW(1) - 2772.71)).toBeLessThan(1)
  expect(Math.abs(flow.inW(0) - 11_570.7)).toBeLessThan(2)
  expect((4 * 2704) / flow.inW(0)).toBeCloseTo(0.9349, 3)
})

const granted = (flow: ReturnType<typeof flowOf>['flow'], node: number): number[] => Array.from({ length: CLASSES }, (_, c) => flow.grantedW[node * CLASSES + c])

describe.each(SHARES)('random trees at %d of their demand', share => {
  const cases = SEEDS.map(seed => {
    const nodes = randomTree(seed)
    const limitW = Math.floor(demandOf(nodes) * share)
    const { flow, state } = flowOf(nodes, limitW)
    flow.solve()
    return { seed, nodes, limitW, flow, state }
  })

  test('I1, PF1, PF2, PF3: converters, buses and the whole balance', () => {
    for (const { seed, nodes, flow } of cases) {
      let lossW = 0
      let loadW = 0
      nodes.forEach((node, index) => {
        const below = childrenOf(nodes, index)
        if (node.isLoad) loadW += granted(flow, index).reduce((a, b) => a + b, 0)
        else expect(flow.outW(index), `seed ${seed} node ${index}`).toBe(below.reduce((sum, child) => sum + flow.inW(child), 0))
        const fed = flow.inW(index) > 0 || flow.outW(index) > 0
        expect(flow.inW(index), `seed ${seed} node ${index}`).toBe(fed && !node.isLoad ? integerInputW(node.curve, flow.outW(index)) : flow.outW(index))
        lossW += flow.inW(index) - flow.outW(index)
      })
      expect(flow.inW(0), `seed ${seed}`).toBe(loadW + lossW)
    }
  })

  test('PF4: no flow above rating, limit or request', () => {
    for (const { seed, nodes, limitW, flow } of cases) {
      expect(flow.inW(0), `seed ${seed}`).toBeLessThanOrEqual(limitW)
      nodes.forEach((node, index) => {
        expect(flow.outW(index), `seed ${seed} node ${index}`).toBeLessThanOrEqual(node.capW)
        granted(flow, index).forEach((w, c) => expect(w, `seed ${seed} node ${index} class ${c}`).toBeLessThanOrEqual(node.loads[c]?.requestW ?? 0))
      })
    }
  })

  test('PF5: nobody draws above its floor while a more important class is short below the same limit', () => {
    expect(cases.flatMap(unfairGrants)).toEqual([])
  })

  test('PF7, PF8: solving again or from scratch changes nothing', () => {
    for (const { seed, flow, state } of cases) {
      const before = hashState(state)
      flow.solve()
      expect(hashState(state), `seed ${seed}`).toBe(before)
      flow.solveAll()
      expect(hashState(state), `seed ${seed}`).toBe(before)
    }
  })

  test('I1, PF10: the order of siblings changes no flow', () => {
    for (const { seed, nodes, limitW, flow } of cases) {
      const { order, shuffled } = shuffle(nodes, seed)
      const other = flowOf(shuffled, limitW, order)
      other.flow.solve()
      shuffled.forEach((_, index) => {
        expect(other.flow.inW(index), `seed ${seed} node ${order[index]}`).toBe(flow.inW(order[index]))
        expect(granted(other.flow, index), `seed ${seed} node ${order[index]}`).toEqual(granted(flow, order[index]))
      })
    }
  })
})

/** Grants above the floor of a class although a more important one is short below the same limiting node. */
function unfairGrants({ seed, nodes, flow }: { seed: number; nodes: readonly NodePlan[]; flow: ReturnType<typeof flowOf>['flow'] }): string[] {
  // Ratings that bind with an unlimited source: loads below one answer to it first, those beside it do not.
  const rated = flowOf(nodes, 1e15).flow
  rated.solve()
  return nodes.flatMap((_, limiting) => {
    if (!flow.isCut(limiting) || isBelowCut(nodes, flow, limiting)) return []
    const loads = loadsBelow(nodes, limiting).filter(load => !hasCutBetween(nodes, rated, limiting, load))
    const shortClass = Math.min(CLASSES, ...loads.flatMap(load => granted(flow, load).flatMap((w, c) => (w < nodes[load].loads[c].requestW ? [c] : []))))
    return loads.flatMap(load =>
      granted(flow, load).flatMap((w, c) => (c > shortClass && w > nodes[load].loads[c].minimumW ? [`seed ${seed} limit ${limiting} load ${load} class ${c}`] : [])),
    )
  })
}

/** Whether a cut node lies strictly above `node`. */
function isBelowCut(nodes: readonly NodePlan[], flow: ReturnType<typeof flowOf>['flow'], node: number): boolean {
  for (let at = nodes[node].parent; at >= 0; at = nodes[at].parent) if (flow.isCut(at)) return true
  return false
}

/** Whether a cut node lies strictly between the limiting node and a load. */
function hasCutBetween(nodes: readonly NodePlan[], flow: ReturnType<typeof flowOf>['flow'], limiting: number, load: number): boolean {
  for (let at = nodes[load].parent; at !== limiting; at = nodes[at].parent) if (flow.isCut(at)) return true
  return false
}

/** The same tree with its nodes renumbered so that siblings stand in another order; `order[new] = old`. */
function shuffle(nodes: readonly NodePlan[], seed: number): { order: number[]; shuffled: NodePlan[] } {
  const draw = drawer(seed + 10_000)
  const order: number[] = []
  const ready = [0]
  while (ready.length > 0) {
    const [node] = ready.splice(draw.below(ready.length), 1)
    order.push(node)
    ready.push(...childrenOf(nodes, node))
  }
  const shuffled = order.map(old => ({ ...nodes[old], parent: nodes[old].parent < 0 ? -1 : order.indexOf(nodes[old].parent) }))
  return { order, shuffled }
}

test('PF6: more supply never serves any load less', () => {
  for (const seed of SEEDS) {
    const nodes = randomTree(seed)
    const demandW = demandOf(nodes)
    const { flow } = flowOf(nodes, 0)
    flow.solve()
    const draw = drawer(seed + 20_000)
    let limitW = 0
    let before = Array.from(flow.grantedW)
    while (limitW < demandW) {
      limitW += draw.next() < 0.5 ? 1 + draw.below(3) : draw.below(Math.ceil(demandW / 8))
      flow.setLimit(0, limitW)
      flow.solve()
      const now = Array.from(flow.grantedW)
      const loser = now.findIndex((w, i) => w < before[i])
      expect(loser, `grant that fell: seed ${seed} limit ${limitW}`).toBe(-1)
      before = now
    }
  }
})

test('PF6: a higher rating never serves any load of its subtree less', () => {
  for (const seed of SEEDS) {
    const nodes = randomTree(seed)
    const { flow } = flowOf(nodes, Math.floor(demandOf(nodes) * 0.8))
    flow.solve()
    const rated = nodes.findIndex((node, index) => index > 0 && node.capW < 1e15 && loadsBelow(nodes, index).length > 0)
    if (rated < 0) continue
    const sumOf = (c: number): number => loadsBelow(nodes, rated).reduce((sum, load) => sum + flow.grantedW.subarray(load * CLASSES, load * CLASSES + c + 1).reduce((a, b) => a + b, 0), 0)
    const before = Array.from({ length: CLASSES }, (_, c) => sumOf(c))
    flow.setLimit(0, 1e15)
    flow.setCap(rated, nodes[rated].capW * 2)
    flow.solve()
    before.forEach((w, c) => expect(sumOf(c), `seed ${seed} class ${c}`).toBeGreaterThanOrEqual(w))
  }
})

test('PF9: behind a dead source nothing flows, and it all comes back', () => {
  for (const seed of SEEDS) {
    const nodes = randomTree(seed)
    const { flow } = flowOf(nodes, 1e15)
    flow.solve()
    const before = Array.from(flow.grantedW)
    flow.setLimit(0, 0)
    flow.solve()
    nodes.forEach((_, index) => expect([flow.inW(index), flow.outW(index)], `seed ${seed} node ${index}`).toEqual([0, 0]))
    flow.setLimit(0, 1e15)
    flow.solve()
    expect(Array.from(flow.grantedW), `seed ${seed}`).toEqual(before)
  }
})

test('PF8: after any history of changes, incremental equals full, state by state', () => {
  for (const seed of SEEDS) {
    const nodes = randomTree(seed)
    const demandW = demandOf(nodes)
    const draw = drawer(seed + 30_000)
    const { flow, state } = flowOf(nodes, demandW)
    const inner = nodes.flatMap((node, index) => (node.isLoad || index === 0 ? [] : [index]))
    const loads = nodes.flatMap((node, index) => (node.isLoad ? [index] : []))
    for (let step = 0; step < 40; step++) {
      const kind = draw.below(4)
      if (kind === 0 && loads.length > 0) {
        const { requestW, minimumW } = randomLoad(draw)
        flow.setLoad(loads[draw.below(loads.length)], draw.below(CLASSES), requestW, minimumW)
      } else if (kind === 1) flow.setLimit(0, draw.below(demandW + 1))
      else if (kind === 2 && inner.length > 0) flow.setCap(inner[draw.below(inner.length)], draw.below(3_000_000))
      else if (inner.length > 0) {
        const node = inner[draw.below(inner.length)]
        flow.link(node, !flow.isLinked(node))
        flow.setLimit(node, draw.next() < 0.3 ? 0 : draw.below(2_000_000))
      }
      if (draw.next() < 0.3) continue
      flow.solve()
      const incremental = hashState(state)
      flow.solveAll()
      expect(hashState(state), `seed ${seed} step ${step}`).toBe(incremental)
    }
  }
})
