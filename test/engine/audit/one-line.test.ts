import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { auditText } from '../../../src/cli/audit-text.ts'
import { createPaint } from '../../../src/cli/report-text.ts'
import type { OneLine } from '../../../src/results/one-line.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { goldenProblem } from '../../golden-file.ts'
import { auditOf, hallAudit, planted, scenarioOf } from './hall.ts'

const shipped = (name: string): string => readFileSync(join(repositoryRoot, 'scenarios', name), 'utf8')

const into = ({ nodes, edges }: OneLine, id: string, of: 'normalW' | 'failoverW' = 'normalW'): number => edges.reduce((sum, edge) => (nodes[edge.to].id === id ? sum + edge[of] : sum), 0)
const outOf = ({ nodes, edges }: OneLine, id: string): number => edges.reduce((sum, edge) => (nodes[edge.from].id === id ? sum + edge.normalW : sum), 0)

describe('one-line of the campus', () => {
  const { oneLine } = auditOf(shipped('dallas-100mw.yaml'))
  const { nodes, edges } = oneLine

  test('ids are unique, edges lead down, every load hangs on a source', () => {
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
    for (const { from, to } of edges) expect(nodes[to].level).toBeGreaterThan(nodes[from].level)
    for (const [index, { kind, level }] of nodes.entries()) if (level > 0 && kind !== 'generator') expect(edges.some(({ to }) => to === index), nodes[index].id).toBe(true)
  })

  test('racks and accelerators by pair of systems sum to the site; modules of a system are its units', () => {
    const racks = nodes.filter(({ kind }) => kind === 'racks')
    expect(racks.filter(({ block }) => block === 0)).toHaveLength(6)
    expect(racks.reduce((sum, node) => sum + node.racks, 0)).toBe(756)
    expect(racks.reduce((sum, node) => sum + node.accelerators, 0)).toBe(54_432)
    expect(nodes.find(({ id }) => id === 'block[2]/ups[3]')).toMatchObject({ units: 5, ratedW: 5 * 1_667_000, kind: 'ups', label: 'UPS system D' })
    expect(nodes.find(({ id }) => id === 'block[0]/generator[0]')).toMatchObject({ units: 12, kind: 'generator' })
  })

  test('what flows in flows out: at the site bus, at every block bus, and through each transformer with its loss', () => {
    expect(into(oneLine, 'site/bus')).toBe(outOf(oneLine, 'site/bus'))
    for (const block of [0, 1, 2, 3]) {
      const bus = `block[${block}]/bus`
      // Each system rounds its own loss.
      expect(Math.abs(into(oneLine, bus) - outOf(oneLine, bus))).toBeLessThanOrEqual(8)
      expect(into(oneLine, `block[${block}]/transformer[0]`)).toBeGreaterThan(outOf(oneLine, `block[${block}]/transformer[0]`))
    }
    // 756 racks of 132 kW and 0.4 % of busway.
    const racksW = nodes.reduce((sum, { kind, id }) => (kind === 'racks' ? sum + into(oneLine, id) : sum), 0)
    expect(racksW / (756 * 132_000)).toBeCloseTo(1.002, 2)
  })

  test('the highest load is at least the normal one; after the loss of a system another carries 4/3 of its normal load', () => {
    for (const { normalW, failoverW } of edges) expect(failoverW).toBeGreaterThanOrEqual(normalW)
    expect(into(oneLine, 'block[0]/ups[1]', 'failoverW') / into(oneLine, 'block[0]/ups[1]')).toBeCloseTo(4 / 3, 1)
    expect(into(oneLine, 'block[0]/generator[0]')).toBe(0)
    const alternate = edges.filter(({ role }) => role === 'alternate')
    expect(alternate.map(({ from }) => nodes[from].id)).toEqual(['block[0]/generator[0]', 'block[1]/generator[0]', 'block[2]/generator[0]', 'block[3]/generator[0]'])
    for (const { normalW, failoverW } of alternate) {
      expect(normalW).toBe(0)
      // Each block at its meter: 28.9 MW.
      expect(failoverW).toBeGreaterThan(28e6)
    }
  })
})

