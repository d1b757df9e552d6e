import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FigureDifference } from '../../src/analysis/compare.ts'
import type { Binding, Verdict } from '../../src/analysis/verdict.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const file = join(folder, 'hall.yaml')
writeFileSync(file, smallHall.replace('matrix:', '  same: {label: More people than faults, set: {faults.technicians: 40}}\nmatrix:'))

interface Compared {
  readonly name: string
  readonly differences: readonly FigureDifference[]
  readonly verdict: Verdict
  readonly binding: Binding
}

describe('what nameplate compare says of two options', () => {
  test('paired differences, the verdict with its threshold, what became binding and when, time, cost, carbon and water', async () => {
    const { code, stdout } = await nameplate(['compare', file, '--options', 'late,same', '--replications', '3', '--workers', '1', '--importance', '5%', '--format', 'json'])
    expect(code).toBe(0)
    const { importance, compared: [late, same] } = JSON.parse(stdout) as { importance: number; compared: Compared[] }
    const of = (key: string): FigureDifference => late.differences.find(each => each.key === key) ?? expect.fail(`${key} is missing`)
    // Power comes 15 days later in every replication.
    expect(of('timeToCapacity')).toMatchObject({ difference: 15, ci95: [15, 15], isClear: true })
    expect(of('availability').difference).toBeLessThan(0)
    expect(of('availability').ci95).toEqual([expect.any(Number), expect.any(Number)])
    for (const key of ['totalCostUsd', 'carbonT', 'waterM3', 'productiveGpuHours']) expect(of(key).difference, key).toBeCloseTo(of(key).option - of(key).base, 3)
    expect([importance, late.verdict.importance, late.verdict.judgement, late.verdict.matters.includes('timeToCapacity')]).toEqual([0.05, 0.05, 'matters', true])
    // Four racks of 72 for 14 days: the hall was to be energised on the 6th, when it is ready, and is on the 20th.
    expect(late.binding.grew).toMatchObject({ bucket: 'L2.grid', gpuHours: 4 * 72 * 14 * 24, ci95: [4 * 72 * 14 * 24, 4 * 72 * 14 * 24] })
    expect(late.binding.first).toEqual({ year: 2027, month: 1, base: 'Idle', option: 'Not energised' })
    expect(same.verdict).toMatchObject({ judgement: 'no difference that matters', matters: [], undecided: [] })
    expect(same.binding).toEqual({ grew: null, fell: null, first: null })
  })

  test('the same in words, and as a picture an option', async () => {
    const { stdout, stderr } = await nameplate(['compare', file, '--options', 'late,same', '--replications', '2', '--workers', '1', '--chart', join(folder, 'bridge.svg')])
    expect(stdout).toContain('No difference that matters: none is more than 1\u2009% of the base.')
    expect(stdout).toMatch(/From January 2027 on it binds elsewhere: Not energised\ninstead of Idle\.|binds elsewhere: Not energised instead of Idle\./)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    expect(stderr).toContain('bridge-late.svg')
    expect(readFileSync(join(folder, 'bridge-late.svg'), 'utf8')).toContain('Not energised')
    expect(existsSync(join(folder, 'bridge-same.svg'))).toBe(true)
  })
})
