import { describe, expect, test } from 'vitest'
import { liveNodes, type LiveSite } from '../../src/app/site/live-loads.ts'
import { itemsOfNode, type LinkedSite, nodeOfSelection, racksOfGroup, selectionOfNode, type Wiring, wiringOf } from '../../src/app/site/one-line-links.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { auditCsv } from '../../src/app/state/audit-table.ts'
import { isReportStale, listed, nameOf } from '../../src/app/state/audit.ts'
import { blocksText, labelGroups, verdictOf } from '../../src/app/state/verdict.ts'
import type { AuditReport, AuditState, Contingency, LabelCheck } from '../../src/results/audit.ts'
import type { OneLineNode } from '../../src/results/one-line.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { createSession } from '../../src/runner/session.ts'
import { DAY_MS, handRun, scenarioText, shippedScenario } from './scenarios.ts'

function found(state: AuditState, more: Partial<Contingency> = {}): Contingency {
  return { failed: ['a/b'], maintained: null, count: 1, alike: [], nodes: [], state, reason: 'so it is', racksLost: 0, acceleratorsLost: 0, racksDegraded: 0, acceleratorsDegraded: 0, servedFraction: 1, timeline: [], path: [], ...more }
}
const verdict = (...contingencies: Contingency[]): string => verdictOf({ contingencies }).sentence

describe('the verdict', () => {
  test('says in a sentence what takes down load', () => {
    expect(verdict(found('savedByTransfer', { count: 20 }), found('normal'))).toBe('No single failure takes down load.')
    expect(verdict(found('down', { count: 4 }), found('down', { maintained: 'c' }))).toBe('Four single failures take down load; one maintenance case does too.')
    expect(verdict(found('normal'), found('down', { maintained: 'c' }), found('down', { maintained: 'd' }))).toBe('No single failure takes down load; two maintenance cases do.')
    expect(verdict(found('down'), found('down', { failed: ['a', 'b'], count: 14 }))).toBe('One single failure takes down load; 14 pairs of failures do too.')
  })

  test('tells what is cut back and what is unknown', () => {
    expect(verdictOf({ contingencies: [found('degraded', { count: 2 }), found('unknown')] })).toEqual({ sentence: 'No single failure takes down load.', more: 'Two single failures make racks give power up; one cannot be told from the file.' })
    expect(verdictOf({ contingencies: [found('unknown', { count: 14 })] }).more).toBe('14 cannot be told from the file.')
  })

  test('of a site without components is that nothing takes it down', () => {
    expect(verdict()).toBe('No single failure takes down load.')
  })
})

describe('labels', () => {
  const label = (block: number, isKept: boolean, line = 10): LabelCheck => ({ path: [], block, label: '4 to make 3', isKept, servedFraction: isKept ? 1 : 0.94, reason: isKept ? 'any single UPS system may be lost' : 'UPS system B lost leaves A at 112 %', line })

  test('of several blocks are told once, those not kept first', () => {
    expect(labelGroups([label(0, true), label(1, false, 12), label(2, true), label(3, true)])).toEqual([
      { label: '4 to make 3', isKept: false, reason: 'UPS system B lost leaves A at 112 %', blocks: [1], line: 12 },
      { label: '4 to make 3', isKept: true, reason: 'any single UPS system may be lost', blocks: [0, 2, 3], line: 10 },
    ])
  })

  test('name their blocks where that helps', () => {
    const names = ['Hall 1', 'Hall 2', 'Hall 3', 'Hall 4', 'Hall 5', 'Hall 6']
    expect([[-1], [2], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4, 5]].map(blocks => blocksText(blocks, names))).toEqual(['', 'Hall 3', 'Hall 1, Hall 2, Hall 3', '4 blocks', 'all blocks'])
    expect(blocksText([0], ['Hall'])).toBe('')
  })
})

describe('the list', () => {
  const all = [found('down', { failed: ['hall/ups[0]'], reason: '15 racks hang on it alone' }), found('normal', { failed: ['hall/transformer[0]'], alike: ['hall/transformer[1]'] }), found('savedByTransfer', { failed: ['hall/ups[1]'] })]
  const names = (states: AuditState[], text: string): string[] => listed(all, states, text, each => `Component ${each.failed[0]}`).map(nameOf)

  test('shows what has one of the states and all of the words', () => {
    expect(names([], '')).toHaveLength(3)
    expect(names(['down', 'savedByTransfer'], '')).toEqual(['hall/ups[0]', 'hall/ups[1]'])
    expect(names([], ' RACKS  alone')).toEqual(['hall/ups[0]'])
    expect(names([], 'transformer[1]')).toEqual(['hall/transformer[0]'])
    expect(names(['normal'], 'ups')).toEqual([])
  })

  test('tells a failure from the same one during maintenance', () => {
    expect(nameOf(found('down', { maintained: 'x' }))).not.toBe(nameOf(found('down')))
  })

  test('is stale when its study is not the one shown', () => {
    const report = { contingencies: [] } as unknown as AuditReport
    expect([isReportStale({ key: 'a', report }, 'a'), isReportStale({ key: 'a', report }, 'b'), isReportStale({ key: '', report: null }, 'b')]).toEqual([false, true, false])
  })
})

async function reportOf(id: string): Promise<AuditReport> {
  const outcome = await createSession().audit({ text: scenarioText(id), file: `${id}.yaml`, option: null, set: [] }, { weather: null }, { pairs: false, maintenance: false })
  if (outcome.status !== 'finished') throw new Error(`${id} has no audit: ${JSON.stringify(outcome)}`)
  return outcome.report
}

