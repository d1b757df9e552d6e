/** Four air-cooled racks of four nodes of eight accelerators, in a hall that has power and cooling from the first day; no shortage, no outages. */
export const fourRacks = (name: string, start: string, end: string): string => `
format: 1
name: ${name}
horizon: {start: ${start}, end: ${end}}
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: ${start}
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 2}}
    racks: [{model: hgx-h100-air-4, count: 4}]
`
