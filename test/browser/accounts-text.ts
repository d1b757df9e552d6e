// A few months of the small scenario with everything that the accounts tell of: contracts, tenants with a promise, named runs with dates, a service.
import { sampleOf } from '../../src/app/state/samples.ts'

const MONEY = 'money:\n  contracts:\n    base: {kind: reserved, tenant: frontier, price: 2 USD/h}\n    work: {kind: on-demand, tenant: research, price: 3 USD/h}\n    left: {kind: resale, price: 1 USD/h}\n'
const TENANTS = 'tenants:\n  frontier: {commitments: [{accelerators: 200, from: 2027-08-01}]}\n  research: {}\n'
const RUNS = "  - {id: base-model, source: training-run, accelerators: 256, work: 20 days, start: 2027-09-01, deadline: 2027-10-01, tenants: {frontier: 1}}\n  - {id: fine-tuning, source: training-run, accelerators: 512, work: 30 days, start: 2027-09-15, deadline: 2027-10-20, tenants: {research: 1}}\n"

export const accountsText = (): string =>
  sampleOf('quickstart')
    .text.replace('end: 2029-01-01', 'end: 2027-12-01')
    .replace('replications: 4', 'replications: 2')
    .replace(/(source: training-mix, load: 0\.6, largest: 512)/u, '$1, tenants: {frontier: 0.7, research: 0.3}')
    .replace(/^workload:.*$/mu, line => `${MONEY}${TENANTS}${line}\n${RUNS.trimEnd()}`)
