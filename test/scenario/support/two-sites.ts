/** Two small sites that share everything but their place, a feed and a price. */
export const TWO_SITES = `format: 1
name: Two regions
horizon: {start: 2027-08-01, end: 2027-10-01}
seed: 1
replications: 2
parameters: {cheap: 50 USD/MWh}
grid:
  feeds:
    street: {capacity: 3 MW, voltage: 13.8 kV, energised: 2027-06-01}
blocks:
  - id: hall
    count: 2
    ready: 2027-07-01
    power:
      topology: n-plus-1
      ups: {model: ups-500kw, count: 6}
      transformers: {model: lv-3mva, count: 2}
      generators: {model: diesel-2mw, count: 2}
    cooling:
      plant: dry-adiabatic
      supply: 36 degC
      units: {model: dry-cooler-980kw, count: 2}
      trim: {model: chiller-screw, count: 1}
      air: {chillers: {model: chiller-free-cooling, count: 2}}
    racks:
      - {model: gb200-nvl72, count: 6}
fabric: {kind: rail-fat-tree, leaf: {racks: 5}}
sites:
  east:
    label: Ashburn
    site:
      location: {latitude: 39.0, longitude: -77.5, elevation: 95 m, timezone: America/New_York}
      weather: {climate: ashburn}
  west:
    site:
      location: {latitude: 33.4, longitude: -112.0, elevation: 340 m, timezone: America/Phoenix}
      weather: {climate: phoenix}
    grid: {feeds: {street: {capacity: 3.2 MW}}, tariff: {energy: =cheap}}

wan:
  links: [{between: [east, west], roundTrip: 60 ms}]
workload:
  - {id: training, source: training-mix, load: 0.6, largest: 256}
  - {id: assistant, source: inference, model: chat-70b, peak: 400 request/s}
options:
  bigger-west:
    label: More power in the west
    set: {sites.west.grid.feeds.street.capacity: 4 MW}
`
