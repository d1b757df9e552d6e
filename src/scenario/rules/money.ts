/** Rules of money: what is paid and earned is stated once, by somebody who exists, over a time that exists. */
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Contract = Scenario['money']['contracts'][string]

const SHARE_TOLERANCE = 1e-6
/** Sums of parts agree with their total within half a percent. */
const PART_TOLERANCE = 0.005

const contractsOf = ({ money }: Pick<Scenario, 'money'>): [string, Contract][] => Object.entries(money.contracts)
const at = (id: string, ...steps: (string | number)[]): Finding['path'] => ['money', 'contracts', id, ...steps]

/** Prices of a contract with their places. */
function pricesOf([id, contract]: [string, Contract]): { path: Finding['path']; price: number }[] {
  if (contract.kind === 'per-token') return [{ path: at(id, 'input'), price: contract.input }, { path: at(id, 'output'), price: contract.output }]
  return [{ path: at(id, 'price'), price: contract.price }, ...contract.steps.map(({ price }, index) => ({ path: at(id, 'steps', index, 'price'), price }))]
}

const spendSections = ({ money }: Pick<Scenario, 'money'>) => [['facility', money.facility.spend], ['accelerators', money.accelerators.spend]] as const

export const moneyRules: readonly Rule[] = [
  rule('negative-price', 'error', ['money'], scenario =>
    contractsOf(scenario).flatMap((entry): Finding[] => (entry[1].allowNegative ? [] : pricesOf(entry).flatMap(({ path, price }) => (price < 0 ? [{ path, message: 'is negative', allowed: 'from 0, or allowNegative: true to confirm it' }] : [])))),
  ),
  rule('price-twice', 'error', ['money'], scenario =>
    contractsOf(scenario).flatMap(([id, contract]): Finding[] =>
      (contract.kind !== 'per-token' && contract.steps.length > 0 && contract.decay !== 0 ? [{ path: at(id, 'decay'), message: 'changes a price that steps change already', value: `${contract.decay} and ${contract.steps.length} steps`, allowed: 'either decay or steps' }] : [])),
  ),
  rule('contract-term', 'error', ['money'], scenario =>
    contractsOf(scenario).flatMap(([id, contract]): Finding[] => {
      if (contract.from !== undefined && contract.until !== undefined && contract.until <= contract.from) return [{ path: at(id, 'until'), message: 'is not after the first day of the contract', allowed: 'a later day, or none' }]
      const late = contract.kind === 'per-token' ? -1 : contract.steps.findIndex(({ from }, index) => from <= (index === 0 ? (contract.from ?? -Infinity) : contract.steps[index - 1].from))
      return late < 0 ? [] : [{ path: at(id, 'steps', late, 'from'), message: 'is not after the price before it', allowed: 'steps in order of time' }]
    }),
  ),
  rule('contract-tenant', 'error', ['money', 'tenants'], ({ money, tenants }) =>
    contractsOf({ money }).flatMap(([id, contract]): Finding[] =>
      (!('tenant' in contract) || Object.hasOwn(tenants, contract.tenant) ? [] : [{ path: at(id, 'tenant'), message: 'is no tenant', value: contract.tenant, allowed: Object.keys(tenants).join(', ') || 'a name of the section `tenants`, which has none', nearest: nearestName(contract.tenant, Object.keys(tenants)) }])),
  ),
  rule('contract-service', 'error', ['money', 'workload'], ({ money, workload }) => {
    const services = workload.filter(({ source }) => source === 'inference' || source === ('agents' as string)).map(({ id }) => id)
    return contractsOf({ money }).flatMap(([id, contract]): Finding[] =>
      (contract.kind !== 'per-token' || services.includes(contract.service) ? [] : [{ path: at(id, 'service'), message: 'is no service of the workload', value: contract.service, allowed: services.join(', ') || 'an entry of the workload that serves, of which there is none', nearest: nearestName(contract.service, services) }]))
  }),
  rule('contract-accelerators', 'error', ['money', 'tenants'], ({ money, tenants }) =>
    contractsOf({ money }).flatMap(([id, contract]): Finding[] => {
      if (contract.kind !== 'reserved' || contract.accelerators !== undefined || !Object.hasOwn(tenants, contract.tenant)) return []
      const { commitments } = tenants[contract.tenant] as { readonly commitments?: readonly unknown[] }
      return commitments === undefined || commitments.length === 0 ? [{ path: at(id), message: 'reserves nothing', allowed: 'accelerators, or commitments of the tenant' }] : []
    }),
  ),
  rule('spend-shares', 'error', ['money'], scenario =>
    spendSections(scenario).flatMap(([key, spend]): Finding[] => {
      const sum = spend.reduce((all, { share }) => all + share, 0)
      return Math.abs(sum - 1) <= SHARE_TOLERANCE ? [] : [{ path: ['money', key, 'spend'], message: 'does not pay the capital once', value: `${Math.round(sum * 1000) / 10} %`, allowed: 'shares that sum to 100 %' }]
    }),
  ),
  rule('facility-parts', 'error', ['money'], ({ money: { facility } }): Finding[] => {
    const parts = Object.values(facility.parts)
    const sum = parts.reduce((all, { capex }) => all + capex, 0)
    if (parts.length === 0 || Math.abs(sum - facility.capex) <= PART_TOLERANCE * facility.capex) return []
    return [{ path: ['money', 'facility', 'parts'], message: 'do not sum to the capital of the facility', value: `${sum} USD/kW`, allowed: `parts that sum to ${facility.capex} USD/kW, or another capex` }]
  }),
  rule('energy-twice', 'error', ['money', 'grid'], ({ money, grid: { tariff } }): Finding[] =>
    (money.lease.price > 0 && money.lease.includesPower && (tariff.energy > 0 || tariff.periods.length > 0) ? [{ path: ['money', 'lease', 'includesPower'], message: 'counts electricity that the tariff bills as well', value: 'true', allowed: 'a tariff with energy: 0 USD/MWh and demand: 0 USD/kW/month, or false' }] : []),
  ),
  rule('facility-twice', 'warn', ['money'], ({ money }): Finding[] =>
    (money.lease.price > 0 && money.facility.capex > 0 ? [{ path: ['money', 'lease', 'price'], message: 'rents a facility whose capital is counted as well', allowed: 'money.facility.capex: 0 USD/kW, or no rent' }] : []),
  ),
  rule('life-beyond-refresh', 'warn', ['money', 'blocks'], ({ money, blocks }) =>
    blocks.flatMap((block, index) => block.racks.flatMap(({ life }, lot): Finding[] =>
      (life === undefined || life / 31_557_600_000 >= money.accelerators.life ? [] : [{ path: ['blocks', index, 'racks', lot, 'life'], message: `is shorter than the ${money.accelerators.life} years over which accelerators are paid`, allowed: 'money.accelerators.life of no more than the life of the lot; what is left is written off when it goes' }]))),
  ),
]
