import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SITE_WITH_DECISIONS } from '../engine/site-with-decisions.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()
const file = join(folder, 'site.yaml')
writeFileSync(file, SITE_WITH_DECISIONS.replace('2027-03-01}', '2027-02-12}').replace(/ {2}people:[\s\S]*$/u, '').replace('options:', 'options:\n  coolers: {label: One more cooler, set: {blocks.hall.cooling.units.count: 3}}'))
const runs = ['--replications', '3', '--workers', '1']

interface Answer {
  readonly manifest: { readonly replications: number }
  readonly result: string
  readonly options: readonly { readonly option: string; readonly when: string | null; readonly last: { readonly day: string; readonly gain: number; readonly gainsInTen: number; readonly takenInTen: number } | null; readonly days: readonly { readonly day: string; readonly pays: boolean }[]; readonly impossible: string }[]
}

interface Premortem {
  readonly chain: readonly object[]
  readonly probability: number
  readonly cheapest: { readonly costUsd: number }
  readonly inputs: number
  readonly isWhole: boolean
  readonly command: string
}

describe('options that wait, from the command line', () => {
  test('validate tells when they are decided, compare in how many futures they were taken', async () => {
    const validated = await nameplate(['validate', file])
    expect(validated.code).toBe(0)
    expect(validated.stderr).toContain('option bridge is decided on 2027-01-24: grid.feeds.street not energised by 2027-01-24')
    const { code, stdout } = await nameplate(['compare', file, '--options', 'bridge', ...runs])
    expect(code).toBe(0)
    // Seed 5: the feed comes on days 13.7, 21.5 and 31.4.
    expect(stdout).toContain('Taken in 1 of 3 replications: grid.feeds.street not energised by 2027-01-24.')
  })

  test('decide finds the last day on which engines still help, with a picture', async () => {
    const picture = join(folder, 'calendar.svg')
    const { code, stdout, stderr } = await nameplate(['decide', file, '--step', '5', '--format', 'json', '--chart', picture, ...runs])
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
    const { options, result, manifest } = JSON.parse(stdout) as Answer
    expect([result, manifest.replications]).toEqual(['productiveGpuHours', 3])
    const [coolers, bridge] = options
    // On day 23 one feed of three is late and gets engines four days later; on day 28 the engines come after that feed.
    expect(bridge).toMatchObject({ option: 'bridge', last: { day: '2027-01-24', takenInTen: 10 / 3, gainsInTen: 10 / 3 } })
    expect(bridge.days.find(({ day }) => day === '2027-01-29')?.pays).toBe(false)
    expect(coolers).toMatchObject({ option: 'coolers', when: null, last: null })
    expect(coolers.impossible).toContain('blocks.hall.cooling.units.count')
    expect(readFileSync(picture, 'utf8')).toContain('Engines as a bridge pays until 2027-01-24')
  })

  test('premortem finds the late feed by itself, says how likely it is, names the engines, and its command shows it again', async () => {
    const { code, stdout } = await nameplate(['premortem', file, '--metric', 'energisedBlocks@2027-02-10', '--expect', 'p50 >= 1', '--replications', '1', '--workers', '1', '--format', 'json'])
    expect(code).toBe(0)
    const { chain, probability, cheapest, inputs, isWhole, command } = JSON.parse(stdout) as Premortem
    // Half of the feeds slip by 2 weeks, one in ten by 6: until 21 February.
    expect(chain).toEqual([{ path: 'grid.feeds.street.energised.slip', value: `${42 * 86_400_000} ms`, probability: 0.1, words: '42 days, where half of the futures have less than 14 days' }])
    expect(probability).toBeCloseTo(0.1, 12)
    expect([inputs, isWhole]).toEqual([3, true])
    expect(cheapest).toMatchObject({ kind: 'option', id: 'bridge', keeps: true })
    expect(cheapest.costUsd).toBeGreaterThan(0)
    const words = [...command.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare)
    expect(words[0]).toBe('nameplate')
    const again = await nameplate([...words.slice(1), '--workers', '1'])
    expect([again.code, again.stdout]).toEqual([10, expect.stringContaining('energisedBlocks@2027-02-10')])
  })
})
