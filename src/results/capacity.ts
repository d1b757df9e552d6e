/**
 * The words for capacity, from the plan to what flows, and what one resource strands because another is short. Powers are whole watts,
 * so that each level is at most the one before it, exactly.
 */

/** Levels of a block's UPS capacity, W at the output. */
export interface CapacityLadder {
  /** Rating times count, as planned. */
  readonly designW: number
  /** Of it, what stands in a finished building; what passed its last test; what has power promised and connected. */
  readonly installedW: number
  readonly commissionedW: number
  readonly energisedW: number
  /** Without what has failed or is out for maintenance. */
  readonly availableW: number
  /** What may be loaded while the stated redundancy still holds. */
  readonly usableW: number
}

/** What a block offers and what is placed in it. */
export interface BlockCapacity extends CapacityLadder {
  readonly block: number
  /** What its racks count as together, W at the racks, from the day of the contract; and what they draw now. */
  readonly committedW: number
  readonly usedW: number
  /** IT power by resource with everything healthy and the redundancy kept: positions, electric power, cooling on the design day (null when not known). */
  readonly spaceW: number
  readonly powerW: number
  readonly coolingW: number | null
  /** Electric power that other pairs of systems would carry, lost to their imbalance, W. */
  readonly imbalanceW: number
  /** Power for losses and cooling at the design day per IT power. */
  readonly overheadFraction: number
}

/** IT power that a resource allows; `overheads` is what it must carry besides, per IT power. */
export interface Resource {
  readonly id: string
  readonly usableW: number
  readonly overheads?: number
}

export interface Placeable {
  /** IT power that can be placed: what the shortest resource allows, W. */
  readonly placeableW: number
  /** Resource that binds; the first of equals. */
  readonly binds: string
  /** What each resource has left over, W of IT. */
  readonly stranded: readonly { readonly id: string; readonly w: number }[]
}

/** What can be placed where several resources limit it, and what that strands of each. */
export function placeable(resources: readonly Resource[]): Placeable {
  const allowed = resources.map(({ id, usableW, overheads = 0 }) => ({ id, w: usableW / (1 + overheads) }))
  const least = allowed.reduce((best, resource) => (resource.w < best.w ? resource : best), { id: '', w: Infinity })
  return { placeableW: least.w, binds: least.id, stranded: allowed.map(({ id, w }) => ({ id, w: w - least.w })) }
}

/** Takes the steps of the ladder so that none is above the one before it. */
export function capacityLadder(designW: number, steps: { readonly isInstalled: boolean; readonly isCommissioned: boolean; readonly isEnergised: boolean; readonly availableW: number; readonly usableW: number }): CapacityLadder {
  const installedW = steps.isInstalled ? designW : 0
  const commissionedW = steps.isCommissioned ? installedW : 0
  const energisedW = steps.isEnergised ? commissionedW : 0
  const availableW = Math.min(energisedW, steps.availableW)
  return { designW, installedW, commissionedW, energisedW, availableW, usableW: Math.min(availableW, steps.usableW) }
}

/** Resources of a block as a planner compares them. */
export function blockPlaceable({ spaceW, powerW, coolingW }: BlockCapacity): Placeable {
  return placeable([{ id: 'space', usableW: spaceW }, { id: 'power', usableW: powerW }, ...(coolingW === null ? [] : [{ id: 'cooling', usableW: coolingW }])])
}
