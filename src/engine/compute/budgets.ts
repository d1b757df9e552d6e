/**
 * Budgets of tenants: what their work holds costs money, and once that of the period is spent nothing of theirs starts until the next one; what
 * runs goes on. What is spent follows from what is held and the clock, so that nothing needs to happen when the money runs out; passes look. What
 * idles meanwhile is the limit of the tenant in the ledger, and is counted apart. Source: model specification, capacity allocation §8.2.
 */
import { DAY_MS } from '../../base/spans.ts'
import { budgetMs, periodOf } from '../../scenario/budgets.ts'
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

export interface Budgets {
  start(): void
  /** Work of a tenant and its parts holds so many accelerators more (or fewer). */
  hold(tenant: number, by: number): void
  /** Whether the money of the period is spent, here and at other sites. */
  isSpent(tenant: number): boolean
  /** Accelerator-ms that a tenant and its parts used here in the period. */
  usedMs(tenant: number): number
  /** So many accelerators idle for want of money from now on, in addition. */
  note(accelerators: number): void
  /** Brings their time up to now, before a pass counts anew. */
  settle(): void
  /** Accelerator-ms so far that idled for want of money. */
  heldBackMs(): number
}

/** Undefined where no tenant has a budget; `look` asks for a pass when a period begins. */
export function createBudgets(world: World, tenants: TenantsSection, kernel: Kernel, state: State, look: () => void, usedElsewhereMs: (tenant: number) => number = () => 0): Budgets | undefined {
  const plans = [undefined, ...Object.values(tenants).map(({ budget }) => budget)]
  if (plans.every(plan => plan === undefined)) return undefined
  const limits = plans.map(plan => (plan === undefined ? Infinity : budgetMs(plan)))
  const { usedMs, sinceMs, held } = state.table('compute.budgets', plans.length, { usedMs: 'f64', sinceMs: 'f64', held: 'f64' }).col
  const idle = state.scalars('compute.budgetIdle', { accelerators: 0, sinceMs: 0, ms: 0 })
  const settle = (tenant: number): void => {
    usedMs[tenant] += held[tenant] * (kernel.now - sinceMs[tenant])
    sinceMs[tenant] = kernel.now
  }
  const nextMs = (tenant: number): number => {
    const plan = plans[tenant]
    return plan === undefined ? Infinity : (periodOf(plan.every, world.startDay + Math.floor(kernel.now / DAY_MS)).until - world.startDay) * DAY_MS
  }
  const plan = (tenant: number): void => {
    const atMs = nextMs(tenant)
    if (atMs < world.horizonMs) kernel.schedule(type, tenant, atMs)
  }
  const type: CommandType = kernel.command('compute.budget', Phase.facility, tenant => {
    settle(tenant)
    usedMs[tenant] = 0
    plan(tenant)
    look()
  })
  const used = (tenant: number): number => usedMs[tenant] + held[tenant] * (kernel.now - sinceMs[tenant])
  return {
    start() {
      plans.forEach((_, tenant) => plan(tenant))
    },
    hold(tenant, by) {
      settle(tenant)
      held[tenant] += by
    },
    usedMs: used,
    isSpent: tenant => limits[tenant] < Infinity && used(tenant) + usedElsewhereMs(tenant) >= limits[tenant],
    note: accelerators => void (idle.accelerators += accelerators),
    settle() {
      idle.ms += idle.accelerators * (kernel.now - idle.sinceMs)
      idle.sinceMs = kernel.now
      idle.accelerators = 0
    },
    heldBackMs: () => idle.ms + idle.accelerators * (kernel.now - idle.sinceMs),
  }
}
