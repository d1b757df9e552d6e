/** `nameplate allocate` on a small file: what can be promised, as text and as data. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AllocationPlan } from '../../src/results/allocation.ts'
import { nameplate } from './nameplate.ts'
import { fourRacks } from '../four-racks.ts'

const FILE = `${fourRacks('Promises', '2027-01-04', '2027-07-01')}faults: {preset: none}
tenants:
  lab: {commitments: [{accelerators: 100}]}
  school: {asks: [{accelerators: 40, price: 2 USD/h, from: 2027-04-01}]}
`

test('pools, promises and asks by quarter', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'allocate-')), 'promises.yaml')
  writeFileSync(file, FILE)
  const json = await nameplate(['allocate', file, '--format', 'json', '--confidence', '0.8', '--replications', '1'])
  expect(json.code, json.stderr).toBe(0)
  const plan = JSON.parse(json.stdout) as AllocationPlan
  expect(plan).toMatchObject({ confidence: 0.8, replications: 1 })
  expect(plan.pools.map(({ quarter, model, least, free }) => [quarter, model, least, free])).toEqual([['2027-Q1', 'H100 SXM', 128, 28], ['2027-Q2', 'H100 SXM', 128, 0]])
  expect(plan.asked.map(({ quarter, promised }) => [quarter, promised])).toEqual([['2027-Q2', 28]])
  const text = await nameplate(['allocate', file, '--replications', '1', '--confidence', '0.8'])
  expect(text.stdout).toContain('Asked for')
  expect((await nameplate(['allocate', file, '--confidence', '2'])).code).toBe(2)
})

test('racks that are one tenant’s alone are a pool of its own: nobody else is promised them, and its owner nothing else', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'allocate-')), 'alone.yaml')
  // Two of the four racks of 32 are the bank's, and its desk's, which is a part of it.
  writeFileSync(file, `${fourRacks('Alone', '2027-01-04', '2027-04-01')}faults: {preset: none}
tenants:
  bank: {isolation: {block: hall, firstRack: 2, racks: 2}, asks: [{accelerators: 100, price: 3 USD/h}]}
  desk: {parent: bank, commitments: [{accelerators: 24}]}
  lab: {commitments: [{accelerators: 80}]}
  school: {asks: [{accelerators: 40, price: 2 USD/h}]}
`)
  const json = await nameplate(['allocate', file, '--format', 'json', '--replications', '1'])
  expect(json.code, json.stderr).toBe(0)
  const plan = JSON.parse(json.stdout) as AllocationPlan
  expect(plan.pools.map(({ tenant, least, free }) => [tenant, least, free])).toEqual([[undefined, 64, 0], ['bank', 64, 0]])
  // The laboratory lacks 16 of its 80 in every week though 40 of the bank's idle; the bank gets what its desk leaves of its own.
  expect(plan.firm.map(({ tenant, worstShort }) => [tenant, worstShort])).toEqual([['desk', 0], ['lab', 16]])
  expect(plan.asked.map(({ tenant, promised }) => [tenant, promised])).toEqual([['bank', 40], ['school', 0]])
  const text = await nameplate(['allocate', file, '--replications', '1'])
  expect(text.stdout).toContain('H100 SXM, bank alone')
})
