/** What inference services did in a run: one value by ledger window each, and the run as a whole. */

export type ServiceItem =
  | 'requests' | 'answered' | 'onTime' | 'shed' | 'promptTokens' | 'tokens' | 'goodTokens' | 'shedTokens' | 'redoneTokens'
  | 'capacity' | 'servingMs' | 'shortMs' | 'replicaMs' | 'heldAcceleratorMs' | 'rolloutAcceleratorMs' | 'lostSessions' | 'onTimeTokens'

/** Percentiles of all requests of a window, ms; NaN where none was answered. */
export type ServicePercentile = 'firstTokenP50Ms' | 'firstTokenP95Ms' | 'firstTokenP99Ms' | 'perTokenP50Ms' | 'perTokenP95Ms' | 'perTokenP99Ms'

export interface ServiceColumns {
  readonly id: string
  /** Objectives, ms, and the share of requests that should meet the first. */
  readonly firstTokenMs: number
  readonly perTokenMs: number
  readonly attainment: number
  /**
   * By window. `requests` were asked for, `answered` of them admitted, `onTime` had their first token within the objective, `onTimeTokens` their mean time per token, `shed` were turned
   * away; `tokens` are those of answers, `goodTokens` of answers on time, `redoneTokens` made a second time for interrupted sessions and part
   * of neither; `capacity` is what present replicas could have answered within the objectives; `servingMs` time with a replica, `shortMs` time in
   * which requests were shed; `replicaMs` serving, `heldAcceleratorMs` held, `rolloutAcceleratorMs` held more or started anew for rollouts.
   */
  readonly windows: Readonly<Record<ServiceItem, Float64Array>> & Readonly<Record<ServicePercentile, Float64Array>>
  /** Of the run so far. */
  readonly total: Readonly<Record<ServiceItem, number>> & Readonly<Record<ServicePercentile, number>>
  /** Left out where it has one tenant or none. */
  readonly tenants?: readonly ServiceTenant[]
}

/** What each tenant of a shared service asked for and got, in this order. */
export type ServiceTenantItem = 'requests' | 'answered' | 'onTime' | 'shed' | 'promptTokens' | 'tokens' | 'goodTokens' | 'shedTokens' | 'heldAcceleratorMs'

/** One tenant of a shared service. Requests and tokens of all of them sum to those of the service; what it held does so exactly, in whole accelerator-ms. */
export interface ServiceTenant {
  readonly id: string
  /** Its share of the demand. */
  readonly share: number
  readonly windows: Readonly<Record<ServiceTenantItem, Float64Array>>
  readonly total: Readonly<Record<ServiceTenantItem, number>>
}
