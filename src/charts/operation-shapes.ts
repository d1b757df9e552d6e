/** What the charts of power, cooling, networks, jobs, faults and carbon draw, as plain data; `operations-data.ts` makes it from runs. */

export interface CarbonMonth {
  /** `2027-03`. */
  readonly month: string
  readonly fromDay: number
  readonly toDay: number
  /** Location based, t: mean, lowest and highest replication. */
  readonly gridT: number
  readonly low: number
  readonly high: number
}

export interface CarbonData {
  readonly startDay: number
  readonly endDay: number
  readonly months: readonly CarbonMonth[]
  /** Of fuel burnt on site over all months, t. */
  readonly fuelT: number
  /** Useful accelerator-hours over all months. */
  readonly usefulH: number
  readonly replications: number
}

export interface FailureRow {
  readonly label: string
  /** Means over replications. */
  readonly count: number
  readonly downH: number
  /** Lowest and highest replication of the hours. */
  readonly low: number
  readonly high: number
}

export interface FailureData {
  /** Most node-hours first. */
  readonly rows: readonly FailureRow[]
  readonly replications: number
}

export interface GanttJob {
  readonly job: number
  readonly label: string
  /** Index into `entries`. */
  readonly entry: number
  readonly accelerators: number
  /** Days since 1970; the start is null for a job that never ran, the end for one that is not over. */
  readonly submitDay: number
  readonly startDay: number | null
  readonly endDay: number | null
  readonly outcome: string
  readonly interruptions: number
}

export interface JobGanttData {
  readonly startDay: number
  readonly endDay: number
  /** How far is simulated. */
  readonly reachedDay: number
  readonly entries: readonly string[]
  /** In order of submission. */
  readonly jobs: readonly GanttJob[]
  /** Jobs of the run, and accelerator-hours from first start to end of those shown and of all. */
  readonly count: number
  readonly shownHours: number
  readonly allHours: number
  /** False where the run wrote down no jobs. */
  readonly isRecorded: boolean
}

/** Draw that is reached or exceeded for a share of the time, MW: least, middle and highest replication. */
export interface DurationPoint {
  readonly share: number
  readonly siteMW: readonly [low: number, middle: number, high: number]
  readonly itMW: readonly [low: number, middle: number, high: number]
}

export interface LoadDurationData {
  /** From the highest draw (share 0) to the lowest (share 1). */
  readonly points: readonly DurationPoint[]
  readonly replications: number
  /** Length of the spans whose means are sorted, h. */
  readonly spanH: number
}

export interface NetworkLoadData {
  readonly startDay: number
  readonly endDay: number
  readonly binDays: number
  /** Highest share by column and tier; NaN where nothing is known. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[]
}

export interface PowerStackWeek {
  readonly fromDay: number
  readonly toDay: number
  /** Means, MW. */
  readonly itMW: number
  readonly coolingMW: number
  readonly lossMW: number
  /** Asked for and not served. */
  readonly notServedMW: number
  /** Lowest and highest replication of what the site draws. */
  readonly low: number
  readonly high: number
}

export interface PowerStackData {
  readonly startDay: number
  /** End of the axis; later than the last week while a run is under way. */
  readonly endDay: number
  readonly weeks: readonly PowerStackWeek[]
  readonly replications: number
}

export interface QueueWeek {
  readonly fromDay: number
  readonly toDay: number
  /** Mean of the windows of the week: P10, median and P90 over replications. */
  readonly waiting: readonly [low: number, middle: number, high: number]
  readonly running: readonly [low: number, middle: number, high: number]
}

export interface QueueData {
  readonly startDay: number
  readonly endDay: number
  readonly weeks: readonly QueueWeek[]
  readonly replications: number
  /** Mean wait until the first start, h; NaN where no job started. */
  readonly meanWaitH: number
}

export interface TemperatureRow {
  readonly label: string
  /** Limit of the row, °C, and what it is called. */
  readonly limitC: number
  readonly limitName: string
  /** Warmest of each column, °C; NaN where nothing was measured. */
  readonly values: readonly number[]
}

export interface TemperatureData {
  readonly startDay: number
  readonly endDay: number
  readonly binDays: number
  readonly rows: readonly TemperatureRow[]
}

export interface WeatherScatterData {
  /** Outdoor temperature of each window, °C, what was measured in it, and its IT load as a share of the largest. */
  readonly celsius: Float64Array
  readonly value: Float64Array
  readonly load: Float64Array
  /** False where the run wrote down no weather. */
  readonly isRecorded: boolean
}
