/** Ten weeks of a small hall whose feed may come late, with two options: quick to simulate, so that tests wait for users and not for runs. */
export const SHORT_SITE = `format: 1
name: Ten weeks of a small hall
horizon: {start: 2027-01-01, end: 2027-03-12}
seed: 5
replications: 4
site:
  location: {latitude: 39.0, longitude: -77.5, elevation: 95 m, timezone: America/New_York}
  weather: {climate: ashburn}
grid:
  feeds:
    street: {capacity: 3 MW, voltage: 13.8 kV, energised: {planned: 2027-01-08, slip: {p50: 14 days, p90: 24 days}}}
blocks:
  - id: hall
    label: Hall 1
    ready: 2027-01-05 # the contract begins here
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}}
    cooling: {plant: dry-adiabatic, units: {model: dry-cooler-980kw, count: 2}, air: {chillers: {model: chiller-free-cooling, count: 2}}}
    racks: [{model: gb200-nvl72, count: 5}]
workload: [{id: training, source: training-mix, load: 0.8, smallest: 8, largest: 64, median: 6 h}]
faults: {preset: rsc-1, technicians: 2}
options:
  feed-on-time:
    label: Feed on time
    set: {grid.feeds.street.energised.slip: 0 days}
  third-transformer:
    label: A third transformer
    set: {blocks.hall.power.transformers.count: 3}
`
