/**
 * Small sites on which one thing happens: two racks of 72 accelerators for three days in which nothing fails and one run of 72 works on,
 * with the keys that a case replaces.
 */
import { CORE_SCHEMA, load } from 'js-yaml'

type Keys = Readonly<Record<string, unknown>>

const BASE = `
format: 1
name: One cause at a time
horizon: {start: 2027-01-01, end: 2027-01-04}
replications: 1
site: {location: {latitude: 39.0, longitude: -77.5, elevation: 95 m, timezone: America/New_York}, weather: {climate: ashburn}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 13.8 kV, energised: 2027-01-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3, failures: 0/year, systemFailures: 0/year}, transformers: {model: lv-2500kva, count: 2, failures: 0/year}, generators: {model: diesel-2mw, count: 2}, distribution: {failures: 0/year}}
    cooling:
      units: {model: dry-cooler-980kw, count: 2}
      air: {chillers: {model: chiller-free-cooling, count: 2}}
      reliability: {fan: 0/year, chiller: 0/year, cdu: 0/year, handler: 0/year, pump: 0/year, cduPump: 0/year, controller: 0/year}
      leaks: {rack: 0/year, row: 0/year}
    racks: [{model: gb200-nvl72, count: 2}]
fabric: {leaf: {racks: 1}, failures: {link: 0/year, optic: 0/year, leafSwitch: 0/year, upperSwitch: 0/year}, flaps: {rate: 0/year}, scaleUp: {failure: 0/year}}
workload: [{id: run, source: training-run, accelerators: 72, work: 30 days, communication: 0}]
scheduler: {startup: {base: 0 s, perDoubling: 0 s}}
faults: {preset: none, noReturn: 0}
checkpoints: {interval: 1 h, mode: blocking, blocking: 0 s, restore: 0 s}
`

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Sections are merged, `into: first` merges an element into the first of a list, and null takes a key away; all else is replaced. */
function merged(under: unknown, over: unknown): unknown {
  const own: unknown = Array.isArray(over) ? over[0] : undefined
  if (Array.isArray(under) && isKeys(own) && own.into === 'first') {
    const { into: _, ...keys } = own
    return [merged(under[0], keys)]
  }
  if (!isKeys(under) || !isKeys(over)) return over
  const both = { ...under, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merged(under[key], value)])) }
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null))
}

/** Scenario text of the site with these keys. */
export function siteWith(keys: string): string {
  const read = (text: string): unknown => load(text, { schema: CORE_SCHEMA })
  return JSON.stringify(merged(read(BASE), read(keys)))
}
