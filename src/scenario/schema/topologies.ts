/** The arrangements of UPS systems that a file can name, and what each needs to be wired. The engine's table of capacity rules has the same ids. */
export const TOPOLOGIES = ['n', 'n-plus-1', '2n', '3-to-make-2', '4-to-make-3', '5-to-make-4', '6-to-make-5', 'block-redundant'] as const
export type TopologyId = (typeof TOPOLOGIES)[number]

export interface TopologyShape {
  /** Systems over which the modules of a block are spread; all of one size. */
  readonly systems: number
  /** Feeds that the label promises to each rack. */
  readonly feeds: 1 | 2
}

/** Four working systems and the reserve. */
const BLOCK_REDUNDANT_SYSTEMS = 5

export const TOPOLOGY_SHAPES: Readonly<Record<TopologyId, TopologyShape>> = {
  n: { systems: 1, feeds: 1 },
  'n-plus-1': { systems: 1, feeds: 1 },
  '2n': { systems: 2, feeds: 2 },
  '3-to-make-2': { systems: 3, feeds: 2 },
  '4-to-make-3': { systems: 4, feeds: 2 },
  '5-to-make-4': { systems: 5, feeds: 2 },
  '6-to-make-5': { systems: 6, feeds: 2 },
  'block-redundant': { systems: BLOCK_REDUNDANT_SYSTEMS, feeds: 2 },
}
