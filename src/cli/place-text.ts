/** A placement as a page: the table of positions, the phases, what money would unlock. Equal positions share a line. */
import { formatDate } from '../base/civil-date.ts'
import { digits } from '../analysis/number-text.ts'
import { alikePositions, alikeUnlocks, bindingText, blocksNamed, feedsNamed, PLACE_LABELS, racksPlaced, scarceResources } from '../analysis/placement.ts'
import type { PlacementReport, PlacePosition, PlaceUnlock } from '../results/placement.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 96
const THIN = '\u2009'
const megawatts = (w: number): string => `${digits(w / 1e6, 1)}${THIN}MW`

function roomsText({ rooms }: PlacePosition, asked: number): string {
  const short = scarceResources(rooms)
  return short.length === 0 ? `no resource binds below ${digits(asked)}` : short.map(({ label, racks }) => `${label} ${digits(racks)}`).join(', ')
}

function positionLines(group: readonly PlacePosition[], asked: number, paint: Paint): string[] {
  const [first] = group
  const feeds = feedsNamed(group)
  const place = `${blocksNamed(group)}${feeds === '' ? '' : `, ${feeds}`}, from place ${first.firstPlace}`
  const fits = first.racks >= asked ? `${digits(asked)} or more` : digits(first.racks)
  return [
    ...wrapped(`${place}: ${fits}, ${bindingText(first.binds)} binds`, WIDTH - 2).map((line, i) => (i === 0 ? paint.strong(`  ${line}`) : `    ${line}`)),
    ...wrapped(roomsText(first, asked), WIDTH - 6).map(line => `      ${line}`),
  ]
}

function unlockLine(group: readonly PlaceUnlock[]): string[] {
  const [{ resources, racks, itW, usd, wPerMillionUsd }] = group
  const price = usd === null || wPerMillionUsd === null ? 'no line of the budget stands for it' : `${digits(usd / 1e6, 1)} million USD, ${digits(wPerMillionUsd / 1e6, 2)}${THIN}MW per million`
  const where = group.length === 1 ? group[0].label : `each of ${blocksNamed(group)}`
  return wrapped(`+${digits(racks)} racks (${megawatts(itW)}) in ${where}: more ${resources.map(id => PLACE_LABELS[id]).join(' and ')}, ${price}`, WIDTH - 4).map((line, i) => `  ${i === 0 ? '' : '  '}${line}`)
}

/** The page; `title` names the scenario and its option. */
export function placementText(title: string, report: PlacementReport, paint: Paint): string {
  const { model, rackW, acceleratorsPerRack, asked, byPhase, unlocks } = report
  return `${[
    paint.strong(`${title}: ${digits(racksPlaced(report))} of ${digits(asked)} racks of ${model} fit`),
    `${digits(rackW / 1000, 1)}${THIN}kW and ${digits(acceleratorsPerRack)} accelerators each, on top of the plan and with everything of it built`,
    '',
    paint.strong('Positions, best first; in how many racks each resource ends'),
    ...alikePositions(report).flatMap(group => positionLines(group, asked, paint)),
    '',
    paint.strong('By phase, when all comes as planned'),
    ...byPhase.map(({ day, racks }) => `  ${formatDate(day)}  ${digits(racks).padStart(6)}`),
    ...(unlocks.length === 0 ? [] : ['', paint.strong('What unlocks most for the money, one step each'), ...alikeUnlocks(report).flatMap(unlockLine)]),
  ].join('\n')}\n`
}
