/** A small site whose feed may come late, and options that wait to see whether it does. */
export const SITE_WITH_DECISIONS = `
format: 1
name: A late feed and what to do about it
horizon: {start: 2027-01-01, end: 2027-03-01}
seed: 5
replications: 3
site:
  location: {latitude: 39.0, longitude: -77.5, elevation: 95 m, timezone: America/New_York}
  weather: {climate: ashburn}
grid:
  feeds:
    street: {capacity: 3 MW, voltage: 13.8 kV, energised: {planned: 2027-01-10, slip: {p50: 2 weeks, p90: 6 weeks}}}
blocks:
  - id: hall
    ready: 2027-01-05
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}}
    cooling: {plant: dry-adiabatic, units: {model: dry-cooler-980kw, count: 2}, air: {chillers: {model: chiller-free-cooling, count: 2}}}
    racks: [{model: gb200-nvl72, count: 5}]
workload: [{id: training, source: training-mix, load: 0.8, smallest: 8, largest: 64, median: 6 h}]
faults: {preset: rsc-1, rateFactor: 3.5, technicians: 1}
options:
  bridge:
    label: Engines as a bridge
    when: grid.feeds.street not energised by 2027-01-24
    add: {generation: [{id: bridge, model: recip-4mw, count: 3, inService: 2027-01-28}]}
  people:
    label: More technicians
    when: recentUtilisation < 0.99 by 2027-02-05
    set: {faults.technicians: 12}
  both:
    label: Engines and more technicians
    when: from 2027-01-20
    set: {faults.technicians: 12}
    add: {generation: [{id: bridge, model: recip-4mw, count: 3, inService: 2027-01-28}]}
  backdated:
    label: A hall that is promised later after all
    when: from 2027-01-20
    set: {blocks.hall.ready: 2027-01-22}
`
