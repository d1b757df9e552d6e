/** Rules of land, buildings, phases, weather and extremes. */
import { placeCount } from '../lots.ts'
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { isPast, rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Site = Scenario['site']
type Building = Site['buildings'][number]
type Block = Scenario['blocks'][number]

/** Years of files from which a bootstrap may draw; fewer repeat the same months too often to stand for the climate. */
const BOOTSTRAP_YEARS_MIN = 10

const squareMetres = (m2: number): string => `${Math.round(m2)} m^2`
const kilowatts = (watts: number): string => `${Number((watts / 1000).toFixed(1))} kW`

/** A name that is not among the known ones. */
function unknownName(path: Finding['path'], value: string, known: readonly string[], what: string): Finding[] {
  if (known.includes(value)) return []
  const nearest = nearestName(value, known)
  const allowed = known.length === 0 ? `no ${what} is stated under site` : known.slice(0, 12).join(', ')
  return [{ path, message: `is not a ${what}`, value, allowed, ...(nearest === undefined ? {} : { nearest }) }]
}

function repeated(list: string, elements: readonly { readonly id: string }[]): Finding[] {
  return elements.flatMap(({ id }, index): Finding[] =>
    elements.findIndex(other => other.id === id) === index ? [] : [{ path: ['site', list, index, 'id'], message: 'is the id of an earlier element', value: id, allowed: 'an id of its own' }])
}

/** Buildings cover more than the parcel allows: told at the first one for which nothing is left. */
function coveredLand({ parcel, buildings }: Site): Finding[] {
  if (parcel === undefined) return []
  const buildable = parcel.area * parcel.buildable
  let covered = 0
  for (const [index, { gross }] of buildings.entries()) {
    covered += gross
    if (covered <= buildable) continue
    const all = buildings.reduce((sum, each) => sum + each.gross, 0)
    return [{ path: ['site', 'buildings', index, 'gross'], message: `is more than the parcel has left: all buildings cover ${squareMetres(all)}`, value: squareMetres(gross), allowed: `at most ${squareMetres(buildable)} in all, or a larger parcel.area` }]
  }
  return []
}

/** White space beyond the building, or racks beyond the white space. */
function floorSpace({ buildings }: Site, blocks: readonly Block[]): Finding[] {
  return buildings.flatMap(({ id, gross, whiteSpace, rackPitch, rowPitch }, index): Finding[] => {
    const path = ['site', 'buildings', index, 'whiteSpace']
    if (whiteSpace > gross) return [{ path, message: 'is more than the building covers', value: squareMetres(whiteSpace), allowed: `at most ${squareMetres(gross)}` }]
    const racks = blocks.filter(block => block.building === id).reduce((sum, block) => sum + placeCount(block), 0)
    const needed = racks * rackPitch * rowPitch
    return needed <= whiteSpace ? [] : [{ path, message: `is too small for ${racks} racks at ${rackPitch} m by ${rowPitch} m`, value: squareMetres(whiteSpace), allowed: `at least ${squareMetres(Math.ceil(needed))}` }]
  })
}

type Lot = Block['racks'][number]

/** Findings over the lots of blocks that stand in a stated building. */
function ofHoused(site: Site, blocks: readonly Block[], find: (lot: Lot, building: Building) => Omit<Finding, 'path'> | undefined): Finding[] {
  return blocks.flatMap((block, index) => {
    const building = site.buildings.find(({ id }) => id === block.building)
    if (building === undefined) return []
    return block.racks.flatMap((lot, at): Finding[] => {
      const found = find(lot, building)
      return found === undefined ? [] : [{ path: ['blocks', index, 'racks', at], ...found }]
    })
  })
}

function tooDense({ max, model }: Lot, { id, rackPowerMax }: Building): Omit<Finding, 'path'> | undefined {
  if (rackPowerMax === undefined || max <= rackPowerMax) return undefined
  return { message: `has racks of ${model} that draw more than the hall of ${id} is built for`, value: kilowatts(max), allowed: `at most ${kilowatts(rackPowerMax)} a rack` }
}

function tooHeavy({ mass, model }: Lot, { id, floorLoad, rackPitch, rowPitch }: Building): Omit<Finding, 'path'> | undefined {
  if (floorLoad === undefined || mass === null) return undefined
  const load = mass / (rackPitch * rowPitch)
  if (load <= floorLoad) return undefined
  const pitch = mass / floorLoad / rackPitch
  return { message: `has racks of ${model} that load the floor of ${id} with ${Math.round(load)} kg/m^2`, value: `${Math.round(mass)} kg`, allowed: `at most ${Math.round(floorLoad)} kg/m^2, or a rowPitch from ${pitch.toFixed(2)} m` }
}

function withoutPipes({ liquidFraction, model }: Lot, { id, hasLiquid }: Building): Omit<Finding, 'path'> | undefined {
  if (hasLiquid || liquidFraction === 0) return undefined
  return { message: `has racks of ${model}, which are liquid-cooled, but ${id} has no pipes for them`, allowed: 'air-cooled racks, or a building with hasLiquid: true' }
}

/** Ids from which a chain of `after` comes back to itself, in file order. */
function cycles(phases: Site['phases']): Set<string> {
  const after = new Map(phases.map(({ id, after: before }) => [id, before]))
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    (after.get(from) ?? []).some(next => {
      if (next === wanted) return true
      if (seen.has(next)) return false
      seen.add(next)
      return reaches(next, wanted, seen)
    })
  return new Set(phases.filter(({ id }) => reaches(id, id, new Set())).map(({ id }) => id))
}

function phaseCycle({ phases }: Site): Finding[] {
  const caught = cycles(phases)
  const first = phases.findIndex(({ id }) => caught.has(id))
  if (first < 0) return []
  return [{ path: ['site', 'phases', first, 'after'], message: `comes back to ${phases[first].id}: none of these phases can begin`, value: [...caught].join(', '), allowed: 'phases that do not wait for this one' }]
}

function weatherSource({ weather: { climate, epw, years } }: Site): Finding[] {
  const stated = [climate, epw, years].filter((source) => source !== undefined)
  return stated.length === 1 ? [] : [{ path: ['site', 'weather'], message: stated.length === 0 ? 'names no weather' : 'names two weathers', allowed: 'one of climate, epw and years' }]
}

function weatherProcess({ weather: { climate, epw, years, process } }: Site): Finding[] {
  const told = (message: string, allowed: string): Finding[] => [{ path: ['site', 'weather', 'process'], message, ...(process === undefined ? {} : { value: process }), allowed }]
  if (process === 'bootstrap' && epw !== undefined) return told('has one file to draw months from', `climate, or at least ${BOOTSTRAP_YEARS_MIN} files under years`)
  if (process === 'bootstrap' && years !== undefined && years.length < BOOTSTRAP_YEARS_MIN) return told(`has ${years.length} years to draw months from`, `at least ${BOOTSTRAP_YEARS_MIN} files under years`)
  if (process === 'sequence' && years === undefined) return told('has no years to put in order', 'files under years')
  if (process === 'repeat' && (climate !== undefined || (years !== undefined && years.length > 1))) return told('needs one file', 'epw; a climate is generated year by year')
  return []
}

function extremeDates({ extremes }: Site, horizon: Scenario['horizon']): Finding[] {
  return extremes.flatMap(({ start, rate }, index): Finding[] => {
    const path = ['site', 'extremes', index]
    if ((start === undefined) === (rate === undefined)) return [{ path, message: start === undefined ? 'says neither when nor how often it comes' : 'says both when and how often it comes', allowed: 'either start or rate' }]
    if (start === undefined || (start >= horizon.start && !isPast(start, horizon))) return []
    return [{ path: [...path, 'start'], message: 'is outside the horizon', value: formatDate(start), allowed: `from ${formatDate(horizon.start)}, before ${formatDate(horizon.end)}` }]
  })
}

export const siteRules: readonly Rule[] = [
  rule('weather', 'error', ['site'], ({ site }) => weatherSource(site)),
  rule('weather-process', 'error', ['site'], ({ site }) => weatherProcess(site)),
  rule('duplicate-id', 'error', ['site'], ({ site }) => [...repeated('buildings', site.buildings), ...repeated('phases', site.phases), ...repeated('extremes', site.extremes)]),
  rule('HALL_AREA', 'error', ['site'], ({ site }) => coveredLand(site)),
  rule('HALL_AREA', 'error', ['site', 'blocks'], ({ site, blocks }) => floorSpace(site, blocks)),
  rule('RACK_DENSITY', 'error', ['site', 'blocks'], ({ site, blocks }) => ofHoused(site, blocks, tooDense)),
  rule('FLOOR_LOAD', 'error', ['site', 'blocks'], ({ site, blocks }) => ofHoused(site, blocks, tooHeavy)),
  rule('no-pipes', 'error', ['site', 'blocks'], ({ site, blocks }) => ofHoused(site, blocks, withoutPipes)),
  rule('PHASE_CYCLE', 'error', ['site'], ({ site }) => phaseCycle(site)),
  rule('unknown-phase', 'error', ['site'], ({ site: { phases } }) =>
    phases.flatMap(({ after }, index) => after.flatMap((id, at) => unknownName(['site', 'phases', index, 'after', at], id, phases.map(each => each.id), 'phase')))),
  rule('unknown-phase', 'error', ['site', 'blocks'], ({ site, blocks }) =>
    blocks.flatMap(({ phase }, index) => (phase === undefined ? [] : unknownName(['blocks', index, 'phase'], phase, site.phases.map(({ id }) => id), 'phase')))),
  rule('unknown-building', 'error', ['site', 'blocks'], ({ site, blocks }) =>
    blocks.flatMap(({ building }, index) => (building === undefined ? [] : unknownName(['blocks', index, 'building'], building, site.buildings.map(({ id }) => id), 'building')))),
  rule('building-height', 'error', ['site'], ({ site: { parcel, buildings } }) =>
    buildings.flatMap(({ height }, index): Finding[] =>
      height === undefined || parcel?.heightMax === undefined || height <= parcel.heightMax ? [] : [{ path: ['site', 'buildings', index, 'height'], message: 'is above what zoning allows', value: `${height} m`, allowed: `at most ${parcel.heightMax} m` }])),
  rule('extreme-when', 'error', ['site', 'horizon'], ({ site, horizon }) => extremeDates(site, horizon)),
  rule('unknown-block', 'error', ['site', 'blocks'], ({ site, blocks }) =>
    site.extremes.flatMap((extreme, index) => (extreme.kind !== 'flood' ? [] : (extreme.blocks ?? []).flatMap((id, at) => unknownName(['site', 'extremes', index, 'blocks', at], id, blocks.map(each => each.id), 'block'))))),
]
