/** A placement as a page: the table of positions, the phases, what money would unlock. Equal positions share a line. */
import { formatDate } from '../base/civil-date.ts'
import { digits } from '../analysis/number-text.ts'
import { PLACE_RESOURCES, type PlacementReport, type PlacePosition, type PlaceResource, type PlaceUnlock } from '../results/placement.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 96
const THIN = '\u2009'
const LABELS = Object.fromEntries(PLACE_RESOURCES.map(({ id, label }) => [id, label])) as Readonly<Record<PlaceResource, string>>

const megawatts = (w: number): string => `${digits(w / 1e6, 1)}${THIN}MW`
const binding = (binds: PlaceResource | null): string => (binds === null ? 'nothing' : LABELS[binds])

/** Members that agree in `alike`, in order of the first. */
function grouped<T>(members: readonly T[], alike: (member: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const member of members) groups.set(alike(member), [...(groups.get(alike(member)) ?? []), member])
  return [...groups.values()]
}

const named = (names: readonly string[]): string => {
  const distinct = [...new Set(names)]
  return distinct.length <= 3 ? distinct.join(', ') : `${distinct[0]} … ${distinct[distinct.length - 1]} (${distinct.length})`
}

function roomsText({ rooms }: PlacePosition, asked: number): string {
  const short = PLACE_RESOURCES.filter(({ id }) => rooms[id] !== null).map(({ id, label }) => ({ label, room: rooms[id] ?? asked })).sort((a, b) => a.room - b.room)
  return short.length === 0 ? `no resource binds below ${digits(asked)}` : short.map(({ label, room }) => `${label} ${digits(room)}`).join(', ')
}

function positionLines(group: readonly PlacePosition[], asked: number, paint: Paint): string[] {
  const [first] = group
  const feeds = [...new Set(group.map(position => position.feeds))].filter(name => name !== '')
  const place = `${named(group.map(({ label }) => label))}${feeds.length === 0 ? '' : `, UPS systems ${feeds.length <= 6 ? feeds.join(' ') : named(feeds)}`}, from place ${first.firstPlace}`
  const fits = first.racks >= asked ? `${digits(asked)} or more` : digits(first.racks)
  return [
    ...wrapped(`${place}: ${fits}, ${binding(first.binds)} binds`, WIDTH - 2).map((line, i) => (i === 0 ? paint.strong(`  ${line}`) : `    ${line}`)),
    ...wrapped(roomsText(first, asked), WIDTH - 6).map(line => `      ${line}`),
  ]
}

function unlockLine(group: readonly PlaceUnlock[]): string[] {
  const [{ resources, racks, itW, usd, wPerMillionUsd }] = group
  const price = usd === null || wPerMillionUsd === null ? 'no line of the budget stands for it' : `${digits(usd / 1e6, 1)} million USD, ${digits(wPerMillionUsd / 1e6, 2)}${THIN}MW per million`
  const where = group.length === 1 ? group[0].label : `each of ${named(group.map(({ label }) => label))}`
  return wrapped(`+${digits(racks)} racks (${megawatts(itW)}) in ${where}: more ${resources.map(id => LABELS[id]).join(' and ')}, ${price}`, WIDTH - 4).map((line, i) => `  ${i === 0 ? '' : '  '}${line}`)
}

/** The page; `title` names the scenario and its option. */
export function placementText(title: string, report: PlacementReport, paint: Paint): string {
  const { model, rackW, acceleratorsPerRack, asked, positions, placed, byPhase, unlocks } = report
  const total = placed.reduce((sum, { racks }) => sum + racks, 0)
  const alike = ({ rooms, racks, firstPlace }: PlacePosition): string => JSON.stringify([rooms, racks, firstPlace])
  const unlockAlike = ({ block: _block, label: _label, ...rest }: PlaceUnlock): string => JSON.stringify(rest)
  return `${[
    paint.strong(`${title}: ${digits(total)} of ${digits(asked)} racks of ${model} fit`),
    `${digits(rackW / 1000, 1)}${THIN}kW and ${digits(acceleratorsPerRack)} accelerators each, on top of the plan and with everything of it built`,
    '',
    paint.strong('Positions, best first; in how many racks each resource ends'),
    ...grouped(positions, alike).flatMap(group => positionLines(group, asked, paint)),
    '',
    paint.strong('By phase, when all comes as planned'),
    ...byPhase.map(({ day, racks }) => `  ${formatDate(day)}  ${digits(racks).padStart(6)}`),
    ...(unlocks.length === 0 ? [] : ['', paint.strong('What unlocks most for the money, one step each'), ...grouped(unlocks, unlockAlike).flatMap(unlockLine)]),
  ].join('\n')}\n`
}
