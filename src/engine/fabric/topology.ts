/**
 * Counts of switches, cables and optical modules. Sources: NVIDIA DGX SuperPOD reference architecture (table of fat trees of 64-port
 * switches, reproduced by test); Al-Fares, Loukissas and Vahdat, SIGCOMM 2008; Qian et al., "Alibaba HPN", SIGCOMM 2024 (two planes);
 * Kim, Dally, Scott and Abts, ISCA 2008 (dragonfly, balanced a = 2p = 2h).
 */
import { downPorts, dragonflyShape, twoTierHosts } from '../../scenario/fabric-ports.ts'

export interface FatTree {
  readonly leaf: number
  readonly spine: number
  readonly core: number
  /** Cables by tier, nodes upward. */
  readonly cables: readonly number[]
}

/**
 * Fat tree for `hosts` network ports with switches of `radix` ports. `oversubscription` thins the links above the leaves, `above` those
 * above the spines. Without `mayHaveCore` two tiers must do.
 */
export function fatTree(hosts: number, radix: number, oversubscription = 1, above = 1, mayHaveCore = true): FatTree {
  const down = downPorts(radix, oversubscription)
  const up = radix - down
  const leaf = Math.ceil(hosts / down)
  const uplinks = leaf * up
  if (leaf <= 1) return { leaf, spine: 0, core: 0, cables: [hosts] }
  const isTwoTier = !mayHaveCore || hosts <= (oversubscription === 1 ? (radix * radix) / 2 : twoTierHosts(radix, oversubscription))
  if (isTwoTier) return { leaf, spine: Math.ceil(uplinks / radix), core: 0, cables: [hosts, uplinks] }
  const spineDown = downPorts(radix, above)
  const spine = Math.ceil(uplinks / spineDown)
  const coreLinks = above === 1 ? uplinks : spine * (radix - spineDown)
  return { leaf, spine, core: Math.ceil(coreLinks / radix), cables: [hosts, uplinks, coreLinks] }
}

/** Two (or more) networks side by side, each with a port of every NIC: a NIC keeps running when one of its planes is lost. */
export function planes(hosts: number, radix: number, count: number, oversubscription = 1, above = 1): FatTree {
  const { leaf, spine, core, cables } = fatTree(hosts, radix, oversubscription, above)
  return { leaf: leaf * count, spine: spine * count, core: core * count, cables: cables.map(links => links * count) }
}

/** A balanced dragonfly: p hosts, 2p − 1 routers of the own group and p global links on each router. */
export interface Dragonfly {
  readonly hostsPerRouter: number
  readonly routersPerGroup: number
  readonly hostsPerGroup: number
  readonly routers: number
  readonly groups: number
  /** Most groups in which each reaches every other by a link of its own. */
  readonly groupsMax: number
  /** Hosts, links inside groups, links between groups. */
  readonly cables: readonly number[]
}

export function dragonfly(hosts: number, radix: number): Dragonfly {
  const { hostsPerRouter: p, routersPerGroup: a, hostsPerGroup, groupsMax } = dragonflyShape(radix)
  const groups = Math.ceil(hosts / hostsPerGroup)
  const routers = Math.ceil(hosts / p)
  const local = Math.floor(routers / a) * ((a * (a - 1)) / 2) + ((routers % a) * Math.max(0, (routers % a) - 1)) / 2
  return { hostsPerRouter: p, routersPerGroup: a, hostsPerGroup, routers, groups, groupsMax, cables: [hosts, local, groups <= 1 ? 0 : Math.floor((routers * p) / 2)] }
}

/** Al-Fares' fat tree that fills its switches of k ports. */
export function fullFatTree(k: number): { readonly hosts: number; readonly switches: number; readonly core: number; readonly links: number } {
  return { hosts: (k * k * k) / 4, switches: (5 * k * k) / 4, core: (k * k) / 4, links: (3 * k * k * k) / 4 }
}

/** Least bandwidth between two halves of the hosts, B/s each way. */
export const bisectionBps = (hosts: number, hostBps: number, oversubscription = 1): number => ((hosts / 2) * hostBps) / oversubscription

/** Modules at the two ends of a tier's links: cages of switches that take twin-port modules need one for two links. */
export function modulesOf(links: number, isTwinPort: boolean, isHostTier: boolean): { readonly below: number; readonly above: number } {
  const atSwitch = isTwinPort ? Math.ceil(links / 2) : links
  return { below: isHostTier ? links : atSwitch, above: atSwitch }
}
