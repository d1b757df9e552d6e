/** A small site on which nearly every cause of loss is at work within a few weeks: three racks, a late feed, faults of everything. */
export const SITE_WITH_EVERY_CAUSE = `
format: 1
name: A small site with every cause
horizon: {start: 2027-01-01, end: 2027-03-22}
seed: 7
replications: 2
site:
  location: {latitude: 39.0, longitude: -77.5, elevation: 95 m, timezone: America/New_York}
  weather: {climate: ashburn}
grid:
  feeds:
    street:
      capacity: 3 MW
      interruptible: 1 MW
      voltage: 13.8 kV
      energised: {planned: 2027-01-05, slip: {p50: 1 week, p90: 3 weeks}}
      curtailment: {trigger: {process: seasonal, rate: 60/year, months: [2, 3, 4]}, leastReduction: 800 kW}
      outages: {scale: 6, planned: {rate: 6/year}}
blocks:
  - id: hall
    ready: 2027-01-20
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3, failures: 4/year, systemFailures: 3/year}, transformers: {model: lv-2500kva, count: 1, failures: 2/year}, distribution: {failures: 2/year}}
    cooling: {plant: dry-adiabatic, units: {model: dry-cooler-980kw, count: 1}, air: {chillers: {model: chiller-free-cooling, count: 1}}, leaks: {rack: 2/year, row: 1/year}, reliability: {chiller: 6/year, cdu: 4/year, handler: 5/year, pump: 5/year}}
    racks: [{model: gb200-nvl72, count: 3, delivered: {lead: {pert: [20 weeks, 26 weeks, 40 weeks]}}}]
facility: {commissioning: {mode: sampled}, burnIn: {deadOnArrival: 0.05}}
procurement: {mode: sampled}
fabric: {kind: rail-fat-tree, leaf: {racks: 2}, spine: {oversubscription: 4}, failures: {link: 0.5/year, leafSwitch: 3/year}, flaps: {rate: 20/year}, wan: {isolates: true, regions: [{id: east, routes: 1, cuts: 12/year}]}, maintenance: [{id: spines, tier: leaf, first: 2027-02-20, duration: 4 h, capacity: 0}]}
workload:
  - {id: training, source: training-mix, load: 0.8, smallest: 8, largest: 64, median: 6 h, communication: 0.3, loading: 100 MB/s, crashes: 50/year, data: {size: 20 TB, at: east, keep: false, wait: nodes}}
scheduler: {policy: easy-backfill, spares: {perBlock: 1}, startup: {base: 5 min, perDoubling: 1 min}, campaigns: [{id: firmware, from: 2027-02-25, batch: 0.2}], reservations: [{id: window, from: 2027-03-05, duration: 6 h, racks: 2}]}
faults: {preset: rsc-1, rateFactor: 3.5, network: node, technicians: 2, spares: {gpu: 1}, failSlow: {rate: 2/year}, lemons: {}, scaleUpFaults: {rate: 1/year}, commonCauses: [{id: bus, takes: power, rate: 1/year}, {id: loop, takes: cooling, rate: 1/year}, {id: net, takes: fabric, rate: 1/year}, {id: driver, takes: equipment, zone: block, rate: 2/year}]}
checkpoints: {interval: daly, mode: blocking, blocking: 60 s}
datastore: {read: 20 GB/s, write: 10 GB/s, failures: 10/year}
maintenance: {itWindow: true}
crews: {mistakes: {routine: 0.2, switching: 0.3, harmless: 0}}
`
