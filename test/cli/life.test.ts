import { describe, expect, test } from 'vitest'
import type { AcceleratorLife } from '../../src/results/biography.ts'
import { nameplate } from './nameplate.ts'

const QUICKSTART = 'scenarios/quickstart.yaml'
const NODE = ['--node', 'hall/rack[2]/node[5]', '--accelerator', '1']

describe('life', () => {
  test('as JSON its parts sum to the contract, and CSV has the same stretches', async () => {
    const { code, stdout } = await nameplate(['life', QUICKSTART, ...NODE, '--format', 'json'])
    expect(code).toBe(0)
    const life = JSON.parse(stdout) as AcceleratorLife
    expect(life.parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(life.contractEndMs - life.contractMs)
    const csv = (await nameplate(['life', QUICKSTART, ...NODE, '--format', 'csv'])).stdout.trim().split('\n')
    expect(csv[0]).toBe('from_h,to_h,state,what,job,lost_h')
    expect(csv).toHaveLength(life.spans.length + 1)
  })

  test('wrong words are told', async () => {
    const nobody = await nameplate(['life', QUICKSTART, '--node', 'hall/rack[99]/node[0]'])
    expect(nobody.code).toBe(2)
    expect(nobody.stderr).toContain('hall has no rack[99]; there is rack[0] to rack[14]')
    expect((await nameplate(['life', QUICKSTART])).code).toBe(2)
  })
})
