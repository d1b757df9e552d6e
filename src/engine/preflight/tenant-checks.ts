/** Tenants before a run: a workload whose smallest job no tenant may ever run would wait for ever; commitments that the contract does not cover. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { tenantsOfEntry } from '../../scenario/sites.ts'
import { createPartitions, isolatedNodes } from '../compute/partitions.ts'
import { mostOf, quotasOf } from '../compute/quotas.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

/** Most accelerators that a tenant and those above it may ever hold, with what they borrow. */
function quotaOf(tenants: Scenario['tenants'], name: string): number {
  const names = Object.keys(tenants)
  const quotas = quotasOf(tenants)
  let least = Infinity
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined && Object.hasOwn(tenants, at) && !seen.has(at); at = tenants[at].parent) {
    seen.add(at)
    least = Math.min(least, mostOf(quotas, names.indexOf(at) + 1))
  }
  return least
}

/** Accelerators contracted on a day. */
function contractedOn({ lots, startDay }: World, day: number): number {
  const atMs = (day - startDay) * DAY_MS
  let sum = 0
  for (let lot = 0; lot < lots.count; lot++) if (lots.contractMs[lot] <= atMs && lots.retireMs[lot] > atMs) sum += lots.accelerators[lot]
  return sum
}

/** The first day on which more is committed than the contract of the day allows, by the commitment that is too much. */
function commitmentFindings({ tenants, horizon, scheduler: { oversell } }: Scenario, world: World): Finding[] {
  const all = Object.entries(tenants).flatMap(([name, { commitments }]) =>
    commitments.map(({ accelerators, from, until }, at) => ({ path: ['tenants', name, 'commitments', at, 'accelerators'], accelerators, from: Math.max(horizon.start, from ?? horizon.start), until: until ?? Infinity })))
  const contractDays = Array.from(world.lots.retireMs, ms => Math.ceil(ms / DAY_MS) + horizon.start)
  const days = [...new Set([...all.map(({ from }) => from), ...contractDays])].filter(day => day < horizon.end).sort((a, b) => a - b)
  for (const day of days) {
    const most = contractedOn(world, day) * oversell
    let sum = 0
    for (const { path, accelerators, from, until } of all) {
      if (day < from || day >= until) continue
      sum += accelerators
      if (sum <= most) continue
      const allowed = `at most ${Math.floor(most)} on ${formatDate(day)}, what is contracted then${oversell > 1 ? ` times ${oversell}` : ''}; scheduler.oversell allows more`
      return [{ severity: 'error', code: 'commitment-oversold', path, message: `brings the commitments to ${sum} accelerators`, value: `${accelerators}`, allowed }]
    }
  }
  return []
}

/** Hard reservations of accelerators that are not contracted, or no longer, on some day. */
function reservationFindings({ tenants, horizon }: Scenario, world: World): Finding[] {
  const all = Object.entries(tenants).flatMap(([name, { reservations }]) =>
    reservations.map(({ accelerators, from, until, kind }, at) => ({ path: ['tenants', name, 'reservations', at], accelerators, from, until: until ?? horizon.end, kind })))
  const outside = all.flatMap(({ path, from }): Finding[] =>
    from >= horizon.start && from < horizon.end ? [] : [{ severity: 'error', code: 'reservation-horizon', path: [...path, 'from'], message: 'is outside the horizon', value: formatDate(from), allowed: `${formatDate(horizon.start)} to ${formatDate(horizon.end - 1)}` }])
  const hard = all.filter(({ kind }) => kind === 'hard')
  const changes = Array.from(world.lots.retireMs, ms => Math.ceil(ms / DAY_MS) + horizon.start)
  for (const day of [...new Set([...hard.map(({ from }) => from), ...changes])].filter(each => each < horizon.end).sort((a, b) => a - b)) {
    const most = contractedOn(world, day)
    let sum = 0
    for (const { path, accelerators, from, until } of hard) {
      if (day < from || day >= until) continue
      sum += accelerators
      if (sum > most) return [...outside, { severity: 'error', code: 'reservation-capacity', path: [...path, 'accelerators'], message: `brings the hard reservations to ${sum} accelerators on ${formatDate(day)}`, value: `${accelerators}`, allowed: `at most ${most}, what is contracted then` }]
    }
  }
  return outside
}

