/** A campus of 100,224 accelerators in 12,528 nodes with about a million jobs in two years, every domain on: the size that must stay quick. */
export const MILLION_JOBS = `
format: 1
name: A million jobs on a hundred thousand accelerators
horizon: {start: 2027-01-01, end: 2029-01-01}
seed: 1
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid:
  feeds:
    permanent: {capacity: 300 MW, voltage: 138 kV, energised: 2027-01-01}
    second: {capacity: 300 MW, voltage: 138 kV, energised: 2027-01-01}
  substation: {transformers: {model: hv-90mva, count: 5}, redundancy: 1}
generation:
  - {id: bridge, model: recip-4mw, count: 10, inService: 2027-06-01}
blocks:
  - id: block
    count: 8
    ready: 2027-01-01
    power: {topology: 4-to-make-3, ups: {model: ups-1667kw, count: 20}, transformers: {model: lv-3mva, count: 14}, generators: {model: diesel-3mw, count: 12}}
    cooling: {plant: dry-adiabatic, supply: 36 degC, units: {model: dry-cooler-2930kw, count: 6}, trim: {model: chiller-screw, count: 2}}
    racks: [{model: gb200-nvl72, count: 174, nodes: 9, acceleratorsPerNode: 8, delivered: {lead: 1 week}}]
fabric: {kind: rail-fat-tree, radix: 64}
workload:
  - {id: training, source: training-mix, load: 0.9, smallest: 8, largest: 1024, median: 30 minutes, jobs: 1000000}
  - {id: chat, source: inference, model: chat-70b, peak: 8000 request/s}
scheduler: {policy: easy-backfill, placement: compact}
faults: {preset: rsc-1, technicians: 24, spares: {gpu: 80}}
checkpoints: {interval: daly, mode: asynchronous}
`
