/** A hall of four racks over two months: milliseconds a run. */
export const smallHall = `format: 1
name: Small hall
horizon: {start: 2027-01-01, end: 2027-03-01}
replications: 2
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid:
  feeds:
    street: {capacity: 3 MW, voltage: 13.8 kV, energised: 2027-01-05}
blocks:
  - id: hall
    ready: 2027-01-06
    power: {topology: n, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 1}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 0 weeks}}]
workload:
  - {id: training, source: training-mix, load: 0.6, largest: 200}
options:
  late: {label: Late, set: {grid.feeds.street.energised: 2027-01-20}}
matrix:
  - {path: faults.technicians, levels: [2, 8]}
  - {path: option, levels: [as-written, late]}
`
