/** Services that several sites serve, as one: what was asked, answered and held adds up, percentiles are weighted by the answers of each site. */
import type { RunResult } from './run-result.ts'
import type { ServiceColumns, ServiceItem, ServicePercentile } from './services.ts'

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
  return { ...first, windows, total: combined(parts.map(({ total }) => total)) }
}

/** Services of all sites by id; undefined where there are none. */
export function servicesTogether(runs: readonly RunResult[]): ServiceColumns[] | undefined {
  const all = runs.flatMap(({ services }) => services ?? [])
  const ids = [...new Set(all.map(({ id }) => id))]
  return ids.length === 0 ? undefined : ids.map(id => together(all.filter(each => each.id === id)))
}
