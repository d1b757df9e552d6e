/** Free nodes that are out of sight for a while: whoever places jobs meanwhile finds the rest of the site alone. */
import { clearBit, countDomains, countFree, setBit } from './placement.ts'
import type { Cluster } from './tables.ts'

/** Takes the free nodes from `begin` to before `end` out of sight; returns their accelerators. */
export function hideNodes(c: Cluster, begin: number, end: number): number {
  const { bits } = c.freeNodes.col
  const { leaf, accelerators } = c.world.nodes
  let hidden = 0
  for (let word = begin >> 5; word << 5 < end; word++) {
    for (let left = bits[word]; left !== 0; left &= left - 1) {
      const node = (word << 5) + 31 - Math.clz32(left & -left)
      if (node < begin || node >= end) continue
      clearBit(c, node)
      countFree(c, leaf[node], -1)
      countDomains(c, node, node + 1, -1)
      c.hidden.push(node)
      hidden += accelerators[node]
    }
  }
  return hidden
}

/** Brings back all that is out of sight. */
export function showNodes(c: Cluster): void {
  c.partitions?.show(c)
  if (c.hidden.length === 0) return
  for (const node of c.hidden) {
    setBit(c, node)
    countFree(c, c.world.nodes.leaf[node], 1)
    countDomains(c, node, node + 1, 1)
  }
  c.hidden.length = 0
}
