/** What whoever routes work between several sites asks of the compute domain of one. */
import { atomOf } from './atom.ts'
import { submit } from './jobs.ts'
import type { MovingJob } from './moves.ts'
import { canEverPlace } from './place.ts'
import type { JobDraft } from './source.ts'
import type { Cluster } from './tables.ts'
import type { TenantAccounts } from './tenant-accounts.ts'
import { requestPass } from './wake.ts'

export interface RoutedPort {
  /** Takes in a job of an entry, whatever site announced it; in phase arrival. */
  submitJob(entry: number, draft: JobDraft, drawn: number, ordinal: number): void
  /** Takes over a job that left another site; in phase arrival. */
  takeMoved(moving: MovingJob): void
  /** Whether the plan of this site ever has room for such a job of an entry. */
  couldHold(entry: number, accelerators: number): boolean
  /** Until such a job would start here by what runs and waits, ms; 0 where the file does not choose by that. */
  expectedStartMs(entry: number, accelerators: number): number
  /** Whether jobs of an entry need not wait here for its data to come. */
  hasData(entry: number): boolean
  /** What tenants ask for and are promised; undefined where the file names none. */
  readonly tenants: TenantAccounts | undefined
  /** Accelerators that a tenant and its parts hold here. */
  heldBy(tenant: number): number
  /** Accelerator-ms that they used here in the period of its budget; 0 where none has one. */
  budgetUsedMs(tenant: number): number
  /** Asks for a scheduling pass: something elsewhere may let work start here. */
  lookAgain(): void
}

/** Takes in a job that another site announced. */
function takeIn(c: Cluster, entry: number, draft: JobDraft, drawn: number): void {
  c.sources.col.ordinal[entry] = draft.ordinal + 1
  submit(c, entry, draft, drawn)
  requestPass(c)
}

export function routedPort(c: Cluster): RoutedPort {
  return {
    submitJob: (entry, draft, drawn, ordinal) => takeIn(c, entry, { ...draft, ordinal }, drawn),
    takeMoved: moving => c.moves?.take(moving),
    couldHold: (entry, accelerators) => canEverPlace(c, entry, Math.max(1, Math.ceil(accelerators / atomOf(c, entry)))),
    expectedStartMs: (entry, accelerators) => c.expectedStart?.afterMs(entry, accelerators) ?? 0,
    hasData: entry => c.staging === undefined || !(c.staging.waits(entry, 'queue') || c.staging.waits(entry, 'nodes')),
    tenants: c.tenantAccounts,
    heldBy: tenant => c.tenants.heldHere(tenant),
    budgetUsedMs: tenant => c.budgets?.usedMs(tenant) ?? 0,
    lookAgain: () => requestPass(c),
  }
}
