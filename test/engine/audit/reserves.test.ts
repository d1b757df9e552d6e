/** One reserve for two halls: what the audit says of single and double losses, and what the one-line shows. */
import { describe, expect, test } from 'vitest'
import type { AuditChoices, AuditReport, Contingency } from '../../../src/results/audit.ts'
import { SINGLES, auditOf, failureOf } from './hall.ts'

/** Halls of 20 racks of 100 kW on four modules of 500 kW, without losses in the busway. */
const text = (more: { readonly catches?: string; readonly reserve?: number; readonly sets?: boolean; readonly controller?: boolean } = {}): string => `format: 1
name: Halls
horizon: {start: 2027-01-01, end: 2028-01-01}
site: {location: {latitude: 32.9, longitude: -97.0}, weather: {climate: dallas}}
grid:
  commonMode: 0
  feeds:
    street: {capacity: 20 MW, voltage: 25 kV, energised: 2027-02-01}
blocks:
  - id: hall
    count: 2
    ready: 2027-03-01
    power:
      topology: n
      ups: {model: ups-500kw, count: 4}
      transformers: {model: lv-3mva, count: 4}
      distribution: {loss: 0}
${more.sets === false ? '' : '      generators: {model: diesel-2mw, count: 4}\n'}    cooling:
      units: {model: dry-cooler-980kw, count: 8}
      trim: {model: chiller-screw, count: 2}
      air: {chillers: {model: chiller-free-cooling, count: 4}}
    racks: [{model: gb200-nvl72, count: 20, sustained: 90 kW, max: 100 kW, acceleratorTdp: 1 kW, delivered: {lead: 8 weeks}}]
  - id: reserve
    ready: 2027-03-01
    power:
      topology: n
      ups: {model: ups-500kw, count: ${more.reserve ?? 4}}
      transformers: {model: lv-3mva, count: 4}
      generators: {model: diesel-2mw, count: 4}
${more.controller === false ? '      capping: {controller: false}\n' : ''}      catches: {blocks: ["hall[0]", "hall[1]"]${more.catches ?? ''}}
    cooling: {units: {model: dry-cooler-980kw, count: 1}}
    racks: []
workload: [{id: training, source: training-mix, load: 0.6, largest: 512}]
${(more.reserve ?? 4) < 4 ? 'waivers: [{code: reserve-rating, at: blocks.reserve.power.ups, by: a test, reason: short on purpose}]\n' : ''}`
const audit = (more: Parameters<typeof text>[0] = {}, choices: AuditChoices = SINGLES): AuditReport => auditOf(text(more), choices)
/** Both halls without their UPS. */
function bothOf(more: Parameters<typeof text>[0] = {}): Contingency {
  const found = audit(more, { pairs: true, maintenance: false }).contingencies.find(({ failed }) => failed.length === 2 && ['hall[0]/ups[0]', 'hall[1]/ups[0]'].every(path => failed.includes(path)))
  if (found === undefined) throw new Error('the pair is not told')
  return found
}

describe('single losses', () => {
  test('the UPS of a hall: racks move over, the reserve is at its rating', () => {
    const found = failureOf(audit(), 'hall[0]/ups[0]')
    expect(found).toMatchObject({ state: 'savedByTransfer', racksLost: 0, racksDegraded: 0, servedFraction: 1 })
    expect(found.reason).toContain('reserve')
    expect(found.reason).toContain('100.0')
  })

  test('a reserve with three modules keeps three quarters of the racks’ power', () => {
    const found = failureOf(audit({ reserve: 3 }), 'hall[1]/ups[0]')
    expect(found).toMatchObject({ state: 'degraded', racksDegraded: 20, servedFraction: 0.75 })
    expect(found.reason).toContain('133.3')
  })

  test('the reserve itself: nobody hangs on it', () => {
    expect(failureOf(audit(), 'reserve/ups[0]')).toMatchObject({ racksLost: 0, racksDegraded: 0 })
  })
})

describe('both halls at once', () => {
  test('the reserve would carry 200 %: the controller halves the racks of both within 10 s', () => {
    const found = bothOf()
    expect(found).toMatchObject({ state: 'degraded', racksLost: 0, racksDegraded: 40, servedFraction: 0.5 })
    expect(found.timeline.map(({ atMs }) => atMs)).toEqual([0, 10_000])
    expect(found.reason).toContain('200.0')
  })

  test('without a controller it trips after 112.5 s and both go dark', () => {
    const found = bothOf({ controller: false })
    expect(found).toMatchObject({ state: 'down', racksLost: 40 })
    expect(found.timeline.map(({ atMs }) => atMs)).toEqual([0, 112_500])
  })

  test('inhibited, one of them is carried whole and the other is dark', () => {
    const found = bothOf({ catches: ', inhibit: true' })
    expect(found).toMatchObject({ state: 'down', racksLost: 20, racksDegraded: 0 })
    expect(found.reason).toContain('is taken')
  })

  test('two catchers carry both; a hall and the reserve are one hall', () => {
    const big = audit({ reserve: 8, catches: ', atOnce: 2' }, { pairs: true, maintenance: false })
    // Saved: no worse than each alone, so it is counted and not told.
    expect(big.contingencies.some(({ failed }) => failed.length === 2 && failed.every(path => /^hall.\d.\/ups.0.$/u.test(path)))).toBe(false)
    const one = audit({}, { pairs: true, maintenance: false }).contingencies.find(({ failed }) => failed.length === 2 && ['hall[0]/ups[0]', 'reserve/ups[0]'].every(path => failed.includes(path)))
    expect(one).toMatchObject({ state: 'down', racksLost: 20 })
  })
})

test('the one-line has the reserve on every hall as an alternate: 0 W normally, 2.0 MW after a loss', () => {
  const { oneLine: { nodes, edges } } = audit()
  const named = (index: number): string => nodes[index].id
  const links = edges.filter(({ from, to }) => named(from) === 'reserve/ups[0]' && named(to).startsWith('hall'))
  expect(links.map(({ to, role, normalW, failoverW }) => [named(to), role, normalW, failoverW])).toEqual([['hall[0]/ups[0]/busway', 'alternate', 0, 2e6], ['hall[1]/ups[0]/busway', 'alternate', 0, 2e6]])
  const own = edges.find(({ from, to }) => named(from) === 'reserve/bus' && named(to) === 'reserve/ups[0]')
  expect(own?.failoverW).toBeGreaterThan(2e6)
  // It has no racks, so it has no busway of its own.
  expect(nodes.filter(({ id }) => id.startsWith('reserve/') && id.includes('busway'))).toEqual([])
})
