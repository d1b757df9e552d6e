import { backfill } from '../backfill.ts'
import { definePolicy } from '../policy.ts'

/**
 * Shortest job first with ageing: every hour of waiting counts as an hour less of the request, so that a long job falls behind those alone
 * that come within its own length. Gaps are filled as in EASY backfill.
 */
export const shortestFirst = definePolicy({
  id: 'shortest-first',
  label: 'Shortest job first, ageing',
  summary: 'Jobs queue by the time at which they would end had they started when they came; later ones may fill gaps as in EASY backfill.',
  lookAhead: scheduler => (scheduler.backfill.reservations > 1 ? 'profile' : 'none'),
  orderMs: ({ submitMs, requestedMs }) => submitMs + requestedMs,
  decide: backfill,
})
