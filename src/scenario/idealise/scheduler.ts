/** Jobs start at once wherever accelerators are free: no quota, reservation, spare, topology, start-up or preemption. */
import type { SchedulerSection } from '../schema/scheduler.ts'
import type { TenantsSection } from '../schema/tenants.ts'
import type { WorkloadEntry } from '../schema/workload.ts'
import type { Change } from './change.ts'

function free(entry: WorkloadEntry): WorkloadEntry {
  if (entry.source === 'inference') return { ...entry, placement: undefined, coldStart: 0 }
  if (entry.source === 'trace' || entry.samplers === undefined) return { ...entry, placement: undefined, spares: 0 }
  return { ...entry, placement: undefined, spares: 0, samplers: { ...entry.samplers, placement: undefined } }
}

const unlimited = (tenants: TenantsSection): TenantsSection =>
  Object.fromEntries(Object.entries(tenants).map(([name, { quota: _quota, borrowingLimit: _borrowing, lendingLimit: _lending, isolation: _isolation, budget: _budget, ...tenant }]) => [name, { ...tenant, reservations: [] }]))

function agile(scheduler: SchedulerSection): SchedulerSection {
  return {
    ...scheduler,
    policy: scheduler.policy === 'fifo' ? 'easy-backfill' : scheduler.policy,
    placement: 'compact',
    preemption: { ...scheduler.preemption, mode: 'off', reclaim: 'never' },
    startup: { base: 0, perDoubling: 0 },
    spacing: 0,
    spares: { ...scheduler.spares, perBlock: 0, swap: 0 },
  }
}

export const withoutSchedulerLimits: Change = scenario => ({ ...scenario, scheduler: agile(scenario.scheduler), tenants: unlimited(scenario.tenants), workload: scenario.workload.map(free) })
