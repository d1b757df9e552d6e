/** What the network of the site is made of, as an account: switches, modules and cables by tier, and what they cost. */
import { cellsHeight } from '../../charts/cells.ts'
import { charts } from '../../charts/index.ts'
import { networkLoadData } from '../../charts/operations-data.ts'
import type { BillTier, FabricBill } from '../../results/fabric-bill.ts'
import type { RunResult } from '../../results/run-result.ts'
import { formatNumber, formatScaled } from '../format.ts'
import type { AccountColumn, AccountTable, AccountView } from './accounts.ts'

/** Of the chart, however many blocks there are, px. */
const MOST_HEIGHT = 460

const MEDIA: Readonly<Record<string, string>> = { copper: 'Copper', multimode: 'Multimode', dr: 'Single mode DR', fr: 'Single mode FR/LR' }

const text = (label: string): AccountColumn => ({ label, unit: '', format: null })
const number = (label: string, unit = ''): AccountColumn => ({ label, unit, format: value => formatNumber(value) })
const usd = (value: number): string => formatScaled(value, '')

function cablesOf(tiers: readonly BillTier[]): AccountTable {
  return {
    caption: 'Cables by tier, medium and length as sold',
    columns: [text('Tier'), text('Medium'), number('Length, m', 'm'), number('Cables')],
    rows: tiers.flatMap(({ label, cables }) => cables.map(({ medium, lengthM, count }) => [label, MEDIA[medium] ?? medium, lengthM, count])),
  }
}

function costTable({ usd: prices }: FabricBill): AccountTable {
  return {
    caption: 'Cost at engineering prices, USD',
    columns: [text('What'), { label: 'USD', unit: 'USD', format: usd }],
    rows: [['Switches', prices.switches], ['Modules', prices.modules], ['Cables', prices.cables], ['Together', prices.total]],
  }
}

/** The bill of the first replication that brings one; null where the site has no network between its nodes. */
export function networkView(runs: readonly RunResult[]): AccountView | null {
  const bill = runs.find(({ fabric }) => fabric !== undefined)?.fabric
  if (bill === undefined || bill.tiers.every(({ links }) => links === 0)) return null
  const { kind, radix, planes, hosts, switches, tiers, modules } = bill
  const loads = networkLoadData(runs[0])
  const modulesCount = modules.reduce((sum, { count }) => sum + count, 0)
  const links = tiers.reduce((sum, tier) => sum + tier.links, 0)
  const tierRows: AccountTable = {
    caption: 'Links and modules by tier',
    columns: [text('Tier'), number('Links'), number('Modules below'), number('Modules above')],
    rows: tiers.map(({ label, links: count, modulesBelow, modulesAbove }) => [label, count, modulesBelow, modulesAbove]),
  }
  const plain = (id: string, label: string, value: string, unit: string, more: string) => ({ id, label, value, unit, more })
  return {
    headlines: [
      plain('nics', 'Network ports of nodes', formatNumber(hosts), '', `${kind}, ${formatNumber(radix)}-port switches${planes > 1 ? `, ${planes} planes` : ''}`),
      plain('switches', 'Switches', formatNumber(switches.leaf + switches.spine + switches.core), '', `${formatNumber(switches.leaf)} leaf, ${formatNumber(switches.spine)} spine, ${formatNumber(switches.core)} core`),
      plain('links', 'Links', formatNumber(links), '', `${formatNumber(modulesCount)} modules`),
      plain('cost', 'Cost', usd(bill.usd.total), 'USD', 'engineering prices'),
    ],
    charts: loads.rows.length === 0 ? [] : [{ id: charts.networkLoad.id, chart: charts.networkLoad, data: loads, height: Math.min(MOST_HEIGHT, cellsHeight(loads.rows.length)) }],
    tables: [tierRows, cablesOf(tiers), costTable(bill)].filter(({ rows }) => rows.length > 0),
  }
}
