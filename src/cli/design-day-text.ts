/** The design-day report as a page of 80 columns: each case with the site, its sources and its blocks; equal blocks share a line. */
import { digits, percent } from '../analysis/number-text.ts'
import type { BlockDesignDay, DesignDayCase, DesignDayReport, DesignLimit, SourceDesignDay } from '../results/design-day.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 80
const LABEL_WIDTH = 26
const THIN = '\u2009'

const HEADINGS: Readonly<Record<DesignDayCase['id'], string>> = { hottest: 'Hottest day in twenty years', wettest: 'Highest wet bulb' }
const LIMIT_WORDS: Readonly<Record<DesignLimit, string>> = { cooling: 'cooling', ups: 'the UPS', 'block transformers': 'block transformers', substation: 'the substation', supply: 'the supply', nothing: 'nothing' }

const megawatts = (watts: number): string => `${digits(watts / 1e6, Math.abs(watts) < 10e6 ? 2 : 1)}${THIN}MW`
const degrees = (celsius: number): string => (Number.isFinite(celsius) ? `${digits(celsius, 1)}${THIN}°C` : 'without end')
const labelled = (label: string, text: string): string[] => wrapped(text, WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`)

const marginText = (limit: DesignLimit, marginW: number): string =>
  `${LIMIT_WORDS[limit]}, ${marginW >= 0 ? `with ${megawatts(marginW)} of IT to spare` : `short of ${megawatts(-marginW)} of IT`}`

function sourceLine({ path, kind, unitW, units, redundancy, unitsNeeded, firmW }: SourceDesignDay): string[] {
  if (kind === 'feeds') return labelled('Feeds', `${megawatts(firmW)} firm`)
  const needed = Number.isFinite(unitsNeeded) ? digits(unitsNeeded) : 'no number of them'
  return labelled(path, `${units} × ${megawatts(unitW)}, ${redundancy} may be out: ${megawatts(firmW)} firm; ${needed} would carry the site`)
}

/** What tells blocks apart on this page. */
const alike = ({ path: _path, label: _label, ...rest }: BlockDesignDay): string => JSON.stringify(rest)

function groupsOf(blocks: readonly BlockDesignDay[]): BlockDesignDay[][] {
  const groups = new Map<string, BlockDesignDay[]>()
  for (const block of blocks) groups.set(alike(block), [...(groups.get(alike(block)) ?? []), block])
  return [...groups.values()]
}

function blockLines(members: readonly BlockDesignDay[], paint: Paint): string[] {
  const [block] = members
  const last = members[members.length - 1]
  const name = members.length === 1 ? block.path : `${block.path} … ${last.path} (${members.length} alike)`
  const troubles = [
    ...(block.shutsDown ? ['shuts down'] : block.throttle < 1 ? [`throttles to ${percent(block.throttle)}`] : []),
    ...(block.lockedOut ? ['machines stop: the air is too hot for them'] : []),
  ]
  const hasLiquid = block.coolantC !== block.facilitySupplyC || !Number.isFinite(block.coolantC)
  return [
    paint.strong(`  ${name}`),
    ...labelled('  Draw', `${megawatts(block.drawW)}: IT ${megawatts(block.itW)}, cooling ${megawatts(block.mechanicalW)}, losses ${megawatts(block.lossW)}`),
    ...labelled('  Temperatures', `${hasLiquid ? `water ${degrees(block.facilitySupplyC)}, coolant ${degrees(block.coolantC)}, ` : ''}inlet air ${degrees(block.inletAirC)} (yard +${digits(block.recirculationK, 1)}${THIN}K)`),
    ...(block.makeupKgps > 0 ? labelled('  Water', `${digits(block.makeupKgps, 1)}${THIN}kg/s`) : []),
    ...labelled('  Transformers', `loaded to ${percent(block.transformers.load)}, ${percent(block.transformers.loadMax)} would last`),
    ...labelled('  First limit', marginText(block.limit, block.marginW)),
    ...troubles.flatMap(trouble => labelled('', trouble)),
  ]
}

function caseLines(each: DesignDayCase, paint: Paint): string[] {
  const { air } = each
  return [
    paint.strong(`${HEADINGS[each.id]}: ${degrees(air.dryBulbC)}, wet bulb ${degrees(air.wetBulbC)}`),
    ...labelled('Site', `${megawatts(each.siteW)}: IT ${megawatts(each.itW)}, cooling ${megawatts(each.mechanicalW)}, losses ${megawatts(each.lossW)}`),
    ...labelled('PUE', `${digits(each.siteW / each.itW, 3)}, ${digits(each.budgetW / each.itW, 3)} for a budget`),
    ...labelled('Peak water', `${digits(each.makeupKgps, 1)}${THIN}kg/s (${digits(each.makeupKgps * 3.6)}${THIN}m³/h)`),
    ...(each.substation === null ? [] : labelled('Substation', `loaded to ${percent(each.substation.load)} with its spare out, ${percent(each.substation.loadMax)} would last`)),
    ...each.sources.flatMap(sourceLine),
    ...labelled('First limit', marginText(each.limit, each.marginW)),
    '',
    ...groupsOf(each.blocks).flatMap(members => [...blockLines(members, paint), '']),
  ]
}

/** The whole report for a terminal. */
export function designDayText(title: string, report: DesignDayReport, paint: Paint): string {
  const lines = [...wrapped(title, WIDTH).map(paint.strong), ...wrapped(`Racks at maximum, nothing failed. Weather: ${report.source}`, WIDTH).map(paint.dim), '', ...report.cases.flatMap(each => caseLines(each, paint))]
  return `${lines.join('\n').trimEnd()}\n`
}
