/**
 * The electrical one-line of a site as data: components from the utility down to groups of racks, and who feeds whom. The engine
 * derives it from a scenario, the audit removes its components one by one, charts draw it.
 */

export type OneLineKind =
  | 'feed'
  | 'transformer'
  | 'switchgear'
  | 'bus'
  | 'generator'
  | 'turbine'
  | 'storage'
  | 'solar'
  | 'rectifier'
  | 'ups'
  | 'transferSwitch'
  | 'distribution'
  | 'racks'
  | 'cooling'

export interface OneLineNode {
  /** Path of the component, or of the first of a group of equal ones in parallel: `block[0]/ups[1]`; unique. */
  readonly id: string
  readonly kind: OneLineKind
  /** In words, such as `UPS system B`. */
  readonly label: string
  /** Block index, −1 for the site. */
  readonly block: number
  /** Equal units in parallel that this node stands for. */
  readonly units: number
  /** Rating at the output with all units, W; null for buses without a limit of their own. */
  readonly ratedW: number | null
  /** Distance from the utility in steps of the diagram, 0 first. */
  readonly level: number
  /** What hangs on a load node; 0 elsewhere. */
  readonly racks: number
  readonly accelerators: number
  /** Place in the expanded scenario, for the line in the file. */
  readonly path: readonly (string | number)[]
}

export interface OneLineEdge {
  /** Indexes of the nodes. */
  readonly from: number
  readonly to: number
  /** `alternate` carries only after a transfer. */
  readonly role: 'normal' | 'alternate'
  /** Load with everything healthy, racks at maximum and cooling at its design day, W. */
  readonly normalW: number
  /** Highest load over all single failures, W. */
  readonly failoverW: number
}

export interface OneLine {
  readonly nodes: readonly OneLineNode[]
  readonly edges: readonly OneLineEdge[]
}