describe.each(['quickstart', 'dallas-100mw'])('one-line and site plan of %s', id => {
  const scenario = shippedScenario(id)
  const plan = planSite(scenario)
  const site: LinkedSite = { plan, blockOfRack: Int32Array.from(plan.racks, rack => rack.block), plants: scenario.generation.map(plant => plant.id), wiring: wiringOf(scenario) }

  test('every component has something to select, in its own block, and racks and machines lead back to it', async () => {
    const { oneLine } = await reportOf(id)
    oneLine.nodes.forEach((node, index) => {
      const selection = selectionOfNode(oneLine, site, index)
      if (node.block < 0 && scenario.grid.substation === undefined) return
      if (selection === null) throw new Error(`${node.id} leads nowhere`)
      const block = selection.kind === 'rack' ? site.blockOfRack[selection.index] : plan.items[selection.index].block
      expect(block, node.id).toBe(node.block)
      if (['racks', 'ups', 'generator'].includes(node.kind) && node.id !== `${node.id.split('/')[0]}/mechanicalUps`) expect(oneLine.nodes[nodeOfSelection(oneLine, site, selection)]?.id).toBe(node.id)
    })
  })

  test('every rack is in one group, every UPS module in one system', async () => {
    const { oneLine } = await reportOf(id)
    const groups = oneLine.nodes.flatMap((node, index) => (node.kind === 'racks' ? (racksOfGroup(oneLine, site, index) ?? []) : []))
    expect(groups.toSorted((a, b) => a - b)).toEqual(plan.racks.map((_, rack) => rack))
    const modules = oneLine.nodes.flatMap((node, index) => (node.path.at(-1) === 'ups' ? itemsOfNode(oneLine, site, index) : []))
    expect(modules.toSorted((a, b) => a - b)).toEqual(plan.items.filter(({ kind }) => kind === 'ups').map(({ index }) => index))
  })
})

test('racks that are wired by hand are found in their order, those with one cord here and there are not guessed', () => {
  const node = (index: number, racks: number): OneLineNode => ({ id: `hall/racks[${index}]`, kind: 'racks', label: '', block: 0, units: racks, ratedW: null, level: 7, racks, accelerators: 0, path: [] })
  const oneLine = { nodes: [node(0, 2), node(1, 3)], edges: [] }
  const blockOfRack = Int32Array.of(0, 0, 0, 0, 0, 1)
  const racks = (wiring: Wiring): (number[] | null)[] => [0, 1].map(index => racksOfGroup(oneLine, { blockOfRack, wiring: [wiring] }, index))
  expect(racks('listed')).toEqual([[0, 1], [2, 3, 4]])
  // Three and two would go round; two and three do not.
  expect(racks('round')).toEqual([null, null])
  expect(racks('unknown')).toEqual([null, null])
})

describe('loads now', () => {
  const scenario = shippedScenario('quickstart')
  const plan = planSite(scenario)
  const blockOfRack = Int32Array.from(plan.racks, rack => rack.block)

  const siteOf = (run: RunResult | null, itemState = 2): LiveSite => {
    const replay = createSiteReplay(run, plan.racks.length, scenario.blocks.length)
    replay.seek(1.5 * DAY_MS)
    return { plan, blockOfRack, plants: [], wiring: wiringOf(scenario), run, state: replay.state, itemStates: new Uint8Array(plan.items.length).fill(itemState) }
  }
  const logged = handRun([{}, {}, {}], {
    series: [{ id: 'grid', label: '', unit: 'kWh', values: Float64Array.of(24_000, 48_000, 72_000) }, { id: 'generation', label: '', unit: 'kWh', values: new Float64Array(3) }],
    logs: [{ id: 'rackPower', entities: 15, atMs: Float64Array.from({ length: 15 }, () => DAY_MS), entity: Int32Array.from({ length: 15 }, (_, rack) => rack), value: new Int32Array(15).fill(100_000) }],
    incidents: [{ atMs: DAY_MS, endMs: 2 * DAY_MS, kind: 'outage', label: 'hall/transformer[0]', block: 0 }, { atMs: DAY_MS, endMs: -1, kind: 'outage', label: 'hall/mechanicalUps', block: 0 }],
  })

  test('are what the run records: racks by their power, the feed by its meter; nothing between them', async () => {
    const { oneLine } = await reportOf('quickstart')
    const live = liveNodes(oneLine, siteOf(logged))
    const of = (kind: string): (number | null)[] => oneLine.nodes.flatMap((node, index) => (node.kind === kind ? [live[index].loadW] : []))
    expect(of('racks')).toEqual([1_500_000])
    expect(of('feed')).toEqual([2e6])
    for (const kind of ['ups', 'transformer', 'generator', 'distribution', 'cooling']) expect(of(kind).filter(each => each !== null), kind).toEqual([])
    const stateOf = (id: string): string | null => live[oneLine.nodes.findIndex(node => node.id === id)].state
    expect(stateOf('hall/mechanicalUps')).toBe('down')
    // One of two is out, by the incident; the other carries on.
    expect(stateOf('hall/transformer[0]')).toBe('live')
  })

  test('are unknown without a run', async () => {
    const { oneLine } = await reportOf('quickstart')
    expect(liveNodes(oneLine, siteOf(null)).every(({ loadW, state }) => loadW === null && state === null)).toBe(true)
  })
})

test('the findings as CSV: a row each, with the line in the file', async () => {
  const report = await reportOf('quickstart')
  const lines = auditCsv(report, ['Hall']).trim().split('\r\n')
  expect(lines).toHaveLength(report.contingencies.length + 1)
  expect(lines[0]).toContain('state,what fails,failed')
  expect(lines.slice(1).every(line => /,\d+$/.test(line))).toBe(true)
})
