/** What a contingency does to the one-line: what is out, which loads suffer, and the path that took over. */
import type { Contingency } from '../../results/audit.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'

/** `part`: some of the equal units of a component are out. */
export type Fate = 'failed' | 'part' | 'maintained' | 'lost' | 'degraded'

export interface Effect {
  /** By index of the component; those that keep serving are missing. */
  readonly fates: ReadonlyMap<number, Fate>
  /** Indexes of edges that carry what the failed path carried. */
  readonly takeover: ReadonlySet<number>
}

const SOURCES: readonly OneLineNode['kind'][] = ['feed', 'generator', 'turbine', 'storage', 'solar']

/** The component of a path: its own, or the nearest that it is a part of; −1 for none. */
export function holderOf({ nodes }: OneLine, path: string): number {
  let found = -1
  nodes.forEach(({ id }, index) => {
    const holds = path === id || path.startsWith(`${id}/`)
    if (holds && (found < 0 || id.length > nodes[found].id.length)) found = index
  })
  return found
}

/** A path of UPS modules is one component whatever stands in it; its modules have paths below it. */
export const isSystem = ({ id }: Pick<OneLineNode, 'id'>): boolean => /\/ups\[\d+\]$/.test(id)

/** Whether all of a component is out: a system fails as a whole under its own path, of equal units in parallel a path names one. */
function isWhole({ id, units }: OneLineNode, paths: readonly string[]): boolean {
  return (units === 1 && paths.every(path => !path.startsWith(`${id}/`))) || (isSystem({ id }) && paths.includes(id))
}

/** Components that still get power from some source with `isOut` out of service. */
function fedWithout({ nodes, edges }: OneLine, isOut: (index: number) => boolean): boolean[] {
  const fed = nodes.map(({ kind }, index) => SOURCES.includes(kind) && !isOut(index))
  for (let changed = true; changed; ) {
    changed = false
    for (const { from, to } of edges) {
      if (!fed[from] || fed[to] || isOut(to)) continue
      fed[to] = true
      changed = true
    }
  }
  return fed
}

/** Components that a set feeds in normal service, the set included. */
function downstreamOf({ edges }: OneLine, starts: readonly number[], roles: readonly string[]): Set<number> {
  const reached = new Set(starts)
  for (let changed = true; changed; ) {
    changed = false
    for (const { from, to, role } of edges) {
      if (!reached.has(from) || reached.has(to) || !roles.includes(role)) continue
      reached.add(to)
      changed = true
    }
  }
  return reached
}

function upstreamOf({ edges }: OneLine, start: number): Set<number> {
  const reached = new Set([start])
  for (let changed = true; changed; ) {
    changed = false
    for (const { from, to } of edges) {
      if (!reached.has(to) || reached.has(from)) continue
      reached.add(from)
      changed = true
    }
  }
  return reached
}

/**
 * Edges of the paths that took over: into every component below the failure that has another live supply, up to where the two paths
 * part.
 */
function takeoverOf(oneLine: OneLine, out: readonly number[], fed: readonly boolean[]): Set<number> {
  const { edges } = oneLine
  const dead = downstreamOf(oneLine, out, ['normal'])
  const shared = new Set(out.flatMap(index => [...upstreamOf(oneLine, index)]))
  const isAlive = (node: number): boolean => fed[node] && !dead.has(node)
  const transfers = [...dead].filter(node => !out.includes(node) && edges.some(({ from, to }) => to === node && dead.has(from)))
  const found = new Set<number>()
  const follow = (node: number): void => {
    edges.forEach(({ from, to }, index) => {
      if (to !== node || found.has(index) || !isAlive(from)) return
      found.add(index)
      if (!shared.has(from)) follow(from)
    })
  }
  transfers.forEach(follow)
  return found
}

const racksOf = (oneLine: OneLine, indexes: readonly number[]): number => indexes.reduce((sum, index) => sum + oneLine.nodes[index].racks, 0)

/**
 * Loads by what the audit says of them. Where it only counts: all of the blocks concerned when the count says so, else those without
 * any way to a source are lost and those below the failure are cut back.
 */
function loadFates(oneLine: OneLine, contingency: Contingency, fed: readonly boolean[], below: ReadonlySet<number>): [number, Fate][] {
  const { lost, degraded, racksLost, racksDegraded, nodes } = contingency
  const byId = (ids: readonly string[], fate: Fate): [number, Fate][] => ids.map(id => [holderOf(oneLine, id), fate])
  if (lost !== undefined || degraded !== undefined) return [...byId(degraded ?? [], 'degraded'), ...byId(lost ?? [], 'lost')]
  const blocks = nodes.map(index => oneLine.nodes[index].block)
  const concerned = oneLine.nodes.flatMap(({ kind, block }, index) => (kind === 'racks' && (blocks.includes(block) || blocks.includes(-1)) ? [index] : []))
  const isLost = (index: number): boolean => racksLost > 0 && (racksLost === racksOf(oneLine, concerned) || !fed[index])
  const rest = concerned.filter(index => !isLost(index))
  const isCut = (index: number): boolean => racksDegraded > 0 && (racksDegraded === racksOf(oneLine, rest) || below.has(index))
  return concerned.flatMap((index): [number, Fate][] => (isLost(index) ? [[index, 'lost']] : isCut(index) ? [[index, 'degraded']] : []))
}

export function effectOf(oneLine: OneLine, contingency: Contingency): Effect {
  const { maintained, failed, nodes } = contingency
  const serviced = maintained === null ? -1 : holderOf(oneLine, maintained)
  const paths = [...failed, ...(maintained === null ? [] : [maintained])]
  const own = nodes.map((index): [number, Fate] => {
    const isFailed = index !== serviced || failed.some(path => holderOf(oneLine, path) === index)
    return [index, isFailed ? (isWhole(oneLine.nodes[index], paths) ? 'failed' : 'part') : 'maintained']
  })
  const out = nodes.filter(index => isWhole(oneLine.nodes[index], paths))
  const fed = fedWithout(oneLine, index => out.includes(index))
  const below = downstreamOf(oneLine, nodes, ['normal', 'alternate'])
  const loads = loadFates(oneLine, contingency, fed, below).filter(([index]) => index >= 0)
  return { fates: new Map([...loads, ...own]), takeover: takeoverOf(oneLine, out, fed) }
}
