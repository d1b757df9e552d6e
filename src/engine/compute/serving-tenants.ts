/**
 * What each tenant of a shared service asked for and got. Tenants ask in proportion to their shares; when replicas cannot answer all, those of
 * a higher class are answered first, inside a class in proportion. At any instant answers are equally fast for all of them.
 */
import type { State } from '../kernel/state.ts'
import type { JointService } from '../../scenario/joint-services.ts'
import type { ServiceItem, ServingBooks } from './serving-book.ts'

/** Sums by tenant, in this order. */
export const SERVICE_TENANT_ITEMS = ['requests', 'answered', 'onTime', 'shed', 'promptTokens', 'tokens', 'goodTokens', 'shedTokens'] as const satisfies readonly ServiceItem[]
export type ServiceTenantItem = (typeof SERVICE_TENANT_ITEMS)[number]
type ByItem<T> = Readonly<Record<ServiceTenantItem, T>>

const ITEMS = SERVICE_TENANT_ITEMS.length

/** One tenant of a service; places as in the file, 1 for the first. */
export interface ServiceTenantSums {
  readonly tenant: number
  readonly windows: ByItem<Float64Array>
  readonly total: ByItem<number>
}

export interface ServingTenants {
  /** Keeps the sums of a service before its books are closed up to now; nothing for one that is not shared. */
  before(service: number): void
  /** Shares out by what they grew since. */
  after(service: number): void
  closeWindow(window: number): void
  /** By tenant; undefined for a service that is not shared. */
  columns(service: number): ServiceTenantSums[] | undefined
}

interface Shared extends JointService {
  /** First row of its sums. */
  readonly row: number
  readonly shares: readonly number[]
  /** Places in `tenants` by class, the highest class first. */
  readonly classes: readonly (readonly number[])[]
}

/** Requests of `answered` that each tenant gets, higher classes first. */
export function answeredBy(shares: readonly number[], classes: readonly (readonly number[])[], requests: number, answered: number): number[] {
  const given = shares.map(share => share * requests)
  if (answered >= requests) return given
  let left = answered
  for (const members of classes) {
    const asked = members.reduce((sum, at) => sum + shares[at] * requests, 0)
    const part = asked > 0 ? Math.min(1, left / asked) : 0
    for (const at of members) given[at] *= part
    left = Math.max(0, left - asked)
  }
  return given
}

function sharedOf(joint: readonly JointService[], entries: readonly number[], rankOf: (tenant: number) => number): (Shared | undefined)[] {
  let row = 0
  return entries.map(entry => {
    const service = joint.find(each => each.entry === entry)
    if (service === undefined) return undefined
    const ranks = service.tenants.map(rankOf)
    const classes = [...new Set(ranks)].sort((a, b) => b - a).map(rank => ranks.flatMap((own, at) => (own === rank ? [at] : [])))
    const shared = { ...service, row, classes, shares: service.upTo.map((sum, at) => sum - (service.upTo[at - 1] ?? 0)) }
    row += service.tenants.length
    return shared
  })
}

/** `entries`: workload entry of every service. Undefined where none is shared. */
export function createServingTenants(state: State, books: ServingBooks, joint: readonly JointService[], entries: readonly number[], rankOf: (tenant: number) => number, windows: number): ServingTenants | undefined {
  if (joint.length === 0) return undefined
  const shared = sharedOf(joint, entries, rankOf)
  const rows = joint.reduce((sum, { tenants }) => sum + tenants.length, 0)
  const { total, closed } = state.table('compute.serviceTenants', rows * ITEMS, { total: 'f64', closed: 'f64' }).col
  const kept = state.table('compute.serviceTenantWindows', rows * windows * ITEMS, { value: 'f64' }).col.value
  const had = new Float64Array(ITEMS)
  const named = <T>(value: (item: number) => T): ByItem<T> => Object.fromEntries(SERVICE_TENANT_ITEMS.map((item, at) => [item, value(at)])) as Record<ServiceTenantItem, T>
  return {
    before(service) {
      if (shared[service] !== undefined) SERVICE_TENANT_ITEMS.forEach((item, at) => void (had[at] = books.sum(service, item)))
    },
    after(service) {
      const of = shared[service]
      if (of === undefined) return
      const [requests, answered, onTime, , promptTokens, tokens, goodTokens, shedTokens] = SERVICE_TENANT_ITEMS.map((item, at) => books.sum(service, item) - had[at])
      if (requests === 0) return
      const given = answeredBy(of.shares, of.classes, requests, answered)
      given.forEach((own, at) => {
        const asked = of.shares[at] * requests
        const part = answered > 0 ? own / answered : 0
        const missed = requests > answered ? (asked - own) / (requests - answered) : 0
        const parts = [asked, own, onTime * part, asked - own, promptTokens * part, tokens * part, goodTokens * part, shedTokens * missed]
        for (let item = 0; item < ITEMS; item++) total[(of.row + at) * ITEMS + item] += parts[item]
      })
    },
    closeWindow(window) {
      for (let row = 0; row < rows; row++) {
        for (let item = row * ITEMS; item < (row + 1) * ITEMS; item++) {
          kept[(row * windows + window) * ITEMS + (item - row * ITEMS)] = total[item] - closed[item]
          closed[item] = total[item]
        }
      }
    },
    columns(service) {
      const of = shared[service]
      return of?.tenants.map((tenant, at) => ({
        tenant,
        windows: named(item => Float64Array.from({ length: windows }, (_, window) => kept[((of.row + at) * windows + window) * ITEMS + item])),
        total: named(item => total[(of.row + at) * ITEMS + item]),
      }))
    },
  }
}
