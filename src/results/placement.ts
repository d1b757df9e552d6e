/** Where racks fit on a site, what binds at each position, by phase, and what money would unlock. */

/** What can bind, in the order in which it is told when several bind at once. */
export const PLACE_RESOURCES = [
  { id: 'space', label: 'space' },
  { id: 'weight', label: 'floor load' },
  { id: 'density', label: 'rack power' },
  { id: 'power', label: 'power' },
  { id: 'failover', label: 'power in failover' },
  { id: 'supply', label: 'supply' },
  { id: 'cooling', label: 'cooling' },
  { id: 'coolingFailover', label: 'cooling in failover' },
  { id: 'distribution', label: 'cooling distribution' },
  { id: 'network', label: 'network' },
] as const
export type PlaceResource = (typeof PLACE_RESOURCES)[number]['id']

export interface PlacementRequest {
  /** Id of a rack in the catalog. */
  readonly model: string
  readonly count: number
}

/** How far a placement is: resources of different blocks that are looked up, of all. */
export interface PlaceProgress {
  readonly done: number
  readonly of: number
}

/** Racks that a resource still takes; null where nothing is stated that could bind, or more than was looked for. */
export type PlaceRooms = Readonly<Record<PlaceResource, number | null>>

/** Racks that fit at a date, and what binds; null where nothing does. */
export interface PlaceFit {
  /** Days since 1970-01-01. */
  readonly day: number
  readonly racks: number
  readonly binds: PlaceResource | null
}

/** One place: the next racks of a block, on one pair of its UPS systems where it has several. */
export interface PlacePosition {
  readonly block: number
  readonly path: string
  readonly label: string
  /** Systems that feed it, such as A+B; empty where all racks hang on one. */
  readonly feeds: string
  /** Index of the first free place in the block, counted from 1. */
  readonly firstPlace: number
  /** With everything of the plan built. */
  readonly racks: number
  readonly binds: PlaceResource | null
  readonly rooms: PlaceRooms
  readonly phases: readonly PlaceFit[]
}

/** A block as a whole: its racks may stand on any of its systems. */
export interface PlaceBlock {
  readonly block: number
  readonly label: string
  readonly racks: number
  readonly binds: PlaceResource | null
  readonly rooms: PlaceRooms
  /** From the day on which the block is ready; nothing fits before it. */
  readonly phases: readonly PlaceFit[]
}

/** Adding to what binds in a block until the next thing does. */
export interface PlaceUnlock {
  readonly block: number
  readonly label: string
  readonly resources: readonly PlaceResource[]
  readonly racks: number
  readonly itW: number
  /** What it would cost by the site's capital per IT power, USD, and IT power for a million USD, W; null where no line of the budget stands for it. */
  readonly usd: number | null
  readonly wPerMillionUsd: number | null
}

export interface PlacementReport {
  readonly model: string
  readonly rackW: number
  readonly acceleratorsPerRack: number
  /** Racks asked for; positions that take more are told as taking that many. */
  readonly asked: number
  /** Best first. Positions of one block share its resources, so they do not add up. */
  readonly positions: readonly PlacePosition[]
  /** In the order of the scenario. */
  readonly blocks: readonly PlaceBlock[]
  /** Racks of the whole site when everything is built, best blocks first, and what each gets. */
  readonly placed: readonly { readonly block: number; readonly racks: number }[]
  /** The same total at each date on which supply or blocks arrive. */
  readonly byPhase: readonly { readonly day: number; readonly racks: number }[]
  /** Most IT power for the money first. */
  readonly unlocks: readonly PlaceUnlock[]
}
