/** Counts of switches and cables of fat trees. Source: NVIDIA DGX SuperPOD reference architecture (reproduced by test). */

export interface FatTree {
  readonly leaf: number
  readonly spine: number
  readonly core: number
  /** Cables by tier, nodes upward. */
  readonly cables: readonly number[]
}

/** Fat tree for `hosts` network ports with switches of `radix` ports and leaf oversubscription `oversubscription` ≥ 1. */
export function fatTree(hosts: number, radix: number, oversubscription = 1): FatTree {
  const down = Math.floor((radix * oversubscription) / (1 + oversubscription))
  const up = radix - down
  const leaf = Math.ceil(hosts / down)
  const uplinks = leaf * up
  const isTwoTier = hosts <= (radix * radix) / 2
  if (isTwoTier) return { leaf, spine: Math.ceil(uplinks / radix), core: 0, cables: [hosts, uplinks] }
  return { leaf, spine: Math.ceil(uplinks / (radix / 2)), core: Math.ceil(uplinks / radix), cables: [hosts, uplinks, uplinks] }
}
