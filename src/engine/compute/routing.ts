/** What the compute domain of one of several sites asks of whoever routes work between them. Entries are indexes of the workload, the same at all sites. */
import type { EntityKey } from '../../base/rng.ts'
import type { MovingJob } from './moves.ts'
import type { ContractStep, JobDraft, JobSource, SourceSite } from './source.ts'
import { openSource, type OpenedSource } from './sources/index.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'

/** The capacity that sources of an entry see: that of all sites where it may run. */
export interface SharedContract {
  /** In order of time, ms of the asking site. */
  readonly contract: readonly ContractStep[]
  readonly acceleratorCount: number
  readonly atom: number
}

/** What a site is told of its tenants at the other sites, and tells these. */
export interface TenantsElsewhere {
  /** Accelerators that a tenant and its parts hold there. */
  held(tenant: number): number
  /** Accelerators that waiting work of a tenant asks for there. */
  waiting(tenant: number): number
  /** Accelerator-ms that a tenant and its parts used there in the period of its budget. */
  usedMs(tenant: number): number
  /** Accelerators of a tenant with a quota are free again here: others may look at their queues. */
  freed(): void
  /** What may be used or is committed here changes now: what was delivered until now is booked there. */
  changing(): void
  /** By tenant: accelerators that others spare for what is committed here and missing. */
  standIn(): ArrayLike<number>
}

/** Where a waiting job goes on. */
export interface OtherSite {
  readonly site: number
  /** Whether what it has saved comes over the links; else it goes on from the last copy. */
  readonly isReached: boolean
  /** Why its own site is not reached. */
  readonly cause: 'power' | 'net'
  /** Its own site. */
  readonly from: number
}

export interface RoutingPort {
  /** Another site of the entry that could start a job of this size now, to which `bytes` would come, or which has a copy (`hasCopies`). */
  findSite(entry: number, drawn: number, accelerators: number, bytes: number, hasCopies: boolean): OtherSite | undefined
  /** Whether data leaves this site now. */
  isReached(): boolean
  /** Time for so many bytes to the farthest of the other sites of an entry, by links as they usually are, ms. */
  copyMs(entry: number, drawn: number, bytes: number): number
  /** A job leaves for another site, which has it before the call returns. */
  send(site: number, moving: MovingJob): void
  /** Undefined where the file names no tenants. */
  readonly tenants?: TenantsElsewhere | undefined
  /** Root of the random streams of sources: that of the run, whatever site they live at. */
  readonly root: EntityKey
  /** Whether jobs of the entry are announced here: at the first of its sites. */
  isHome(entry: number): boolean
  /** Whether work of the entry may run here. */
  isAllowed(entry: number): boolean
  contractOf(entry: number): SharedContract
  /** The `ordinal`-th job of an entry whose home this is was submitted; it goes on at a site of the router's choice, before the call returns. */
  submit(entry: number, draft: JobDraft, drawn: number, ordinal: number): void
  /** What a service could be asked for at most, requests per second, once the whole plan is contracted; told before the run. */
  opened(entry: number, peakPerS: number): void
  /** Requests per second for a service that come here at a time, where requests are routed between sites; undefined for one whose are not. */
  demandPerS(entry: number, atMs: number): number | undefined
  /** Mean round trip of the requests that come here now, ms. */
  roundTripMs(entry: number): number
}

/** Opens the workload of a site: its services, and the sources of jobs that live here; null where another site has them. */
export function openWorkload(workload: WorkloadSection, site: SourceSite, routing: RoutingPort | undefined): (OpenedSource | null)[] {
  if (routing === undefined) return workload.map(entry => openSource(entry, site))
  return workload.map((entry, index) => {
    const isService = entry.source === 'inference'
    if (isService ? !routing.isAllowed(index) : !routing.isHome(index)) return null
    const opened = openSource(entry, isService ? site : { ...site, ...routing.contractOf(index), root: routing.root })
    if (opened.kind === 'jobs') return opened
    routing.opened(index, opened.spec.peakPerS)
    return opened
  })
}

/** Sources of jobs by entry; undefined for services and for what lives elsewhere. */
export const jobSources = (opened: readonly (OpenedSource | null)[]): (JobSource | undefined)[] => opened.map(source => (source?.kind === 'jobs' ? source.source : undefined))