test('a contingency names the nodes that hold what is out, and the racks that are lost', () => {
  const { oneLine, contingencies } = auditOf(planted('one-fire-zone.yaml'))
  const [fire] = contingencies
  expect(fire.nodes.map(node => oneLine.nodes[node].id)).toEqual(['hall/ups[0]', 'hall/ups[1]', 'hall/ups[2]'])
  expect(fire.lost).toEqual(['hall/racks[0]', 'hall/racks[1]', 'hall/racks[2]'])
})

test('distribution units stand between systems and busway, and take what is behind them', () => {
  const report = hallAudit({ topology: '2n', modules: 8, racks: 20, distribution: ', section: 5, pdu: {racks: 10}' })
  expect(report.oneLine.nodes.filter(({ id }) => id.endsWith('/pdu')).map(({ units }) => units)).toEqual([2, 2])
  const unit = report.contingencies.find(({ failed }) => failed[0] === 'hall/pdu[0]/path[0]')
  expect(unit).toMatchObject({ state: 'savedByTransfer', count: 2 })
})

test('pairs: two sides of one section meet, of different sections they do not', () => {
  const report = hallAudit({ topology: '2n', modules: 8, racks: 20 }, { pairs: true, maintenance: false })
  const both = report.contingencies.filter(({ failed }) => failed.length === 2 && failed.every(path => path.includes('busway')))
  // Two sections of ten racks; of the four choices of one path A and one path B two meet.
  expect(both).toMatchObject([{ state: 'down', racksLost: 10, count: 2 }])
  const counted = Object.values(report.counts).reduce((sum, count) => sum + count, 0)
  const singles = report.contingencies.filter(({ failed }) => failed.length === 1)
  const known = singles.filter(({ state }) => state !== 'unknown').reduce((sum, { count }) => sum + count, 0)
  const unknown = singles.filter(({ state }) => state === 'unknown').reduce((sum, { count }) => sum + count, 0)
  expect(counted).toBe(known + unknown + (known * (known - 1)) / 2)
})

test('maintenance: a failure while its other side is out, counted for each order', () => {
  const report = hallAudit({ topology: '2n', modules: 8, racks: 20 }, { pairs: false, maintenance: true })
  const found = report.contingencies.find(({ failed, maintained }) => failed[0] === 'hall/ups[1]' && maintained === 'hall/ups[0]')
  expect(found).toMatchObject({ state: 'down', racksLost: 20, count: 1 })
})

test.each(['quickstart', 'dallas-100mw'])('the audit of %s reads as agreed', name => {
  const text = shipped(`${name}.yaml`)
  expect(goldenProblem(`audit/${name}.txt`, auditText(scenarioOf(text).name, auditOf(text), createPaint(false)))).toBe('')
})

describe('medium-voltage switchgear', () => {
  const campus = (gear: string): string => shipped('dallas-100mw.yaml').replace('voltage: 25 kV', 'voltage: 34.5 kV, entry: site-bus').replace('  tariff:', `  switchgear: ${gear}\n  tariff:`)

  test('a single bus takes the whole site from the utility: every block on its sets', () => {
    const report = auditOf(campus('{scheme: single, breakers: {interrupting: 50 kA}}'))
    const section = report.contingencies.find(({ failed }) => failed[0] === 'grid/switchgear/section[0]')
    expect(section).toMatchObject({ state: 'savedByTransfer', racksLost: 0 })
    expect(section?.reason).toContain('all blocks')
    const { oneLine } = report
    expect(into(oneLine, 'grid/switchgear/section[0]')).toBe(outOf(oneLine, 'grid/switchgear/section[0]'))
  })

  test('of a breaker and a half no single section takes anything', () => {
    const report = auditOf(campus('{scheme: breaker-and-a-half, tie: closed, parallel: true, breakers: {interrupting: 50 kA}}'))
    expect(report.contingencies.filter(({ failed }) => failed[0].includes('switchgear'))).toEqual([])
  })
})
