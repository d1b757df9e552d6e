/** What the network of a site is made of: switches, links, modules and cables by tier, with what they cost. */

export interface BillCable {
  readonly medium: string
  /** Length as sold, m. */
  readonly lengthM: number
  readonly count: number
}

export interface BillTier {
  readonly id: 'node-leaf' | 'leaf-spine' | 'spine-core' | 'block-core' | 'group' | 'global'
  readonly label: string
  readonly links: number
  /** Modules at the lower and at the upper ends; copper has none. */
  readonly modulesBelow: number
  readonly modulesAbove: number
  /** By medium, then length. */
  readonly cables: readonly BillCable[]
}

export interface FabricBill {
  readonly kind: string
  readonly radix: number
  readonly planes: number
  readonly hosts: number
  readonly switches: { readonly leaf: number; readonly spine: number; readonly core: number }
  readonly tiers: readonly BillTier[]
  /** Modules by medium. */
  readonly modules: readonly { readonly medium: string; readonly count: number }[]
  /** Engineering prices, USD. */
  readonly usd: { readonly switches: number; readonly modules: number; readonly cables: number; readonly total: number }
}
