/** Verbs on a file with two sites: of both together, and with --site of one. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Report } from '../../src/analysis/report.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

const text = readFileSync(scenarioFile('quickstart.yaml'), 'utf8')
  .replace(/^horizon:.*$/mu, 'horizon: {start: 2027-08-01, end: 2027-08-20}')
  .replace(/^blocks:/mu, 'sites:\n  east: {label: East}\n  west: {label: West, grid: {tariff: {energy: 90 USD/MWh}}}\nblocks:')
const file = join(temporaryFolder(), 'two.yaml')
writeFileSync(file, text)
const QUICK = ['--replications', '1', '--workers', '1', '--set', 'grid.feeds.street.energised=2027-07-01']

async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nameplate(args)
  expect(code, stderr).toBe(0)
  return stdout
}

test('run: the report of one site is that which the whole has of it', async () => {
  const whole = JSON.parse(await told('run', file, ...QUICK, '--format', 'json')) as Report
  const west = JSON.parse(await told('run', file, ...QUICK, '--site', 'west', '--format', 'json')) as Report
  expect(whole.sites?.map(({ id }) => id)).toEqual(['east', 'west'])
  expect(west.sites).toBeUndefined()
  expect(west.manifest.scenario).toMatch(/: West$/u)
  expect([west.summary, west.ledger, west.money]).toEqual([whole.sites?.[1].summary, whole.sites?.[1].ledger, whole.sites?.[1].money])
  expect(west.summary.installedAccelerators * 2).toBe(whole.summary.installedAccelerators)
})

test('life and chart take the site; a site that is not there is refused by the names of those that are', async () => {
  expect(await told('life', file, '--site', 'west', '--node', 'hall/rack[0]/node[0]', ...QUICK.slice(4))).toMatch(/west/u)
  expect(await told('chart', file, ...QUICK, '--site', 'east', '--chart', 'ledger-waterfall')).toMatch(/^<svg/u)
  const { code, stderr } = await nameplate(['run', file, '--site', 'south'])
  expect([code, stderr]).toEqual([3, expect.stringMatching(/there is no site 'south'; the file has east, west/u)])
})

test('order-by asks one site, and says which', async () => {
  const { code, stdout, stderr } = await nameplate(['order-by', file, '--site', 'west', '--draws', '2', '--format', 'csv'])
  expect([code, stdout.length > 20]).toEqual([0, true])
  const first = await nameplate(['order-by', file, '--draws', '2', '--format', 'csv'])
  expect(first.stderr).toMatch(/this is about site east; --site tells of another: east, west/u)
  expect(stderr).not.toMatch(/this is about site/u)
})
