/**
 * Typed tables that a run needs besides the scenario's text: what importers make of a file, and what `assemble` hands to the engine.
 * All columns are in engine units; hours are hours of local standard time, row 0 from midnight on.
 */
import type { NumberColumn } from '../base/packed-column.ts'

/** Where a weather record was taken. */
export interface WeatherLocation {
  readonly latitudeDeg: number
  /** East positive. */
  readonly longitudeDeg: number
  readonly elevationM: number
  /** Local standard time minus UTC, h. */
  readonly utcOffsetH: number
}

/** Extremes that no typical year contains; the site must still work on such a day. */
export interface WeatherDesign {
  /** Mean and standard deviation of the hottest hour of each year. */
  readonly dryBulbMaxMeanC: number
  readonly dryBulbMaxSdK: number
  /** Mean and standard deviation of the coldest hour of each year. */
  readonly dryBulbMinMeanC: number
  readonly dryBulbMinSdK: number
  /** Highest wet bulb on record. */
  readonly wetBulbMaxC: number
  /** Publication of the figures. */
  readonly source: string
}

/** A weather file as read: one year of hours. */
export interface WeatherTable {
  /** Name of the place and of the data set, for provenance. */
  readonly source: string
  readonly location: WeatherLocation
  /** 8760, or 8784 with a 29 February. Row 0 is the first hour of 1 January. */
  readonly hours: number
  readonly dryBulbC: Float64Array
  readonly dewPointC: Float64Array
  /** 0–1. */
  readonly relativeHumidityFraction: Float64Array
  readonly pressurePa: Float64Array
  /** Global horizontal irradiance, W/m², mean of the hour; NaN where the file has none. */
  readonly solarWPerM2: Float64Array
  /** Wind, m/s; NaN where the file has none. */
  readonly windMps: Float64Array
  /** Absent when the file states no design conditions. */
  readonly design?: WeatherDesign
}

/** The day that a site must survive, warming up to the end of the run included. */
export interface DesignDay {
  /** Dry bulb exceeded once in twenty years, and the wet bulb and humidity of the place's hottest hours at it. */
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly humidityRatio: number
  readonly pressurePa: number
  /** Highest wet bulb on record; sizes towers, separately from the hottest day. */
  readonly wetBulbMaxC: number
  /** Coldest hour in twenty years, without warming. */
  readonly dryBulbMinC: number
}

/** Weather of every hour of a run, derived once before it starts. */
export interface WeatherSeries {
  readonly source: string
  /** Day number (days since 1970-01-01) whose local standard midnight is hour 0. */
  readonly startDay: number
  readonly hours: number
  readonly dryBulbC: Float64Array
  /** Thermodynamic wet bulb; never above the dry bulb. */
  readonly wetBulbC: Float64Array
  /** kg of water per kg of dry air. */
  readonly humidityRatio: Float64Array
  readonly pressurePa: Float64Array
  /** Absent when the source states no design extremes. */
  readonly designDay?: DesignDay
}

/** Carbon intensity of a grid over a year of hours. */
export interface CarbonTable {
  /** Name of the file or data set, for provenance. */
  readonly source: string
  /** 8760, or 8784 with a 29 February. Row 0 is the first UTC hour of 1 January. */
  readonly hours: number
  /** g of CO₂ per kWh. */
  readonly gPerKWh: Float64Array
}

/** A recorded list of batch jobs, one row a job, in order of submission. */
export interface JobTrace {
  /** Name of the trace, for provenance. */
  readonly source: string
  /** Submission after the start of the trace, ms. */
  readonly submitMs: NumberColumn
  /** Run time, ms. */
  readonly runMs: NumberColumn
  /** The user's request, ms; the run time where the trace has none. */
  readonly requestedMs: NumberColumn
  /** Processors asked for. */
  readonly processors: NumberColumn
  /** How the job ended, by `TRACE_END`; completed where the trace does not say. */
  readonly ends?: NumberColumn
  /** User of the job, from 0 on; −1 for unknown. Left out where the trace names none. */
  readonly users?: NumberColumn
  /** Jobs that follow others, where the replay asks for it or the file states it. */
  readonly links?: JobLinks
  /** Lines of the file that were left out. */
  readonly leftOut?: number
}

/** Which jobs of a trace come when others are over: those at `begin[row]` … `begin[row + 1] − 1` of `parents`, all above `row`. */
export interface JobLinks {
  readonly begin: Uint32Array
  readonly parents: Int32Array
  /** From the end of the last of them to the submission, by row, ms; NaN where the recorded time of submission is to be kept. */
  readonly thinkMs: Float64Array
}

/** Ends of recorded jobs; `open` ones had not ended when the trace was taken. */
export const TRACE_END = { completed: 0, failed: 1, cancelled: 2, nodeFailed: 3, open: 4 } as const

/** A recorded stream of requests to an inference service, in order of arrival. */
export interface RequestTrace {
  /** Name of the trace, for provenance. */
  readonly source: string
  /** Arrival after the first request, ms. */
  readonly arrivalMs: Float64Array
  readonly promptTokens: Uint32Array
  readonly outputTokens: Uint32Array
  /** Lines of the file that were left out. */
  readonly leftOut: number
}

/** A recorded stream of requests as a service is asked: how many in every minute, and how often each length of prompts and answers came. */
export interface RequestDemand {
  /** Name of the trace, for provenance. */
  readonly source: string
  /** Requests by minute from that of the first one on. */
  readonly minutes: Float64Array
  /** Requests by tokens of the prompt, and of the answer. */
  readonly promptCounts: Float64Array
  readonly outputCounts: Float64Array
  /** Lines of the file that were left out. */
  readonly leftOut: number
}
