import { describe, expect, test } from 'vitest'
import type { FabricBill } from '../../src/results/fabric-bill.ts'
import { nameplate } from './nameplate.ts'

const QUICKSTART = 'scenarios/quickstart.yaml'

describe('fabric', () => {
  test('prints switches, tiers with cables by length, and the cost', async () => {
    const { code, stdout: printed } = await nameplate(['fabric', QUICKSTART])
    const stdout = printed.replace(/[\u2009\u202F\u00A0]/gu, ',')
    expect(code).toBe(0)
    expect(stdout).toContain('rail-fat-tree of 64-port switches for 1,080 NICs')
    expect(stdout).toContain('34 leaf, 17 spine and 0 core switches')
    expect(stdout).toMatch(/Nodes to leaf switches: 1,080 links, 1,080 \+ 540 modules/u)
    expect(stdout).toMatch(/multimode \d+ m × \d+/u)
    expect(stdout).toMatch(/About [\d.]+ million USD/u)
  })

  test('as JSON and CSV the same counts', async () => {
    const json = JSON.parse((await nameplate(['fabric', QUICKSTART, '--format', 'json'])).stdout) as FabricBill
    const csv = (await nameplate(['fabric', QUICKSTART, '--format', 'csv'])).stdout.trim().split('\n').slice(1)
    expect(csv.reduce((sum, line) => sum + Number(line.split(',')[3]), 0)).toBe(json.tiers.reduce((sum, { links }) => sum + links, 0))
  })
})
