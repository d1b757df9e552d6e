/** The shelves of all sites that share a part: a site whose shelf is empty gets one from that which has most to spare. */
import type { PartsPool, SharedShelf } from './ports.ts'

/** One view of the pool a site, in file order. Shelves make themselves known while the sites are wired; all state is theirs. */
export function createSharedParts(siteCount: number): PartsPool[] {
  const shelves = new Map<string, (SharedShelf | undefined)[]>()
  return Array.from({ length: siteCount }, (_, site) => ({
    join(name, shelf) {
      const known = shelves.get(name) ?? []
      known[site] = shelf
      shelves.set(name, known)
    },
    borrow(name) {
      let best: SharedShelf | undefined
      shelves.get(name)?.forEach((shelf, at) => {
        // The first of equal ones.
        if (shelf !== undefined && at !== site && shelf.spare() > (best?.spare() ?? 0)) best = shelf
      })
      best?.lend()
      return best !== undefined
    },
  }))
}
