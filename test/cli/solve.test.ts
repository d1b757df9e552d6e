import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const file = join(folder, 'hall.yaml')
writeFileSync(file, smallHall)
const COUNT = 'blocks.hall.racks[0].count'
const SHORT = ['--workers', '1', '--until', '2027-01-12', '--resources', 'none'] as const

interface Solved {
  readonly status: string
  readonly answer: string | null
  readonly missed: string | null
  readonly points: readonly { readonly value: string; readonly decision: string; readonly replications: number; readonly reason?: string; readonly keeps: readonly { readonly value: number; readonly holds: boolean; readonly short: number }[] }[]
  readonly around: { readonly binds: readonly { readonly gate: number; readonly months: number }[]; readonly marginals: readonly { readonly path: string; readonly figures: readonly ({ readonly mean: number; readonly ci95: readonly number[] } | null)[] }[] } | null
}

const solved = (stdout: string): Solved => JSON.parse(stdout) as Solved

describe('nameplate solve', () => {
  test('the largest number of racks that keeps the contract under a bound, what binds there and what one more brings; again from the cache', async () => {
    // 72 accelerators a rack from 6 January on: the 6 days until 12 January are 10,368 h a rack, 3 of them 31,104 h.
    const words = ['solve', file, '--most', `${COUNT}=1..6`, '--scan', '2', '--keep', 'mean(contractedGpuHours) <= 35000 h', ...SHORT.slice(0, 4), '--resources', `${COUNT},faults.technicians`, '--replications', '2', '--format', 'json']
    const env = { NAMEPLATE_CACHE: join(folder, 'cache') }
    const first = await nameplate(words, { env })
    expect(first.code, first.stderr).toBe(0)
    const { status, answer, missed, points, around } = solved(first.stdout)
    expect({ status, answer, missed }).toEqual({ status: 'answered', answer: '3', missed: '4' })
    expect(points.find(({ value }) => value === '3')?.keeps).toMatchObject([{ value: 31_104, holds: true, short: 0 }])
    expect(around?.binds.length).toBeGreaterThan(0)
    expect(around?.marginals.map(({ path }) => path)).toEqual([COUNT, 'faults.technicians'])
    expect(around?.marginals[0].figures[0]?.ci95).toHaveLength(2)
    // The same question again runs nothing and says the same to the last byte.
    const again = await nameplate(words, { env })
    expect([again.code, again.stdout === first.stdout]).toEqual([0, true])
  })

  test('the smallest number; a bound that nothing keeps, told with how far it is; exit codes', async () => {
    const least = await nameplate(['solve', file, '--least', `${COUNT}=2..3`, '--demand', 'mean(contractedAccelerators) 2027-01-10=200', ...SHORT, '--replications', '2', '--format', 'json'])
    expect([least.code, solved(least.stdout).answer], least.stderr).toEqual([0, '3'])
    const never = await nameplate(['solve', file, '--most', `${COUNT}=1..2`, '--keep', 'mean(contractedGpuHours) <= 10000 h', ...SHORT])
    expect(never.code, never.stderr).toBe(10)
    expect(never.stdout).toContain('Infeasible')
    // One rack is too few; twenty-three are more than the feed carries, so the block is never energised.
    const both = await nameplate(['solve', file, '--most', `${COUNT}=1,8,23`, '--keep', 'mean(energisedAccelerators@2027-01-10) >= 300', ...SHORT, '--replications', '2', '--format', 'json'])
    expect([both.code, solved(both.stdout).status, solved(both.stdout).points.map(({ decision }) => decision)], both.stderr).toEqual([10, 'not monotone', ['missed', 'kept', 'missed']])
    expect(never.stdout).toContain('368.0\u2009h beyond the bound')
  })

  test('the cheapest set of options that meets demand, and the front of cost against use with its picture', async () => {
    const cheapest = await nameplate(['solve', file, '--lowest', 'totalCostUsd', '--options', 'all', '--combine', '--demand', 'min(energisedAccelerators) 2027-01-11=200', ...SHORT, '--most-replications', '10', '--format', 'json'])
    expect([cheapest.code, solved(cheapest.stdout).answer], cheapest.stderr).toEqual([0, 'as written'])
    const picture = join(folder, 'front.svg')
    const front = await nameplate(['solve', file, '--pareto', 'totalCostUsd,productiveGpuHours', '--vary', `${COUNT}=2,4`, '--options', 'late', '--chart', picture, ...SHORT, '--replications', '2', '--format', 'csv'])
    expect(front.code, front.stderr).toBe(0)
    const rows = front.stdout.trim().split('\n')
    expect(rows).toHaveLength(5)
    expect(rows[0]).toBe('side,state,totalCostUsd,totalCostUsd_low,totalCostUsd_high,productiveGpuHours,productiveGpuHours_low,productiveGpuHours_high,beaten_by,binds')
    expect(readFileSync(picture, 'utf8')).toContain('aria-label')
  })

  test('all that is wrong with the words is told at once, and nothing is written', async () => {
    const picture = join(folder, 'none.svg')
    const { code, stderr, stdout } = await nameplate(['solve', file, '--pareto', 'totalCost,sustainedUtilisation', '--vary', 'faults.technicinas=1,2', '--options', 'lat', '--keep', 'p90(meanUtilization) <= 0.5', '--keep', 'p90(tenantWait{tenant: x}) <= 24 h', '--keep', 'p50(availability) >= 0.9', '--keep', 'p90(availability) <= 0.5', '--chart', picture])
    expect([code, stdout, existsSync(picture)]).toEqual([2, '', false])
    for (const words of ["did you mean 'totalCostUsd'", 'did you mean faults.technicians?', "no option 'lat'; did you mean 'late'?", 'did you mean meanUtilisation?', "there is no tenant 'x'", 'cannot be kept together']) expect(stderr).toContain(words)
  })
})
