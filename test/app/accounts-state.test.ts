// The accounts: money, tenants and services as headline figures, charts and tables; and what they say where the file has none.
import { describe, expect, test } from 'vitest'
import { accountCsv, accountView, type AccountView, cellText, HINTS } from '../../src/app/state/accounts.ts'
import type { AccountData } from '../../src/charts/chart-data.ts'
import type { Study } from '../../src/app/state/run.ts'
import { createSession } from '../../src/runner/session.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { DAY_MS, scenarioText } from './scenarios.ts'

const set = [
  { path: 'tenants', value: '{frontier: {commitments: [{accelerators: 200}]}, research: {}}' },
  { path: 'workload.training.tenants', value: '{frontier: 0.7, research: 0.3}' },
  { path: 'money.contracts', value: '{base: {kind: reserved, tenant: frontier, price: 2 USD/h}, work: {kind: on-demand, tenant: research, price: 3 USD/h}, left: {kind: resale, price: 1 USD/h}}' },
]

async function study(changes: typeof set): Promise<Study> {
  const source = { text: scenarioText('quickstart'), file: 'quickstart.yaml', option: null, set: changes }
  const { scenario, issues } = loadScenario(source.text, { file: source.file, set: changes })
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  const outcome = await createSession().run({ source, inputs: { weather: null }, seed: null, replication: 0, untilMs: 300 * DAY_MS, record: false, stream: false }, null)
  if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
  return { key: 'k', option: null, scenario, runs: [outcome.result], partial: null }
}

function there(view: AccountView | 'waiting' | null): AccountView {
  if (view === null || view === 'waiting') throw new Error(`no view: ${view}`)
  return view
}

const rowsOf = ({ charts }: AccountView, id = charts[0].id) => charts.filter(chart => chart.id === id).flatMap(({ data }) => (data as AccountData).rows)

const plain = await study([])
const whole = await study(set)
const texts = (view: AccountView, caption: RegExp): string[][] => {
  const table = view.tables.find(each => caption.test(each.caption))
  return table === undefined ? [] : table.rows.map((row, at) => row.map((_, column) => cellText(table, at, column)))
}

describe('money', () => {
  test('without contracts: costs by level, and a dash for what is earned', () => {
    const view = there(accountView(plain, 'money'))
    expect(view.charts.map(({ id }) => id)).toEqual(['cost-stack', 'cost-by-level'])
    expect(view.headlines.find(({ id }) => id === 'revenue')).toMatchObject({ value: '–', more: 'no contracts' })
    expect(view.tables.map(({ caption }) => caption)).toEqual(['Cost of a GPU-hour, USD', 'Capital, USD', 'Cost over the simulated time, USD'])
  })

  test('bars of a level add up to its price', () => {
    const view = there(accountView(plain, 'money'))
    const useful = rowsOf(view, 'cost-stack').reduce((sum, { parts }) => sum + parts[0] + parts[1], 0)
    expect(useful).toBeCloseTo(Number(view.tables[0].rows.at(-1)?.[2]), 9)
    const [contracted] = rowsOf(view, 'cost-by-level')
    const price = view.tables[0].rows[0][2]
    expect(contracted.parts[0] + contracted.parts[1]).toBeCloseTo(Number(price), 9)
  })

  test('with contracts: revenue by contract, profit by year, and the months', () => {
    const view = there(accountView(whole, 'money'))
    expect(view.charts.map(({ id }) => id)).toEqual(['profit-by-year', 'cash-flow', 'cost-stack', 'cost-by-level'])
    expect(texts(view, /^Revenue$/).map(([label]) => label)).toEqual(['base: reserved', 'work: on demand', 'left: idle capacity resold'])
    expect(texts(view, /by month/).map(([month]) => month)).toHaveLength(10)
    for (const row of rowsOf(view)) expect(row.parts.every(part => part >= 0)).toBe(true)
  })
})

describe('tenants', () => {
  test('what each held, waited for and was promised', () => {
    const view = there(accountView(whole, 'tenants'))
    const rows = texts(view, /^Tenants over/)
    expect(rows.map(([name]) => name)).toEqual(['no tenant', 'frontier', 'research'])
    expect(view.tables.map(({ caption }) => caption)).toContain('Commitments by month')
    expect(view.charts.map(({ id }) => id)).toEqual(['tenant-hours', 'tenant-use'])
    // The run was ended before its horizon; its books are of the time that was simulated.
    expect(rows.map(([, , useful]) => useful)).not.toContain('–')
  })

  test('a file without any says what to write, and what it says is accepted', () => {
    expect(accountView(plain, 'tenants')).toBeNull()
    expect(HINTS.tenants.example).toContain('tenants:')
  })
})

test('services: requests by how they were answered, figures of each in a column', () => {
  const view = there(accountView(plain, 'services'))
  const [{ parts }] = rowsOf(view)
  const total = plain.runs[0].services?.[0].total
  expect(parts[0] + parts[1] + parts[2]).toBeCloseTo(total?.requests ?? NaN, -3)
  expect(texts(view, /^Services/)[0]).toHaveLength(3)
})

test('tables are taken along with numbers as they are', () => {
  const csv = accountCsv(there(accountView(whole, 'money')))
  expect(csv.startsWith('\uFEFF"Revenue"\r\n')).toBe(true)
  expect(csv).toMatch(/^2027-\d\d,\d/mu)
  expect(csv.split('\uFEFF')).toHaveLength(2)
})

test('named runs: none in this file, and what to write is accepted', () => {
  expect(accountView(plain, 'runs')).toBeNull()
  const { issues } = loadScenario(scenarioText('quickstart').replace(/^workload:$/mu, HINTS.runs.example), { file: 'quickstart.yaml' })
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('network: the bill of materials of the site, every cable on a line of its tier', () => {
  const view = there(accountView(plain, 'network'))
  const bill = plain.runs[0].fabric
  if (bill === undefined) throw new Error('no bill')
  expect(view.headlines.map(({ id }) => id)).toEqual(['nics', 'switches', 'links', 'cost'])
  const cables = view.tables[1].rows
  bill.tiers.forEach(({ label, links }, at) => {
    expect(view.tables[0].rows[at].slice(0, 2)).toEqual([label, links])
    expect(cables.filter(([tier]) => tier === label).reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(links)
  })
  expect(view.tables[2].rows.map(([, usd]) => usd)).toEqual([bill.usd.switches, bill.usd.modules, bill.usd.cables, bill.usd.total])
  expect(accountCsv(view)).toContain('Cables by tier')
})

test('nothing is shown before anything is contracted', () => {
  expect(accountView(null, 'money')).toBe('waiting')
})
