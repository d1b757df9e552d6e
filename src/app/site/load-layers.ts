/** Electrical machines and racks by how much of a rating is used: with everything healthy, and at the worst single failure. From the audit. */
import { loadingOf, outputOf } from '../../charts/one-line/words.ts'
import type { AuditReport } from '../../results/audit.ts'
import type { OneLine } from '../../results/one-line.ts'
import { formatQuantity } from '../format.ts'
import { ABSENT, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import { itemsOfNode, type LinkedSite, racksOfGroup } from './one-line-links.ts'
import type { SiteState } from './replay.ts'

export type LoadCase = 'normal' | 'failover'

interface Loading {
  /** Share of the rating; NaN where nothing is known. */
  readonly share: number
  readonly w: number
  /** The component that has it. */
  readonly label: string
}

const OPEN: LegendEntry = { byte: 6, colour: '#b9bdc1', label: 'Being worked out', pattern: 'dots' }
const CLASSES: readonly (LegendEntry & { readonly from: number })[] = [
  { byte: 1, from: 0, colour: '#cfe1ee', label: 'Up to 50 % of the rating' },
  { byte: 2, from: 0.5, colour: '#7fb3d5', label: '50–80 %', pattern: 'posts' },
  { byte: 3, from: 0.8, colour: '#2a6f9e', label: '80–100 %', pattern: 'rising' },
  { byte: 4, from: 1 + 1e-9, colour: '#D55E00', label: 'Over the rating', pattern: 'cross' },
]
const NONE: LegendEntry = { byte: 5, colour: '#dcdad4', label: 'No rating on its way' }
const LEGEND = [...CLASSES, NONE]

const byteOf = (loading: Loading | undefined): number => (loading === undefined || Number.isNaN(loading.share) ? NONE.byte : (CLASSES.findLast(({ from }) => loading.share >= from)?.byte ?? NONE.byte))

/** Components above a node, itself left out. */
function above({ edges }: OneLine, node: number): number[] {
  const found = new Set<number>()
  const queue = [node]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { from, to } of edges) {
      if (to !== next || found.has(from)) continue
      found.add(from)
      queue.push(from)
    }
  }
  return [...found].sort((a, b) => a - b)
}

const worse = (a: Loading | undefined, b: Loading): Loading => (a === undefined || b.share > a.share ? b : a)

/** Loading of every piece and rack; looked up when the layer is first read. */
function loadings({ oneLine }: AuditReport, site: LinkedSite, which: LoadCase): { readonly ofItem: ReadonlyMap<number, Loading>; readonly ofRack: ReadonlyMap<number, Loading> } {
  const ofNode = oneLine.nodes.map(({ label, block }, node): Loading => ({ share: loadingOf(oneLine, node)?.[which] ?? Number.NaN, w: outputOf(oneLine, node)[which === 'normal' ? 'normalW' : 'failoverW'], label: block < 0 ? label : label }))
  const ofItem = new Map<number, Loading>()
  const ofRack = new Map<number, Loading>()
  oneLine.nodes.forEach(({ kind, block }, node) => {
    if (kind === 'racks') {
      const supply = above(oneLine, node).filter(each => oneLine.nodes[each].block === block && !Number.isNaN(ofNode[each].share)).reduce<Loading | undefined>((most, each) => worse(most, ofNode[each]), undefined)
      if (supply !== undefined) for (const rack of racksOfGroup(oneLine, site, node) ?? []) ofRack.set(rack, supply)
    } else if (!Number.isNaN(ofNode[node].share)) for (const item of itemsOfNode(oneLine, site, node)) ofItem.set(item, worse(ofItem.get(item), ofNode[node]))
  })
  return { ofItem, ofRack }
}

const WORDS: Readonly<Record<LoadCase, { readonly label: string; readonly measure: string }>> = {
  normal: { label: 'Load, normal', measure: 'Load per rating with everything healthy, racks at their highest; of racks the most loaded supply in their block' },
  failover: { label: 'Load, failover', measure: 'Highest load per rating over all single failures; of racks the most loaded supply in their block' },
}

export function loadLayer(which: LoadCase, report: AuditReport | null, site: LinkedSite, isOnSite: (site: SiteState, rack: number) => boolean): Layer {
  let found: ReturnType<typeof loadings> | undefined
  const known = (): ReturnType<typeof loadings> | undefined => (report === null ? undefined : (found ??= loadings(report, site, which)))
  const legend = report === null ? [OPEN] : LEGEND
  const words = (loading: Loading | undefined): string => (loading === undefined ? 'no rating on its way' : `${loading.label}: ${formatQuantity(loading.share * 100, '%')} of its rating, ${formatQuantity(loading.w / 1e6, 'MW', 2)}`)
  return {
    id: which,
    ...WORDS[which],
    palette: paletteOf(legend),
    patterns: patternsOf(legend),
    legend,
    isScale: false,
    read: (state, rack) => (isOnSite(state, rack) ? (report === null ? OPEN.byte : byteOf(known()?.ofRack.get(rack))) : ABSENT),
    describe: (_, rack) => (report === null ? 'being worked out' : words(known()?.ofRack.get(rack))),
    readItem: (_, { index }) => (known()?.ofItem.has(index) === true ? byteOf(known()?.ofItem.get(index)) : ABSENT),
    describeItem: (_, { index }) => (known()?.ofItem.has(index) === true ? words(known()?.ofItem.get(index)) : ''),
    hallNote(_, block) {
      const items = known()?.ofItem
      if (items === undefined) return 'being worked out'
      const own = site.plan.items.filter(item => item.block === block).flatMap(({ index }) => items.get(index) ?? [])
      const most = own.reduce<Loading | undefined>((worst, each) => worse(worst, each), undefined)
      return most === undefined ? 'no rating' : `up to ${formatQuantity(most.share * 100, '%')}`
    },
  }
}
