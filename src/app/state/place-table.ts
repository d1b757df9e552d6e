/** A placement as rows, for spreadsheets. */
import { bindingText } from '../../analysis/placement.ts'
import { formatDate } from '../../base/civil-date.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { PLACE_RESOURCES, type PlacementReport } from '../../results/placement.ts'

const COLUMNS = [
  { name: 'block', unit: '' }, { name: 'UPS systems', unit: '' }, { name: 'from', unit: '' }, { name: 'first place', unit: '' }, { name: 'racks that fit', unit: '' }, { name: 'what binds', unit: '' },
  ...PLACE_RESOURCES.map(({ label }) => ({ name: `racks until ${label} ends`, unit: '' })),
]

/** One row a position and phase, and one with everything built; resources that do not bind are empty. */
export function placementCsv({ positions }: PlacementReport): string {
  return writeCsv(COLUMNS, positions.flatMap(({ label, feeds, firstPlace, racks, binds, rooms, phases }) => [
    [label, feeds, 'all built', firstPlace, racks, bindingText(binds), ...PLACE_RESOURCES.map(({ id }) => rooms[id])],
    ...phases.map(phase => [label, feeds, formatDate(phase.day), firstPlace, phase.racks, bindingText(phase.binds), ...PLACE_RESOURCES.map(() => null)]),
  ]))
}

/** The same question on the command line. */
export function placeCommand(file: string, option: string | null, model: string, count: number): string {
  return ['npx nameplate place', /[^\w./-]/.test(file) ? `'${file.replaceAll("'", "'\\''")}'` : file, ...(option === null ? [] : [`--option ${option}`]), `--rack ${model}`, `--count ${count}`].join(' ')
}
