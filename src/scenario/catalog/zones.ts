/**
 * Time zones that the product supports, compiled in so that civil time never depends on the host. Offsets are of standard time.
 * Source: IANA time zone database rules in force since 2007 (United States) and 1996 (European Union).
 */

/** Daylight-saving rule: dates on which clocks change, in local standard time. */
export type DaylightRule = 'none' | 'northAmerica' | 'europe' | 'southEastAustralia'

export interface Zone {
  readonly id: string
  /** Minutes east of UTC in standard time. */
  readonly standardOffsetMin: number
  readonly daylight: DaylightRule
}

const zone = (id: string, hours: number, daylight: DaylightRule): Zone => ({ id, standardOffsetMin: hours * 60, daylight })

export const ZONES: readonly Zone[] = [
  zone('UTC', 0, 'none'),
  zone('America/New_York', -5, 'northAmerica'),
  zone('America/Toronto', -5, 'northAmerica'),
  zone('America/Chicago', -6, 'northAmerica'),
  zone('America/Denver', -7, 'northAmerica'),
  zone('America/Phoenix', -7, 'none'),
  zone('America/Los_Angeles', -8, 'northAmerica'),
  zone('America/Sao_Paulo', -3, 'none'),
  zone('Europe/Dublin', 0, 'europe'),
  zone('Europe/Lisbon', 0, 'europe'),
  zone('Europe/London', 0, 'europe'),
  zone('Europe/Amsterdam', 1, 'europe'),
  zone('Europe/Berlin', 1, 'europe'),
  zone('Europe/Madrid', 1, 'europe'),
  zone('Europe/Oslo', 1, 'europe'),
  zone('Europe/Paris', 1, 'europe'),
  zone('Europe/Stockholm', 1, 'europe'),
  zone('Europe/Zurich', 1, 'europe'),
  zone('Europe/Helsinki', 2, 'europe'),
  zone('Asia/Dubai', 4, 'none'),
  zone('Asia/Kolkata', 5.5, 'none'),
  zone('Asia/Singapore', 8, 'none'),
  zone('Asia/Kuala_Lumpur', 8, 'none'),
  zone('Asia/Shanghai', 8, 'none'),
  zone('Asia/Seoul', 9, 'none'),
  zone('Asia/Tokyo', 9, 'none'),
  zone('Australia/Sydney', 10, 'southEastAustralia'),
]

export function findZone(id: string): Zone | undefined {
  return ZONES.find(candidate => candidate.id === id)
}
