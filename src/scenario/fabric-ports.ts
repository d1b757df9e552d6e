/** What switches reach with their ports: for rules of the file and for counts alike. */

/** Ports of a leaf switch towards nodes; the rest goes up. */
export const downPorts = (radix: number, oversubscription = 1): number => Math.max(1, Math.min(radix - 1, Math.floor((radix * oversubscription) / (1 + oversubscription))))

/** Most hosts that two and three tiers of switches reach (Al-Fares, Loukissas and Vahdat, SIGCOMM 2008). */
export const twoTierHosts = (radix: number, oversubscription = 1): number => radix * downPorts(radix, oversubscription)
export const threeTierHosts = (radix: number, oversubscription = 1): number => (radix / 2) * twoTierHosts(radix, oversubscription)

/** Kinds whose NICs each have switches of their own rail. */
const RAIL_KINDS = ['rail-fat-tree', 'dual-plane']

/** Each NIC of a node has leaf switches of its own. */
export const isRailOptimised = ({ kind }: { readonly kind: string }): boolean => RAIL_KINDS.includes(kind)

/** Networks side by side; a NIC has a port in each. */
export const planeCount = ({ kind, planes }: { readonly kind: string; readonly planes?: number | undefined }): number => planes ?? (kind === 'dual-plane' ? 2 : 1)

/** Most that the tiers of one block reach, and what counts: nodes where each rail has switches of its own, NICs elsewhere. */
export function treeReach({ kind, radix, leaf }: { readonly kind: string; readonly radix: number; readonly leaf: { readonly oversubscription: number } }): { readonly most: number; readonly counts: 'nodes' | 'nics' } {
  if (kind === 'leaf-spine') return { most: twoTierHosts(radix, leaf.oversubscription), counts: 'nics' }
  return { most: threeTierHosts(radix, leaf.oversubscription), counts: isRailOptimised({ kind }) ? 'nodes' : 'nics' }
}

/** Balanced dragonfly (Kim, Dally, Scott and Abts, ISCA 2008): p hosts on a router, 2p routers in a group, p links of each to other groups. */
export function dragonflyShape(radix: number): { readonly hostsPerRouter: number; readonly routersPerGroup: number; readonly hostsPerGroup: number; readonly groupsMax: number } {
  const p = Math.max(1, Math.floor((radix + 1) / 4))
  return { hostsPerRouter: p, routersPerGroup: 2 * p, hostsPerGroup: 2 * p * p, groupsMax: 2 * p * p + 1 }
}
