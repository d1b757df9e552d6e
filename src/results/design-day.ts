/** What a site is on the days that size it: the hottest and the moistest in twenty years, with all racks at maximum. */

/** What runs out first when load is added. */
export type DesignLimit = 'cooling' | 'ups' | 'block transformers' | 'substation' | 'supply' | 'nothing'

/** Weather of a case, at the yard: exhaust that is breathed again is told apart, because each block may have its own. */
export interface DesignAir {
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly pressurePa: number
}

export interface TransformerLoad {
  /** Load per rating. */
  readonly load: number
  /** Largest lasting load per rating whose hot spot stays at 110 °C in this air. */
  readonly loadMax: number
}

export interface BlockDesignDay {
  /** Id of the block. */
  readonly path: string
  readonly label: string
  /** Racks at maximum, cooling, losses from the site bus to the racks, and their sum at the site bus, W. */
  readonly itW: number
  readonly mechanicalW: number
  readonly lossW: number
  readonly drawW: number
  readonly transformers: TransformerLoad
  /** Exhaust that the yard breathes again, K. */
  readonly recirculationK: number
  readonly facilitySupplyC: number
  readonly coolantC: number
  readonly inletAirC: number
  /** Highest water draw, kg/s: it sizes the connection. */
  readonly makeupKgps: number
  /** Share of full power that the chips keep; the block shuts down where the heat outruns the plant. */
  readonly throttle: number
  readonly shutsDown: boolean
  /** Machines that stop because the air is too hot for them. */
  readonly lockedOut: boolean
  readonly limit: DesignLimit
  /** IT power that could be added before that limit, W; negative when short. */
  readonly marginW: number
}

/** One source of the site on that day, everything of the plan in service. */
export interface SourceDesignDay {
  readonly path: string
  readonly kind: 'feeds' | 'plant'
  /** What one unit gives in this air, W; of feeds, their whole capacity behind the substation. */
  readonly unitW: number
  readonly units: number
  /** Units that may be out. */
  readonly redundancy: number
  /** Units that would carry the site alone. */
  readonly unitsNeeded: number
  /** With the redundant units out, W. */
  readonly firmW: number
}

export interface DesignDayCase {
  readonly id: 'hottest' | 'wettest'
  readonly air: DesignAir
  /** At the meter: IT, cooling, losses up to there, W. */
  readonly siteW: number
  readonly itW: number
  readonly mechanicalW: number
  readonly lossW: number
  /** At the meter with the cooling energy of an operated site, W. */
  readonly budgetW: number
  readonly makeupKgps: number
  readonly substation: TransformerLoad | null
  readonly sources: readonly SourceDesignDay[]
  /** Firm power of all sources together less the site, W. */
  readonly supplyMarginW: number
  readonly limit: DesignLimit
  /** IT power that could be added before the first limit anywhere, W; negative when short. */
  readonly marginW: number
  readonly blocks: readonly BlockDesignDay[]
}

export interface DesignDayReport {
  /** Of the weather and its extremes. */
  readonly source: string
  readonly cases: readonly DesignDayCase[]
}

/** What may be chosen about the report. */
export interface DesignDayChoices {
  /** Exhaust that yards breathe again, K on the dry bulb; each block's own when left out. */
  readonly recirculationK?: number
  /** The same of evaporative plants, K on the wet bulb of the moistest day. */
  readonly wetRecirculationK?: number
}
