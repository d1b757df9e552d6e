/**
 * The cooling of a site as data: from the racks of every block over hall air and cold plates to the plants, the outdoor air and the
 * water that they take, with what each part and each connection does in a few cases. The engine derives it from a scenario, charts draw it.
 */

export type SchematicKind = 'racks' | 'terminal' | 'exchanger' | 'pumps' | 'plant' | 'tank' | 'waterSource' | 'outdoors'
/** What a connection carries; `makeup` is water that is used up, `heat` reaches the air outdoors. */
export type SchematicMedium = 'air' | 'coolant' | 'water' | 'heat' | 'makeup'

/** Equal machines of a part. */
export interface SchematicMachine {
  /** Path of the first one: `block[0]/cooling/cooler[0]`. */
  readonly id: string
  readonly label: string
  readonly model: string
  readonly count: number
  /** Rated heat of one, W. */
  readonly ratedW: number
  /** Place in the expanded scenario. */
  readonly path: readonly (string | number)[]
}

export interface SchematicNode {
  /** Unique: `block[0]/cooling/plant`. */
  readonly id: string
  readonly kind: SchematicKind
  /** In words, such as `Cold plates`. */
  readonly label: string
  /** Block index, −1 for the site. */
  readonly block: number
  /** Way of the heat that it is on, 0 first, and its place on the way from the racks; of the site both −1. */
  readonly lane: number
  readonly row: number
  readonly machines: readonly SchematicMachine[]
  /** Place in the expanded scenario, for the line in the file. */
  readonly path: readonly (string | number)[]
}

export interface SchematicEdge {
  /** Indexes of the nodes, in the direction of the heat or of the water used up. */
  readonly from: number
  readonly to: number
  readonly medium: SchematicMedium
}

export type SchematicHealth = 'normal' | 'reduced' | 'failed' | 'off'

/** One figure of a part; `limit` is what it must not pass. */
export interface SchematicFact {
  readonly name: string
  readonly value: number
  readonly unit: '°C' | 'W' | 'kg/s' | 'share'
  readonly limit: number | null
}

export interface SchematicMachineState {
  /** Out of service; broken fans of coolers count in part. */
  readonly out: number
  /** Heat that all of them take, W; null where it is not told by machine. */
  readonly heatW: number | null
}

export interface SchematicNodeState {
  readonly health: SchematicHealth
  /** Why it is not normal, or what it does; '' for nothing to say. */
  readonly note: string
  /** Electric power, W. */
  readonly electricW: number
  readonly machines: readonly SchematicMachineState[]
  readonly facts: readonly SchematicFact[]
}

/** What a connection carries: null for what does not apply or has no lasting value. */
export interface SchematicEdgeState {
  /** Heat in the direction of the connection, W. */
  readonly heatW: number | null
  /** Towards the racks and back from them, °C. */
  readonly supplyC: number | null
  readonly returnC: number | null
  readonly flowKgps: number | null
}

export type SchematicCaseId = 'now' | 'normal' | 'design'

/** The states that would last in some air at some load; by node and by edge. */
export interface SchematicCase {
  readonly id: SchematicCaseId
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly nodes: readonly SchematicNodeState[]
  readonly edges: readonly SchematicEdgeState[]
}

export interface CoolingSchematic {
  readonly nodes: readonly SchematicNode[]
  readonly edges: readonly SchematicEdge[]
  /** In the order now, normal, design day; those that are known. */
  readonly cases: readonly SchematicCase[]
}

/** What is recorded of a site at one time: enough to tell the state that would last then. */
export interface SchematicMoment {
  /** ms since the start. */
  readonly atMs: number
  /** IT power by block, W. */
  readonly itW: readonly number[]
  /** Machines out of service by block: their label and how many. */
  readonly out: readonly (readonly { readonly label: string; readonly count: number }[])[]
  /** False while the water source is down. */
  readonly hasWater: boolean
}
