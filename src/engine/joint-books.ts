/**
 * Shares what services of several tenants held out among these, by what was answered for each of them: accelerator-ms of every cell in whole
 * numbers that sum to the cell. Where nothing was answered the shares of the demand count.
 */
import { apportion, runningShares } from '../base/apportion.ts'
import type { TenantColumns } from '../results/tenants.ts'
import type { JointService } from '../scenario/joint-services.ts'
import type { TenantWindows } from './compute/tenant-accounts.ts'

/** A shared service with what each of its tenants was answered, by window. */
export interface SharedUse extends JointService {
  readonly answered: readonly Float64Array[]
}

/** Running shares of the use of windows [from, end). */
function sharesOf({ answered, upTo }: SharedUse, from: number, end: number): readonly number[] {
  return runningShares(answered.map(values => values.subarray(from, end).reduce((sum, value) => sum + value, 0))) ?? upTo
}

/** The cells of tenants in a column by window × owner: shared services have no nodes of their own. */
export const ofTenants = (column: Float64Array, owners: number, tenants: number): Float64Array => column.filter((_, cell) => cell % owners < tenants)

const COLUMNS = ['allocatedMs', 'waitingMs', 'committedMs', 'deliveredMs', 'strandedMs'] as const

/** Columns of tenants with those of shared services in them; `owners` counts nobody, tenants and shared services. */
export function tenantWindows(columns: TenantWindows, owners: number, shared: readonly SharedUse[]): Pick<TenantColumns, (typeof COLUMNS)[number]> {
  const tenants = owners - shared.length
  const of = (column: Float64Array): Float64Array => {
    const windows = column.length / owners
    const out = new Float64Array(windows * tenants)
    for (let window = 0; window < windows; window++) {
      out.set(column.subarray(window * owners, window * owners + tenants), window * tenants)
      shared.forEach((use, at) => {
        const parts = apportion(column[window * owners + tenants + at], sharesOf(use, window, window + 1))
        use.tenants.forEach((tenant, index) => void (out[window * tenants + tenant] += parts[index]))
      })
    }
    return out
  }
  return { allocatedMs: of(columns.allocatedMs), waitingMs: of(columns.waitingMs), committedMs: of(columns.committedMs), deliveredMs: of(columns.deliveredMs), strandedMs: of(columns.strandedMs) }
}

/** Cells `[((generation * owners + owner) * months + month) * buckets + bucket]` with those of shared services in those of tenants. */
export function tenantBooks(cells: Float64Array, shape: { readonly generations: number; readonly owners: number; readonly buckets: number; readonly monthEnds: readonly number[] }, shared: readonly SharedUse[]): Float64Array {
  const { generations, owners, buckets, monthEnds } = shape
  const tenants = owners - shared.length
  const size = monthEnds.length * buckets
  const out = new Float64Array(generations * tenants * size)
  for (let generation = 0; generation < generations; generation++) {
    out.set(cells.subarray(generation * owners * size, (generation * owners + tenants) * size), generation * tenants * size)
    shared.forEach((use, at) => {
      const from = (generation * owners + tenants + at) * size
      monthEnds.forEach((end, month) => {
        const shares = sharesOf(use, monthEnds[month - 1] ?? 0, end)
        for (let bucket = 0; bucket < buckets; bucket++) {
          const parts = apportion(cells[from + month * buckets + bucket], shares)
          use.tenants.forEach((tenant, index) => void (out[(generation * tenants + tenant) * size + month * buckets + bucket] += parts[index]))
        }
      })
    })
  }
  return out
}

/** What each tenant of a shared service held of it, whole accelerator-ms by window. */
export function heldByTenant(held: Float64Array, use: SharedUse): Float64Array[] {
  const out = use.tenants.map(() => new Float64Array(held.length))
  held.forEach((ms, window) => {
    apportion(Math.round(ms), sharesOf(use, window, window + 1)).forEach((part, at) => void (out[at][window] = part))
  })
  return out
}

