import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { pngOf } from '../../src/cli/png.ts'
import { xmlProblem } from '../charts/xml.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()

/** The quickstart up to a few weeks after its racks work. */
const QUICK = [scenarioFile('quickstart.yaml'), '--replications', '1', '--workers', '1', '--until', '2027-12-01'] as const

describe('chart', () => {
  test('without --chart it lists what there is, services by their names', async () => {
    const { code, stdout } = await nameplate(['chart', ...QUICK])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ledger-waterfall +\S/mu)
    expect(stdout).toMatch(/^serving:assistant +Demand and latency/mu)
    for (const id of ['cost-stack', 'cash-flow', 'cost-by-level', 'service-requests', 'pue-by-week', 'watts-per-accelerator', 'quantile-fan', 'tornado']) expect(stdout).toMatch(new RegExp(`^${id} +\\S`, 'mu'))
  })

  test('a drawing goes to a file, with its source at the foot', async () => {
    const file = join(folder, 'chat.svg')
    const { code, stdout, stderr } = await nameplate(['chart', ...QUICK, '--chart', 'serving:assistant', '--theme', 'dark', '--out', file])
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('wrote')
    const text = readFileSync(file, 'utf8')
    expect(xmlProblem(text)).toBeUndefined()
    expect(text).toContain('as written')
    expect(text).toContain('assistant answers')
  })

  test('a PNG has the size and the density that are asked for; it needs a file', async () => {
    const file = join(folder, 'one.png')
    expect((await nameplate(['chart', ...QUICK, '--chart', 'cost-stack', '--width', '600', '--height', '300', '--dpi', '144', '--out', file])).code).toBe(0)
    const png = readFileSync(file)
    expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
    // 600 × 300 and a margin of 16 on each side, 1.5 pixels a unit; 144 dots an inch are 5,669 a metre.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([948, 498])
    expect([png.toString('latin1', 37, 41), png.readUInt32BE(41), png.readUInt8(49)]).toEqual(['pHYs', 5669, 1])
    expect(png.readUInt32BE(50)).toBe(crc32(png.subarray(37, 50)))
    expect((await nameplate(['chart', ...QUICK, '--chart', 'cost-stack', '--format', 'png'])).code).toBe(2)
  })

  test('the same drawing is the same PNG each time, and its words are drawn', async () => {
    const svg = (words: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30"><text x="4" y="20" font-family="Inter" font-size="14">${words}</text></svg>`
    const [first, again, empty] = [await pngOf(svg('useful 51 %'), 96), await pngOf(svg('useful 51 %'), 96), await pngOf(svg(''), 96)]
    expect(first).toEqual(again)
    expect(first.length).toBeGreaterThan(empty.length + 200)
  })

  test('the bridge to an option, a tornado and a response are simulated when they are asked for', async () => {
    const hall = join(folder, 'hall.yaml')
    writeFileSync(hall, smallHall)
    const drawn = async (...args: string[]): Promise<string> => (await nameplate(['chart', hall, '--workers', '1', '--replications', '2', ...args])).stdout
    expect(await drawn('--option', 'late', '--chart', 'ledger-bridge')).toContain('Not energised')
    expect(await drawn('--chart', 'tornado', '--factor', 'faults.rateFactor=0..4', '--until', '2027-01-20', '--result', 'availability')).toMatch(/faults\.rateFactor/)
    expect(await drawn('--chart', 'response:faults.rateFactor', '--factor', 'faults.rateFactor=0..4', '--until', '2027-01-20')).toContain('median')
  })

  test('an unknown chart is a usage error that names the others', async () => {
    const { code, stderr } = await nameplate(['chart', ...QUICK, '--chart', 'serving'])
    expect(code).toBe(2)
    expect(stderr).toContain('serving:assistant')
  })
})
