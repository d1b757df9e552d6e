/**
 * When a site comes into being, step by step, with the uncertainty of its dates, and by when long-lead equipment must be ordered.
 * Times are ms since the start of the horizon, negative before it; one that lies beyond what is looked at, or never comes, is null.
 */

/** What a step is. Levels are those of commissioning, Cx1 (factory) to Cx5 (integrated test); `ready`: all of a block's steps are done. */
export type ScheduleStepKind =
  | 'order' | 'manufacture' | 'level1' | 'shipping' | 'receiving' | 'installation'
  | 'release' | 'shell' | 'fitOut' | 'level2' | 'liquidFlush' | 'level3' | 'level4' | 'level5'
  | 'energisation' | 'plant' | 'fabric' | 'burnIn' | 'ready'

/** One date of a step: by plan, and the quantiles over draws. */
export interface DateBand {
  readonly plannedMs: number | null
  readonly p10Ms: number | null
  readonly p50Ms: number | null
  readonly p90Ms: number | null
}

export interface ScheduleStep {
  /** Path, unique in the report, such as `block[0]/chillers/shipping`. */
  readonly id: string
  readonly kind: ScheduleStepKind
  /** In words. */
  readonly label: string
  readonly start: DateBand
  readonly finish: DateBand
  /** Ids of the steps that must be finished before this one is begun. */
  readonly after: readonly string[]
  /** On the chain that sets the date of a block when every duration is at its median. */
  readonly isCritical: boolean
  /** Share of draws in which the step is on the chain that sets the date of a block. */
  readonly criticalFraction: number
}

/** What kind of row an item is: a block’s building, one of its systems on the way through the levels, equipment, racks, or what brings power. */
export type ScheduleGroup = 'block' | 'system' | 'equipment' | 'racks' | 'energisation'

/** What a month more between order and arrival does, as the mean over draws of the difference to the same draw without it. */
export interface MonthLater {
  /** Mean delay of the accelerators of the site, months. */
  readonly months: number
  /** IT power that waits, MW·months. */
  readonly megawattMonths: number
  /** Contracted accelerator-hours within the horizon that are lost. */
  readonly acceleratorHours: number
  /** Mean delay of the accelerators of each block, months, in block order. */
  readonly blockMonths: readonly number[]
}

/** The order of one item of equipment or lot of racks. */
export interface OrderDates {
  /** Day of the order, from the file (`isStated`) or counted back from the plan by the median lead time. */
  readonly orderedMs: number
  readonly isStated: boolean
  /** When the plan needs it on site. */
  readonly neededMs: number
  /** Latest order with which it is there in half and in nine of ten cases. */
  readonly orderByP50Ms: number
  readonly orderByP90Ms: number
  /** Order-by date less order date, ms; negative: ordered too late for it. */
  readonly floatP50Ms: number
  readonly floatP90Ms: number
  /** Order to availability, ms, with repeated factory tests, damage and what follows. */
  readonly leadP50Ms: number
  readonly leadP90Ms: number
  /** Where the lead time comes from. */
  readonly source: string
  readonly confidence: 'high' | 'medium' | 'low'
  readonly monthLater: MonthLater
}

/** One row: equipment of one kind that is ordered together, a lot of racks, a feed, a plant, a system or the building of a block. */
export interface ScheduleItem {
  /** Path, such as `block[0]/chillers`, `grid/feed[main]`, `generation[bridge]`. */
  readonly id: string
  readonly label: string
  readonly group: ScheduleGroup
  /** Block index, −1 for the site. */
  readonly block: number
  /** Machines or racks in the row; null where the file leaves their number to the design. */
  readonly count: number | null
  /** Place in the scenario, keys and indexes. */
  readonly path: readonly (string | number)[]
  readonly steps: readonly ScheduleStep[]
  /** Only for what is ordered. */
  readonly order: OrderDates | null
}

/** What sets the date of a block: the item whose step came last on the chain before the block’s own ones, and how often. */
export interface ScheduleDriver {
  readonly item: string
  readonly label: string
  /** Share of draws. */
  readonly fraction: number
}

/** IT power that waits for what is missing after its promised day, MW·months: mean and quantiles over draws. */
export interface IdlePower {
  readonly mean: number
  readonly p50: number
  readonly p90: number
}

/** The schedule with every slip of land, grid and plants at one quantile, and all else at its median. */
export interface SlipCase {
  /** Probability of the quantile; null for no slip at all. */
  readonly slipQuantile: number | null
  /** Delay of each block, months, in block order, and what that idles, MW·months. */
  readonly blockMonths: readonly number[]
  readonly idleMegawattMonths: number
}

export interface BlockSchedule {
  /** Id and name of the block. */
  readonly id: string
  readonly label: string
  readonly block: number
  readonly itW: number
  readonly accelerators: number
  /** The promised day. */
  readonly promisedMs: number
  /** Commissioned, energised and cooled. */
  readonly ready: DateBand
  /** Last rack accepted in a ready block. */
  readonly inService: DateBand
  /** Share of draws in which it is ready by the promised day. */
  readonly onTimeFraction: number
  /** Mean delay of its accelerators beyond the promised day, months, within the horizon. */
  readonly delayMonths: number
  /** IT power that waits after the promised day for what is missing, within the horizon. */
  readonly idle: IdlePower
  /** Steps of the chain that sets the ready date when every duration is at its median, first to last. */
  readonly criticalPath: readonly string[]
  /** Most frequent first. */
  readonly drivers: readonly ScheduleDriver[]
}

export interface ScheduleReport {
  /** Day number of time 0 (days since 1970-01-01). */
  readonly startDay: number
  readonly horizonMs: number
  readonly seed: number
  readonly draws: number
  /** Whether runs draw these dates too, or take equipment and commissioning as planned. */
  readonly runDraws: { readonly procurement: boolean; readonly commissioning: boolean }
  readonly blocks: readonly BlockSchedule[]
  /** Of all blocks together. */
  readonly idle: IdlePower
  readonly cases: readonly SlipCase[]
  /** Site first, then block by block. */
  readonly items: readonly ScheduleItem[]
}

/** What may be chosen about the report. */
export interface ScheduleChoices {
  /** Draws for the quantiles; 200 when left out. */
  readonly draws?: number
}
