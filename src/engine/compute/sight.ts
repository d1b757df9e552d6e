/** Takes free nodes out of the sight of placement for a while, word by word: those of other parts of the site, or of a kind that a job may not have. */
import type { World } from '../ports.ts'
import { countDomains, countFree } from './placement.ts'
import type { Cluster } from './tables.ts'

export interface Sight {
  /** Takes all free nodes outside of `seen` (a bit a node) out of sight, until `show`. */
  hide(c: Cluster, seen: Uint32Array): void
  show(c: Cluster): void
}

export const countBits = (bits: number): number => {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

/** Words that hold a bit for each of so many nodes. */
export const wordsFor = (nodes: number): number => (nodes + 31) >> 5

/** The leaf of a word all of whose nodes lie in one, −1 of others. */
function leavesOfWords({ nodes }: World): Int32Array {
  const leafOf = new Int32Array(wordsFor(nodes.count)).fill(-2)
  for (let node = 0; node < nodes.count; node++) leafOf[node >> 5] = leafOf[node >> 5] === -2 || leafOf[node >> 5] === nodes.leaf[node] ? nodes.leaf[node] : -1
  return leafOf
}

export function createSight(world: World): Sight {
  const leafOf = leavesOfWords(world)
  const hidden = new Uint32Array(leafOf.length)
  let isHidden = false
  /** Counts the nodes of a word as free (1) or not (−1). */
  const recount = (c: Cluster, word: number, bits: number, sign: 1 | -1): void => {
    if (leafOf[word] >= 0) countFree(c, leafOf[word], sign * countBits(bits))
    for (let left = bits; left !== 0 && (leafOf[word] < 0 || c.domains !== undefined); left &= left - 1) {
      const node = (word << 5) + 31 - Math.clz32(left & -left)
      if (leafOf[word] < 0) countFree(c, c.world.nodes.leaf[node], sign)
      countDomains(c, node, node + 1, sign)
    }
  }
  return {
    hide(c, seen) {
      const { bits } = c.freeNodes.col
      for (let word = 0; word < hidden.length; word++) {
        const foreign = bits[word] & ~seen[word]
        hidden[word] = foreign
        if (foreign === 0) continue
        bits[word] &= ~foreign
        recount(c, word, foreign, -1)
      }
      isHidden = true
    },
    show(c) {
      if (!isHidden) return
      isHidden = false
      const { bits } = c.freeNodes.col
      for (let word = 0; word < hidden.length; word++) {
        if (hidden[word] === 0) continue
        bits[word] |= hidden[word]
        recount(c, word, hidden[word], 1)
      }
    },
  }
}