/** Racks that are one tenant's alone: they must exist, be no other's, and leave room for the smallest jobs of everybody. */
function isolationFindings({ tenants, workload }: Scenario, world: World): Finding[] {
  const names = Object.keys(tenants)
  const taken: { name: string; range: readonly [number, number] }[] = []
  const found = names.flatMap((name): Finding[] => {
    const { isolation } = tenants[name]
    if (isolation === undefined) return []
    const range = isolatedNodes(world, tenants[name])
    const path = ['tenants', name, 'isolation']
    if (range === undefined) return [{ severity: 'error', code: 'isolation-racks', path, message: 'names racks that are not there', value: `${isolation.block ?? 'the site'}, from ${isolation.firstRack}`, allowed: `racks of ${world.blocks.path.join(', ')}` }]
    const other = taken.find(each => each.range[0] < range[1] && range[0] < each.range[1])
    if (other !== undefined) return [{ severity: 'error', code: 'isolation-overlap', path, message: `takes racks that are ${other.name}’s alone`, value: `${isolation.block ?? 'the site'}, from ${isolation.firstRack}`, allowed: 'racks that no other tenant has' }]
    taken.push({ name, range })
    return []
  })
  return found.length > 0 ? found : sizeFindings(workload, world, tenants)
}

/** Smallest jobs that are larger than the part of the site where they may run. */
function sizeFindings(workload: Scenario['workload'], world: World, tenants: Scenario['tenants']): Finding[] {
  const partitions = createPartitions(world, tenants)
  if (partitions === undefined) return []
  const names = Object.keys(tenants)
  const atom = world.nodes.accelerators.reduce((least, count) => Math.min(least, count), Infinity)
  return workload.flatMap((entry, index): Finding[] => {
    if (entry.source === 'inference' && tenantsOfEntry(entry).length > 1 && partitions.nodes[0] === 0) {
      return [{ severity: 'error', code: 'isolation-size', path: ['workload', index, 'tenants'], message: 'share a service, which runs on what is no tenant’s alone, and nothing is', value: tenantsOfEntry(entry).join(', '), allowed: 'racks outside of tenants.X.isolation, or a service of one tenant' }]
    }
    if (entry.source !== 'training-mix' || entry.smallest === undefined) return []
    const { smallest } = entry
    const owners = Object.keys(entry.tenants)
    return (owners.length === 0 ? [''] : owners).flatMap((name): Finding[] => {
      const nodes = partitions.nodes[partitions.ofTenant(names.indexOf(name) + 1)]
      const needed = Math.ceil(smallest / atom)
      return needed <= nodes ? [] : [{ severity: 'error', code: 'isolation-size', path: ['workload', index, 'smallest'], message: `is more than the ${nodes} nodes where ${name === '' ? 'work without a tenant' : name} may run`, value: `${smallest}`, allowed: `at most ${nodes * atom}` }]
    })
  })
}

export const tenantFindings = (scenario: Scenario, world: World): Finding[] => [...quotaFindings(scenario, world), ...commitmentFindings(scenario, world), ...reservationFindings(scenario, world), ...isolationFindings(scenario, world)]

function quotaFindings({ tenants, workload }: Scenario, world: World): Finding[] {
  const atom = world.nodes.accelerators.reduce((least, count) => Math.min(least, count), Infinity)
  if (!Number.isFinite(atom)) return []
  return workload.flatMap((entry, index): Finding[] => {
    if (entry.source !== 'training-mix') return []
    const needed = Math.ceil(entry.smallest / atom) * atom
    return Object.keys(entry.tenants).flatMap((name): Finding[] => {
      const quota = quotaOf(tenants, name)
      if (quota >= needed) return []
      const allowed = `jobs of at most ${Math.floor(quota / atom) * atom} accelerators, or a quota of at least ${needed}`
      return [{ severity: 'error', code: 'quota-size', path: ['workload', index, 'tenants', name], message: `may hold ${quota} accelerators, and the smallest job takes ${needed} in whole nodes`, value: `${entry.smallest}`, allowed }]
    })
  })
}
