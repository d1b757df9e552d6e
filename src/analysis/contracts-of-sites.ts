/**
 * Contracts of a file with several sites. One that reads the same at all of them stands at the top of the file: it is kept by all sites
 * together, so that one may stand in for another. One that a site has for itself is that site's.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { type RunOfSite, runsBySite } from './by-site.ts'
import type { RunMonths } from './money-months.ts'
import { type Contract, type ContractRevenue, contractRevenues, earningContracts } from './revenue.ts'

type Contracts = Readonly<Record<string, Contract>>

/** Contracts that read the same at all sites. */
function sharedContracts(sites: readonly RunOfSite[]): Contracts {
  const [{ scenario: first }] = sites
  const isShared = ([id, contract]: [string, Contract]): boolean => sites.every(({ scenario: { money } }) => JSON.stringify(money.contracts[id]) === JSON.stringify(contract))
  return Object.fromEntries(Object.entries(first.money.contracts).filter(isShared))
}

const withContracts = (scenario: Scenario, contracts: Contracts, isPriced: (service: string) => boolean): Scenario =>
  ({ ...scenario, money: { ...scenario.money, contracts }, workload: scenario.workload.filter(({ id }) => isPriced(id)) })

const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, month) => value + b[month])

/** A contract of the same name at another site, added month by month; the price of an hour is the dearer one. */
function together(a: ContractRevenue, b: ContractRevenue): ContractRevenue {
  const sum = { ...a, amount: added(a.amount, b.amount), usd: added(a.usd, b.usd), creditUsd: added(a.creditUsd, b.creditUsd) }
  if (a.committedH === undefined || a.deliveredH === undefined || a.hourUsd === undefined || b.committedH === undefined || b.deliveredH === undefined || b.hourUsd === undefined) return sum
  const [one, other] = [a.hourUsd, b.hourUsd]
  return { ...sum, committedH: added(a.committedH, b.committedH), deliveredH: added(a.deliveredH, b.deliveredH), hourUsd: one.map((usd, month) => Math.max(usd, other[month])) }
}

/** All contracts of all sites over the months of their run together. */
export function contractsOfSites(scenario: Scenario, run: RunResult, months: RunMonths): ContractRevenue[] {
  const sites = runsBySite(scenario, run)
  const shared = sharedContracts(sites)
  const own = sites.map(({ scenario: { money } }) => Object.fromEntries(Object.entries(money.contracts).filter(([id]) => shared[id] === undefined)))
  const atSites = new Set(own.flatMap(contracts => Object.values(contracts).flatMap(contract => (contract.kind === 'per-token' ? [contract.service] : []))))
  const all = [
    ...contractRevenues(withContracts(scenario, shared, id => !atSites.has(id)), run, months),
    ...sites.flatMap((site, index) => contractRevenues(withContracts(site.scenario, own[index], id => atSites.has(id)), site.run, months)),
  ]
  const found = new Map<string, ContractRevenue>()
  for (const each of all) {
    const before = found.get(each.id)
    found.set(each.id, before === undefined ? each : together(before, each))
  }
  return [...found.values()]
}

/** Whether anything earns money, at whichever site. */
export const hasEarnings = (scenario: Scenario): boolean => [scenario, ...(scenario.sites ?? []).map(site => site.scenario)].some(each => earningContracts(each).length > 0)

/** The scenario of each site as its own accounts see it: accelerators that all sites reserve together are shared out by their fleets. */
export function accountsOfSites(scenario: Scenario, run: RunResult): RunOfSite[] {
  const sites = runsBySite(scenario, run)
  const shared = sharedContracts(sites)
  return sites.map(site => {
    const part = site.run.acceleratorCount / run.acceleratorCount
    const contracts = Object.fromEntries(Object.entries(site.scenario.money.contracts).map(([id, contract]): [string, Contract] =>
      [id, contract.kind !== 'reserved' || contract.accelerators === undefined || shared[id] === undefined ? contract : { ...contract, accelerators: contract.accelerators * part }]))
    return { run: site.run, scenario: { ...site.scenario, money: { ...site.scenario.money, contracts } } }
  })
}
