/** Rules of the tariff: every hour has one price, contracts make sense. */
import { cellText, firstMiscovered } from '../tariff-hours.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const at = (...steps: (string | number)[]): Finding['path'] => ['grid', 'tariff', ...steps]
const HOURS_PER_DAY = 24

export const tariffRules: readonly Rule[] = [
  rule('TARIFF_GAP', 'error', ['grid'], ({ grid: { tariff } }): Finding[] => {
    const missing = firstMiscovered(tariff, false)
    return missing === undefined ? [] : [{ path: at('periods'), message: 'leave hours without a price', value: cellText(missing.cell), allowed: 'periods that cover every hour of the year; add one, or widen months, days or hours' }]
  }),
  rule('TARIFF_OVERLAP', 'error', ['grid'], ({ grid: { tariff } }): Finding[] => {
    const twice = firstMiscovered(tariff, true)
    return twice === undefined ? [] : [{ path: at('periods'), message: `give hours more than one price: ${twice.ids.join(' and ')}`, value: cellText(twice.cell), allowed: 'one period for every hour of the year' }]
  }),
  rule('PPA_NEG', 'error', ['grid'], ({ grid: { tariff } }) =>
    tariff.contracts.flatMap(({ strike, allowNegative }, index): Finding[] => (strike >= 0 || allowNegative ? [] : [{ path: at('contracts', index, 'strike'), message: 'is negative', allowed: 'from 0 USD/MWh, or allowNegative: true to confirm it' }])),
  ),
  rule('PPA_VOLUME', 'error', ['grid'], ({ grid: { tariff } }) =>
    tariff.contracts.flatMap(({ share, power }, index): Finding[] => ((share === undefined) === (power === undefined) ? [{ path: at('contracts', index), message: share === undefined ? 'states no energy' : 'states its energy twice', allowed: 'either share or power' }] : [])),
  ),
  rule('CI_LEN', 'error', ['grid'], ({ grid: { carbonShape } }): Finding[] => (carbonShape.length === 0 || carbonShape.length === HOURS_PER_DAY ? [] : [{ path: ['grid', 'carbonShape'], message: 'does not state every hour of a day', value: `${carbonShape.length} numbers`, allowed: `${HOURS_PER_DAY} numbers` }])),
]
