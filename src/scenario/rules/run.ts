/** Rules of the run itself: horizon, window, site. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const MAX_YEARS = 15
const MAX_DAYS = Math.ceil(MAX_YEARS * 365.25)

export const runRules: readonly Rule[] = [
  rule('horizon', 'error', ['horizon'], ({ horizon: { start, end } }): Finding[] => {
    if (end <= start) return [{ path: ['horizon', 'end'], message: 'is not after the start', value: formatDate(end), allowed: `after ${formatDate(start)}` }]
    if (end - start > MAX_DAYS) return [{ path: ['horizon', 'end'], message: `makes a horizon of more than ${MAX_YEARS} years`, value: formatDate(end), allowed: `at most ${formatDate(start + MAX_DAYS)}` }]
    return []
  }),
  rule('sustained-window', 'error', ['ledger'], ({ ledger: { sustainedWindow } }): Finding[] =>
    sustainedWindow % DAY_MS === 0 ? [] : [{ path: ['ledger', 'sustainedWindow'], message: 'is not a whole number of days', allowed: 'such as 1 day, 7 days or 28 days' }]),
  rule('window', 'error', ['window'], ({ window }): Finding[] => (DAY_MS % window === 0 ? [] : [{ path: ['window'], message: 'does not divide a day', allowed: 'such as 1 day, 6 hours or 15 minutes' }])),
]
