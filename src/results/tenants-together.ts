/** Tenants of several sites as one: what they held, waited for and were promised adds up cell by cell, and so do their jobs. */
import type { RunResult } from './run-result.ts'
import type { TenantColumns, TenantJobs } from './tenants.ts'

const COLUMNS = ['allocatedMs', 'waitingMs', 'committedMs', 'deliveredMs', 'strandedMs'] as const

/** Undefined where the file names no tenants. The same tenants are known at all sites, in the same order. */
export function tenantsTogether(runs: readonly RunResult[]): TenantColumns | undefined {
  const all = runs.flatMap(({ tenants }) => tenants ?? [])
  if (all.length === 0) return undefined
  const [{ ids, jobs }] = all
  const sumOf = (key: (typeof COLUMNS)[number]): Float64Array => all[0][key].map((_, cell) => all.reduce((sum, each) => sum + each[key][cell], 0))
  const jobsOf = (tenant: number): TenantJobs => {
    const keys = Object.keys(jobs[tenant]) as (keyof TenantJobs)[]
    return Object.fromEntries(keys.map(key => [key, all.reduce((sum, each) => sum + each.jobs[tenant][key], 0)])) as unknown as TenantJobs
  }
  return {
    ids,
    allocatedMs: sumOf('allocatedMs'),
    waitingMs: sumOf('waitingMs'),
    committedMs: sumOf('committedMs'),
    deliveredMs: sumOf('deliveredMs'),
    strandedMs: sumOf('strandedMs'),
    jobs: ids.map((_, tenant) => jobsOf(tenant)),
  }
}
