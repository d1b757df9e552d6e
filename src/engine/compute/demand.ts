/** What a service is asked for: a daily cosine at each of the places that its requests come from, in the time of that place. */
import { cos } from '../../base/exact-math.ts'
import type { InferenceEntry } from '../../scenario/schema/workload.ts'

type Origin = InferenceEntry['origins'][number]

/** Demand by local hour as a share of the daily peak: a cosine between trough and peak. */
function dailyShape(trough: number, peakHour: number, hour: number): number {
  return trough + ((1 - trough) * (1 + cos((2 * Math.PI * (hour - peakHour)) / 24))) / 2
}

/** Requests per second of one origin when its clocks show `hour`, with the whole plan contracted; `perS` is the peak of all origins together. */
export function originDemandPerS({ trough, peakHour, origins, sessions }: InferenceEntry, origin: Origin, perS: number, hour: number): number {
  const shares = origins.reduce((sum, { share }) => sum + share, 0)
  return ((perS * origin.share) / shares) * dailyShape(sessions?.trough ?? trough, origin.peakHour ?? peakHour, hour)
}

/** Requests per second from everywhere with the whole plan contracted; `hourIn` tells the hour in a time zone, or at the site itself. */
export function demandPerS(entry: InferenceEntry, perS: number, hourIn: (timezone: string | undefined) => number): number {
  const { trough, peakHour, origins, sessions } = entry
  if (origins.length === 0) return perS * dailyShape(sessions?.trough ?? trough, peakHour, hourIn(undefined))
  return origins.reduce((sum, origin) => sum + originDemandPerS(entry, origin, perS, hourIn(origin.timezone)), 0)
}
