/** One-lines made by rule: campuses whose systems back each other, and random ones that the layout must bear. */
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import type { OneLineData } from '../../src/charts/one-line.ts'
import type { Contingency } from '../../src/results/audit.ts'
import type { OneLine, OneLineEdge, OneLineKind, OneLineNode } from '../../src/results/one-line.ts'

interface Builder {
  readonly nodes: OneLineNode[]
  readonly edges: OneLineEdge[]
  node(kind: OneLineKind, id: string, label: string, more: Partial<OneLineNode> & Pick<OneLineNode, 'level'>): number
  edge(from: number, to: number, normalW: number, failoverW: number, role?: 'normal' | 'alternate'): void
}

function builder(): Builder {
  const nodes: OneLineNode[] = []
  const edges: OneLineEdge[] = []
  return {
    nodes,
    edges,
    node: (kind, id, label, more) => nodes.push({ id, kind, label, block: -1, units: 1, ratedW: null, racks: 0, accelerators: 0, path: [], ...more }) - 1,
    edge: (from, to, normalW, failoverW, role = 'normal') => void edges.push({ from, to, role, normalW: Math.round(normalW), failoverW: Math.round(failoverW) }),
  }
}

export interface CampusShape {
  readonly blocks: number
  /** UPS systems of a block; every two of them share racks. */
  readonly systems: number
  /** IT of a block, W. */
  readonly itW: number
  /** Load of the systems per rating with one lost. */
  readonly failoverLoading?: number
  readonly racks?: number
}

const LETTERS = 'ABCDEFGH'

function addBlock(b: Builder, block: number, { systems, itW, failoverLoading = 1, racks = 192 }: CampusShape, siteBus: number): void {
  const id = (name: string): string => `block[${block}]/${name}`
  const at = (level: number, more: Partial<OneLineNode> = {}): Partial<OneLineNode> & Pick<OneLineNode, 'level'> => ({ block, level, path: ['blocks', block, 'power'], ...more })
  const upsInW = itW * 1.04
  const coolingW = itW * 0.11
  const inW = upsInW + coolingW
  const transformer = b.node('transformer', id('transformer[0]'), 'Block transformers', at(3, { units: 14, ratedW: inW * 1.3, path: ['blocks', block, 'power', 'transformers'] }))
  const sets = b.node('generator', id('generator[0]'), 'Standby sets', at(3, { units: 12, ratedW: inW * 1.15, path: ['blocks', block, 'power', 'generators'] }))
  const bus = b.node('bus', id('bus'), 'Low-voltage bus', at(4))
  b.edge(siteBus, transformer, inW * 1.01, inW * 1.05)
  b.edge(transformer, bus, inW, inW * 1.04)
  b.edge(sets, bus, 0, inW * 1.04, 'alternate')
  const pairs = Array.from({ length: systems }, (_, first) => Array.from({ length: systems - first - 1 }, (_, more) => [first, first + more + 1])).flat()
  const eachW = itW / pairs.length
  const ups = Array.from({ length: systems }, (_, s) => b.node('ups', id(`ups[${s}]`), `UPS system ${LETTERS[s]}`, at(5, { units: 20, ratedW: itW / (systems - 1) / failoverLoading, path: ['blocks', block, 'power', 'ups'] })))
  ups.forEach(system => b.edge(bus, system, upsInW / systems, upsInW / (systems - 1)))
  const cooling = b.node('cooling', id('cooling'), 'Dry coolers', at(7, { path: ['blocks', block, 'cooling'] }))
  b.edge(bus, cooling, coolingW, coolingW)
  pairs.forEach(([first, second], index) => {
    const load = b.node('racks', id(`racks[${index}]`), `Racks ${LETTERS[first]}–${LETTERS[second]}`, at(7, { racks: racks / pairs.length, accelerators: (racks / pairs.length) * 72, path: ['blocks', block, 'racks'] }))
    b.edge(ups[first], load, eachW / 2, eachW)
    b.edge(ups[second], load, eachW / 2, eachW)
  })
}

