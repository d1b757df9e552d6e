/** What is out of service at a moment and what took over, in words: what marks and lines of the scene say to the eye. */
import { formatNumber } from '../format.ts'
import { incidentPlaces, placesAt } from './incident-places.ts'
import type { SiteNow } from './site-now.ts'
import { transfersAt, transfersOf } from './transfers.ts'

/** So many are named, the others counted. */
const NAMED = 3

/** A sentence for what failed and one for every load that went over; none while all is well. */
export function outWords(now: Pick<SiteNow, 'scenario' | 'plan' | 'run' | 'atMs'>): string[] {
  const out = placesAt(incidentPlaces(now), now.atMs)
  const names = out.slice(0, NAMED).map(({ words }) => words)
  const rest = out.length > NAMED ? ` and ${formatNumber(out.length - NAMED)} more` : ''
  const failed = out.length === 0 ? [] : [`Out: ${names.join('; ')}${rest}`]
  return [...failed, ...new Set(transfersAt(transfersOf(now), now.atMs).map(({ words }) => words))]
}
