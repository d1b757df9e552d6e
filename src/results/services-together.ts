/** Services that several sites serve, as one: what was asked, answered and held adds up, percentiles are weighted by the answers of each site. */
import type { RunResult } from './run-result.ts'
import type { ServiceColumns, ServiceItem, ServicePercentile, ServiceTenant, ServiceTenantItem } from './services.ts'

const PERCENTILES: readonly ServicePercentile[] = ['firstTokenP50Ms', 'firstTokenP95Ms', 'firstTokenP99Ms', 'perTokenP50Ms', 'perTokenP95Ms', 'perTokenP99Ms']

type Values = Readonly<Record<ServiceItem | ServicePercentile, number>>

/** One instant or run of all sites; NaN where nobody answered. */
function combined(parts: readonly Values[]): Values {
  const isPercentile = (key: string): boolean => PERCENTILES.some(each => each === key)
  const answered = parts.filter(part => part.answered > 0)
  const weight = answered.reduce((sum, part) => sum + part.answered, 0)
  const of = (key: ServiceItem | ServicePercentile): number =>
    isPercentile(key) ? answered.reduce((sum, part) => sum + part[key] * (part.answered / weight), answered.length === 0 ? Number.NaN : 0) : parts.reduce((sum, part) => sum + part[key], 0)
  return Object.fromEntries(Object.keys(parts[0]).map(key => [key, of(key as ServiceItem)])) as Values
}

function together(parts: readonly ServiceColumns[]): ServiceColumns {
  const [first] = parts
  const keys = Object.keys(first.windows) as (ServiceItem | ServicePercentile)[]
  const rows = Array.from(first.windows.requests, (_, window) => combined(parts.map(part => Object.fromEntries(keys.map(key => [key, part.windows[key][window]])) as Values)))
  const windows = Object.fromEntries(keys.map(key => [key, Float64Array.from(rows, row => row[key])])) as unknown as ServiceColumns['windows']
  // Sites serve at the same time: what one of them serves of a window is served, and not twice.
  windows.servingMs.forEach((_, window) => void (windows.servingMs[window] = Math.max(...parts.map(part => part.windows.servingMs[window]))))
  const servingMs = windows.servingMs.reduce((sum, value) => sum + value, 0)
  const tenants = tenantsTogether(parts)
  return { ...first, windows, total: { ...combined(parts.map(({ total }) => total)), servingMs }, ...(tenants === undefined ? {} : { tenants }) }
}

/** The tenants of a shared service, the same at all sites. */
function tenantsTogether(parts: readonly ServiceColumns[]): ServiceTenant[] | undefined {
  const [{ tenants }] = parts
  return tenants?.map((tenant, at): ServiceTenant => {
    const each = parts.flatMap(part => part.tenants?.[at] ?? [])
    const items = Object.keys(tenant.total) as ServiceTenantItem[]
    return {
      ...tenant,
      windows: Object.fromEntries(items.map(item => [item, tenant.windows[item].map((_, window) => each.reduce((sum, { windows }) => sum + windows[item][window], 0))])) as unknown as ServiceTenant['windows'],
      total: Object.fromEntries(items.map(item => [item, each.reduce((sum, { total }) => sum + total[item], 0)])) as ServiceTenant['total'],
    }
  })
}

/** Services of all sites by id; undefined where there are none. */
export function servicesTogether(runs: readonly RunResult[]): ServiceColumns[] | undefined {
  const all = runs.flatMap(({ services }) => services ?? [])
  const ids = [...new Set(all.map(({ id }) => id))]
  return ids.length === 0 ? undefined : ids.map(id => together(all.filter(each => each.id === id)))
}
