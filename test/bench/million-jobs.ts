/**
 * Campuses with about a million jobs, every domain on: the sizes that must stay quick. A block holds 12,528 accelerators.
 */
interface Campus {
  readonly blocks?: number
  /** End of the horizon, which begins with 2027. */
  readonly end?: string
  /** About so many; runs are stretched by as much as it takes. */
  readonly jobs?: number
  /** The section of the scheduler and further sections. */
  readonly scheduler?: string
  /** Further keys of the training jobs. */
  readonly extra?: string
}

const PLAIN = 'scheduler: {policy: easy-backfill, placement: compact}'

/** Priorities with fair share and preemption, nodes that jobs share, a datastore, copies in memory, and all that the presets of faults leave off. */
export const FULL = `tenants: {research: {shares: 5}, production: {shares: 3, priority: high}, guests: {shares: 2, priority: low}}
scheduler: {policy: priority, sharing: true, preemption: {mode: requeue}}
datastore: {read: 2 TB/s}`
export const FULL_JOBS = ', tenants: {research: 0.6, production: 0.2, guests: 0.2}, loading: 1 MB/s'

export const campusOf = ({ blocks = 8, end = '2029-01-01', jobs = 1_000_000, scheduler = PLAIN, extra = '' }: Campus = {}): string => `
format: 1
name: A million jobs on a hundred thousand accelerators
horizon: {start: 2027-01-01, end: ${end}}
seed: 1
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid:
  feeds:
    permanent: {capacity: ${blocks * 40} MW, voltage: 138 kV, energised: 2027-01-01}
    second: {capacity: ${blocks * 40} MW, voltage: 138 kV, energised: 2027-01-01}
  substation: {transformers: {model: hv-90mva, count: ${blocks <= 8 ? 5 : Math.ceil(blocks * 0.55)}}, redundancy: 1}
generation:
  - {id: bridge, model: recip-4mw, count: 10, inService: 2027-06-01}
blocks:
  - id: block
    count: ${blocks}
    ready: 2027-01-01
    power: {topology: 4-to-make-3, ups: {model: ups-1667kw, count: 20}, transformers: {model: lv-3mva, count: 14}, generators: {model: diesel-3mw, count: 12}}
    cooling: {plant: dry-adiabatic, supply: 36 degC, units: {model: dry-cooler-2930kw, count: 6}, trim: {model: chiller-screw, count: 2}}
    racks: [{model: gb200-nvl72, count: 174, nodes: 9, acceleratorsPerNode: 8, delivered: {lead: 1 week}}]
fabric: {kind: rail-fat-tree, radix: 64}
workload:
  - {id: training, source: training-mix, load: 0.9, smallest: 8, largest: 1024, median: 30 minutes, jobs: ${jobs}${extra}}
  - {id: chat, source: inference, model: chat-70b, peak: ${blocks * 1000} request/s}
${scheduler}
faults: {preset: rsc-1, technicians: 24, spares: {gpu: 80}}
checkpoints: {interval: daly, mode: asynchronous}
`
