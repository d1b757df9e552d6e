import { describe, expect, test } from 'vitest'
import type { AuditReport, Contingency } from '../../../src/results/audit.ts'
import { auditOf, failureOf, findingsOf, planted } from './hall.ts'

const isHarm = ({ state }: Contingency): boolean => state === 'down' || state === 'degraded'

/** What each weakness does to which single failure, and which label it breaks. */
const WEAKNESSES: readonly { file: string; path: string; racksLost: number; label: string; reason: RegExp }[] = [
  { file: 'single-corded-rack', path: 'hall/ups[0]', racksLost: 3, label: '2N', reason: /3 racks are left without a live cord/ },
  { file: 'one-fire-zone', path: 'hall/fireZones/room', racksLost: 15, label: '3 to make 2', reason: /without a live cord/ },
  { file: 'pumps-off-ups', path: 'grid/feed[street]', racksLost: 15, label: 'Standby sets', reason: /pumps of the technology loop are not on a UPS/ },
  { file: 'common-mode-feed', path: 'grid/group[mill-road]', racksLost: 15, label: '2 feeds', reason: /no source is left/ },
  { file: 'cascade', path: 'hall/ups[0]', racksLost: 60, label: '4 to make 3', reason: /UPS system B trips at 105\.0/ },
]

const brokenLabels = ({ labels }: AuditReport): string[] => labels.filter(({ isKept }) => !isKept).map(({ label }) => label)

describe.each(WEAKNESSES)('planted: $file', ({ file, path, racksLost, label, reason }) => {
  test('the audit finds it, and the label that it breaks', () => {
    const report = auditOf(planted(`${file}.yaml`))
    const found = failureOf(report, path)
    expect(found).toMatchObject({ state: 'down', racksLost, acceleratorsLost: racksLost * 72 })
    expect(found.reason).toMatch(reason)
    expect(report.contingencies[0].state).toBe('down')
    expect(brokenLabels(report)).toEqual([label])
  })

  test('nothing is found in the repaired twin', () => {
    const report = auditOf(planted(`${file}-repaired.yaml`))
    expect(report.contingencies.filter(isHarm)).toEqual([])
    expect(brokenLabels(report)).toEqual([])
    expect(findingsOf(planted(`${file}-repaired.yaml`))).toEqual([])
  })

  test('preflight tells it before a run', () => {
    expect(findingsOf(planted(`${file}.yaml`)).map(({ code }) => code)).toContain(file === 'pumps-off-ups' ? 'TCS_UPS' : 'redundancy')
  })
})

test('W5.3 in the audit: without a controller B trips after 3 293 s at 105 %, C 767 s later at 120 %, then D carries 3.0 MW', () => {
  const { timeline } = failureOf(auditOf(planted('cascade.yaml')), 'hall/ups[0]')
  const trips = timeline.filter(({ what }) => what.includes('trips'))
  expect(trips.map(({ what }) => what.replace(/\u2009/g, ' '))).toEqual([
    'UPS system B trips at 105.0 % of its rating',
    'UPS system C trips at 120.0 % of its rating',
    'UPS system D trips at 150.0 % of its rating',
  ])
  // 337.5 s / (1.05² − 1); then both others at 120 % at once, so the second goes on its clock of 767 s.
  expect(trips[0].atMs / 1000).toBeCloseTo(3292.7, 0)
  expect((trips[1].atMs - trips[0].atMs) / 1000).toBeCloseTo(767.0, 0)
  expect(trips[2].atMs).toBe(trips[1].atMs)
})