/** A campus with two feeds, one substation and blocks that are alike. */
export function campus(shape: CampusShape): OneLine {
  const b = builder()
  const inW = shape.blocks * shape.itW * 1.17
  const temporary = b.node('feed', 'grid/feed[temporary]', 'Feed temporary', { level: 0, ratedW: inW * 0.25, path: ['grid', 'feeds', 'temporary'] })
  const permanent = b.node('feed', 'grid/feed[permanent]', 'Feed permanent', { level: 0, ratedW: inW * 1.2, path: ['grid', 'feeds', 'permanent'] })
  const transformers = b.node('transformer', 'grid/substation/transformer[0]', 'Substation transformers', { level: 1, units: 3, ratedW: inW * 1.5, path: ['grid', 'substation', 'transformers'] })
  const bus = b.node('bus', 'grid/bus', 'Site bus', { level: 2, path: ['grid', 'substation'] })
  b.edge(permanent, transformers, inW * 1.01, inW * 1.01)
  b.edge(transformers, bus, inW, inW)
  b.edge(temporary, bus, 0, inW * 0.25, 'alternate')
  for (let block = 0; block < shape.blocks; block++) addBlock(b, block, shape, bus)
  return { nodes: b.nodes, edges: b.edges }
}

export const FOUR_TO_MAKE_THREE: CampusShape = { blocks: 4, systems: 4, itW: 25e6 }

export const oneLineData = (oneLine: OneLine, more: Partial<OneLineData> = {}): OneLineData => {
  const blocks = Math.max(-1, ...oneLine.nodes.map(({ block }) => block)) + 1
  return { oneLine, blockLabels: Array.from({ length: blocks }, (_, block) => `Hall ${block + 1}`), expanded: 0, contingency: null, selected: null, live: null, ...more }
}

export function contingency(oneLine: OneLine, failed: readonly string[], more: Partial<Contingency> = {}): Contingency {
  const nodes = failed.flatMap(path => oneLine.nodes.flatMap(({ id }, index) => (path === id || path.startsWith(`${id}/`) ? [index] : [])))
  return { failed, maintained: null, count: 1, alike: [], nodes, state: 'savedByTransfer', reason: 'the partners carry it', racksLost: 0, acceleratorsLost: 0, racksDegraded: 0, acceleratorsDegraded: 0, servedFraction: 1, timeline: [], path: [], ...more }
}

const KINDS: readonly OneLineKind[] = ['transformer', 'switchgear', 'bus', 'generator', 'storage', 'rectifier', 'ups', 'transferSwitch', 'distribution', 'racks', 'cooling', 'turbine', 'solar']

/** Anything that the types allow: lines of odd lengths, connections over several lines, within one line, upwards and between blocks. */
export function randomOneLine(seed: number): OneLine {
  const key = entityKey(rootKey(seed, 0), 'one-line')
  let draws = 0
  const below = (count: number): number => Math.floor(uniform(key, 0, draws++) * count)
  const b = builder()
  const blocks = below(5)
  for (let feed = 0; feed <= below(3); feed++) b.node('feed', `grid/feed[${feed}]`, `Feed ${feed + 1}`, { level: 0, ratedW: 50e6 })
  const siteBus = b.node('bus', 'grid/bus', 'Site bus', { level: 1 + below(2) })
  b.edge(0, siteBus, 40e6, 45e6)
  for (let block = 0; block < blocks; block++) {
    const levels = 1 + below(5)
    for (let level = 0; level < levels; level++) {
      for (let place = 0; place <= below(6); place++) {
        const kind = KINDS[below(KINDS.length)]
        const index = b.node(kind, `block[${block}]/${level}-${place}`, `${kind} ${'of a long name '.repeat(below(2))}${LETTERS[place]}`, { block, level: 3 + level, units: 1 + below(3), ratedW: below(3) === 0 ? null : 1e6 * (1 + below(20)), racks: kind === 'racks' ? 1 + below(90) : 0 })
        b.edge(level === 0 ? siteBus : below(index), index, below(30) * 1e6, below(40) * 1e6)
      }
    }
  }
  const pairs = new Set(b.edges.map(({ from, to }) => `${from} ${to}`))
  for (let more = below(12); more > 0; more--) {
    const [from, to] = [below(b.nodes.length), below(b.nodes.length)]
    if (from === to || pairs.has(`${from} ${to}`)) continue
    pairs.add(`${from} ${to}`)
    b.edge(from, to, below(9) * 1e6, below(20) * 1e6, below(2) === 0 ? 'alternate' : 'normal')
  }
  return { nodes: b.nodes, edges: b.edges }
}
