/** The bill of materials of a network as a page: switches, then every tier with its links, modules and cables by length. */
import { digits } from '../analysis/number-text.ts'
import type { BillCable, BillTier, FabricBill } from '../results/fabric-bill.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 96
const NAMES: Readonly<Record<string, string>> = { copper: 'copper', multimode: 'multimode', dr: 'single mode DR', fr: 'single mode FR/LR' }

const millions = (usd: number): string => `${digits(usd / 1e6, 2)} million USD`

/** Media with their lengths: `multimode 10 m × 320, 15 m × 64`. */
function cablesText(cables: readonly BillCable[]): string {
  const media = [...new Set(cables.map(({ medium }) => medium))]
  return media.map(medium => `${NAMES[medium]} ${cables.filter(cable => cable.medium === medium).map(({ lengthM, count }) => `${digits(lengthM)} m × ${digits(count)}`).join(', ')}`).join('; ')
}

function tierLines({ label, links, modulesBelow, modulesAbove, cables }: BillTier, paint: Paint): string[] {
  const modules = modulesBelow + modulesAbove === 0 ? 'no modules' : `${digits(modulesBelow)} + ${digits(modulesAbove)} modules`
  return [paint.strong(`  ${label}: ${digits(links)} links, ${modules}`), ...wrapped(cablesText(cables), WIDTH - 6).map(line => `      ${line}`)]
}

/** The page; `title` names the scenario and its option. */
export function fabricText(title: string, bill: FabricBill, paint: Paint): string {
  const { kind, radix, planes, hosts, switches, tiers, modules, usd } = bill
  return `${[
    paint.strong(`${title}: ${kind} of ${radix}-port switches for ${digits(hosts)} NICs${planes > 1 ? `, ${planes} planes` : ''}`),
    `${digits(switches.leaf)} leaf, ${digits(switches.spine)} spine and ${digits(switches.core)} core switches`,
    '',
    ...tiers.flatMap(tier => tierLines(tier, paint)),
    '',
    `Modules: ${modules.length === 0 ? 'none' : modules.map(({ medium, count }) => `${digits(count)} ${NAMES[medium]}`).join(', ')}`,
    `About ${millions(usd.total)}: switches ${millions(usd.switches)}, modules ${millions(usd.modules)}, cables ${millions(usd.cables)}`,
    ...wrapped('Prices are engineering defaults. Length matters for cost, optics and work, hardly for speed: 100 m add 0.5 µs to a network step of 9.6 µs.', WIDTH),
  ].join('\n')}\n`
}
