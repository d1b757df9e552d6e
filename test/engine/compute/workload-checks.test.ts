import { expect, test } from 'vitest'
import { workloadFindings } from '../../../src/engine/preflight/workload-checks.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { tinyWorld } from '../world.ts'
import { traceOf } from './rig.ts'

const findings = (...workload: object[]) =>
  workloadFindings({ workload: workloadSection.parse(workload) } as Scenario, tinyWorld({ rackTypes: [rackType('hgx-h100-air-4')] }), {
    weather: null,
    traces: { 'known.swf': traceOf([]) },
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
  [{ id: 'a', source: 'inference', perToken: '2 ms' }, 'service', ['workload', 0]],
])('%o is refused', (entry, code, path) => {
  expect(findings(entry)).toMatchObject([{ severity: 'error', code, path }])
})
