/** Maximum flow (Edmonds and Karp) on small graphs of whole capacities, to find the least cut of a network link by link. */

export interface Edge {
  readonly from: number
  readonly to: number
  readonly capacity: number
}

/** Edges carry `capacity` each way. */
export function maxFlow(nodes: number, edges: readonly Edge[], source: number, sink: number): number {
  const left = edges.flatMap(({ capacity }) => [capacity, capacity])
  const ends = edges.flatMap(({ from, to }) => [to, from])
  const out = Array.from({ length: nodes }, (): number[] => [])
  edges.forEach(({ from, to }, i) => {
    out[from].push(2 * i)
    out[to].push(2 * i + 1)
  })
  for (let total = 0; ; ) {
    const by = new Array<number>(nodes).fill(-1)
    const queue = [source]
    const seen = new Set(queue)
    for (let at = 0; at < queue.length && !seen.has(sink); at++) {
      for (const arc of out[queue[at]]) {
        if (left[arc] <= 0 || seen.has(ends[arc])) continue
        seen.add(ends[arc])
        by[ends[arc]] = arc
        queue.push(ends[arc])
      }
    }
    if (!seen.has(sink)) return total
    let most = Infinity
    for (let node = sink; node !== source; node = ends[by[node] ^ 1]) most = Math.min(most, left[by[node]])
    for (let node = sink; node !== source; node = ends[by[node] ^ 1]) {
      left[by[node]] -= most
      left[by[node] ^ 1] += most
    }
    total += most
  }
}

/**
 * A two-tier tree: `leaves` × `down` hosts and `up` links from each leaf, spread over `spines` in turn; a source before the hosts of the
 * first half of the leaves and a sink behind the others. Hosts and links carry 1.
 */
export function halves(leaves: number, down: number, up: number, spines: number): { nodes: number; edges: Edge[]; source: number; sink: number } {
  const source = 0
  const sink = 1
  const leafAt = (leaf: number): number => 2 + leaf
  const spineAt = (spine: number): number => 2 + leaves + spine
  const edges: Edge[] = []
  for (let leaf = 0; leaf < leaves; leaf++) {
    const isFirst = leaf < leaves / 2
    for (let host = 0; host < down; host++) edges.push(isFirst ? { from: source, to: leafAt(leaf), capacity: 1 } : { from: leafAt(leaf), to: sink, capacity: 1 })
    for (let link = 0; link < up; link++) edges.push({ from: leafAt(leaf), to: spineAt(link % spines), capacity: 1 })
  }
  return { nodes: 2 + leaves + spines, edges, source, sink }
}
