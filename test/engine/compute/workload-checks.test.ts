import { expect, test } from 'vitest'
import { workloadFindings } from '../../../src/engine/preflight/workload-checks.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { tinyWorld } from '../world.ts'
import { traceOf } from './rig.ts'

const findings = (...workload: object[]) =>
  workloadFindings({ tenants: {}, horizon: { start: 0, end: 1 }, workload: workloadSection.parse(workload), scheduler: schedulerSection.parse({}), power: powerSection.parse({}) } as Scenario, tinyWorld({ rackTypes: [rackType('hgx-h100-air-4')] }), {
    weather: null,
    traces: { 'known.swf': traceOf([]), 'large.swf': traceOf([[0, 8, 1, 1], [0, 40, 1, 1]]) },
  })

test('a workload that can be served has no findings', () => {
  expect(
    findings({ id: 'a', source: 'training-mix', smallest: 4, largest: 16 }, { id: 'b', source: 'inference' }, { id: 'c', source: 'trace', file: 'known.swf' }),
  ).toEqual([])
})

test.each([
  [{ id: 'a', source: 'training-mix', smallest: 32, largest: 16 }, 'job-size', ['workload', 0, 'smallest']],
  [{ id: 'a', source: 'training-mix', smallest: 64 }, 'job-size', ['workload', 0, 'smallest']],
  [{ id: 'a', source: 'trace', file: 'other.swf' }, 'file', ['workload', 0, 'file']],
  [{ id: 'a', source: 'inference', perToken: '2 ms' }, 'service-objective', ['workload', 0, 'perToken']],
])('%o is refused', (entry, code, path) => {
  expect(findings(entry)).toMatchObject([{ severity: 'error', code, path }])
})

test.each([
  [{ id: 'a', source: 'training-mix', smallest: 4, largest: 32, largestShare: 1, placement: { within: 'leaf' } }, 'strict-level', ['workload', 0, 'placement', 'within'], 'error'],
  [{ id: 'a', source: 'training-mix', smallest: 4, largest: 16, placement: { within: 'domain' } }, 'strict-level', ['workload', 0, 'placement', 'within'], 'error'],
  [{ id: 'a', source: 'training-mix', smallest: 4, largest: 16, placement: { segment: 2 } }, 'segment-size', ['workload', 0, 'placement', 'segment'], 'error'],
  [{ id: 'a', source: 'training-mix', smallest: 4, largest: 16, placement: { rule: 'spread', within: 'leaf' } }, 'placement-rule', ['workload', 0, 'placement', 'rule'], 'error'],
  [{ id: 'a', source: 'trace', file: 'large.swf' }, 'job-size', ['workload', 0, 'file'], 'warn'],
])('%o can never be placed', (entry, code, path, severity) => {
  expect(findings(entry)).toMatchObject([{ severity, code, path }])
})

test('what a leaf holds may be asked of it', () => {
  expect(findings({ id: 'a', source: 'training-mix', smallest: 4, largest: 16, placement: { within: 'leaf' } })).toEqual([])
  expect(findings({ id: 'a', source: 'trace', file: 'large.swf', acceleratorsPerProcessor: 0.5 })).toEqual([])
})
