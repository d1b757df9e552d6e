/** What can be changed at a moment of a run: its equipment, feeds and racks, dates still to come, people and policy. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { ADDED_MACHINES, type AddedMachine, MID_RUN_POLICIES, type SiteInjection } from '../../scenario/branch.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { placeWords } from './happenings.ts'

export interface EquipmentChoice {
  /** Path of the asset. */
  readonly path: string
  readonly label: string
}

export interface EquipmentGroup {
  readonly id: string
  readonly label: string
  readonly members: readonly EquipmentChoice[]
}

export interface DateChoice {
  readonly path: string
  readonly label: string
  /** Day as planned. */
  readonly day: number
}

export interface MachineChoice {
  readonly id: string
  readonly label: string
  readonly block: number
  readonly machine: AddedMachine
}

export interface BranchChoices {
  readonly groups: readonly EquipmentGroup[]
  readonly feeds: readonly string[]
  readonly rackCount: number
  readonly machines: readonly MachineChoice[]
  readonly dates: readonly DateChoice[]
  readonly technicians: number
  readonly policies: readonly string[]
}

/** No asset of their own, or too many to be picked from a list. */
const NO_ASSETS: ReadonlySet<string> = new Set(['feed', 'solar-array', 'busway'])

const KINDS: Readonly<Record<string, string>> = {
  'substation-transformer': 'substation transformer', 'block-transformer': 'transformer', 'ups-module': 'UPS module', 'standby-set': 'generator', 'gas-engine': 'gas engine', 'gas-turbine': 'gas turbine', 'battery-container': 'battery container',
  cooler: 'dry cooler', trimChiller: 'trim chiller', tower: 'cooling tower', airCooler: 'hall cooler', airChiller: 'chiller', airTower: 'hall tower', cdu: 'coolant distribution unit', airHandler: 'air handler',
}
const kindWords = (kind: string): string => KINDS[kind] ?? kind.replace(/-/gu, ' ')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const blockLabel = ({ blocks }: Scenario, block: number): string => (block < 0 ? 'Site' : (blocks[block]?.label ?? `Block ${block + 1}`))

function groupsOf(scenario: Scenario, { equipment }: RunResult): EquipmentGroup[] {
  const groups = new Map<string, { readonly label: string; readonly members: EquipmentChoice[] }>()
  for (const { id, kind, block } of equipment) {
    if (NO_ASSETS.has(kind)) continue
    const key = `${block} ${kind}`
    const group = groups.get(key) ?? { label: `${blockLabel(scenario, block)}: ${kindWords(kind)}`, members: [] }
    // A failure of a cooler is that of one of its fans.
    const part = kind === 'cooler' || kind === 'airCooler' ? ' (one fan)' : ''
    group.members.push({ path: id, label: `${capital(kindWords(kind))} ${group.members.length + 1}${part}` })
    groups.set(key, group)
  }
  return [...groups].map(([id, group]) => ({ id, ...group }))
}

function machinesOf(scenario: Scenario, { equipment }: RunResult): MachineChoice[] {
  const found = new Map<string, MachineChoice>()
  for (const { kind, block } of equipment) {
    const machine = ADDED_MACHINES.find(each => each === kind)
    if (machine === undefined) continue
    const id = `${block} ${kind}`
    found.set(id, { id, block, machine, label: `${blockLabel(scenario, block)}: ${kindWords(kind)}` })
  }
  return [...found.values()]
}

/** Where a date is written: beside its slip, or alone. */
const writtenAt = (path: string, lines: Readonly<Record<string, number>>): string | undefined => (Object.hasOwn(lines, `${path}.planned`) ? `${path}.planned` : Object.hasOwn(lines, path) ? path : undefined)

/** Dates of the file that lie behind the moment, or may by their slip. */
function datesOf({ grid, generation, blocks, horizon }: Scenario, lines: Readonly<Record<string, number>>, atMs: number): DateChoice[] {
  const all = [
    ...Object.entries(grid.feeds).map(([name, { energised }]) => ({ path: `grid.feeds.${name}.energised`, label: `Feed ${name} energised`, day: energised.planned, mayBeLater: energised.slip.kind !== 'fixed' })),
    ...generation.map(({ id, inService }) => ({ path: `generation.${id}.inService`, label: `Generation ${id} in service`, day: inService.planned, mayBeLater: inService.slip.kind !== 'fixed' })),
    ...blocks.map(({ id, label, ready }) => ({ path: `blocks.${id}.ready`, label: `${label} ready`, day: ready, mayBeLater: false })),
  ]
  const now = horizon.start + atMs / DAY_MS
  return all.flatMap(({ path, label, day, mayBeLater }) => {
    const written = writtenAt(path, lines)
    return written === undefined || (day <= now && !mayBeLater) ? [] : [{ path: written, label, day }]
  })
}

export function branchChoices(scenario: Scenario, run: RunResult, lines: Readonly<Record<string, number>>, atMs: number): BranchChoices {
  const policy = scenario.scheduler.policy
  return {
    groups: groupsOf(scenario, run),
    feeds: Object.keys(scenario.grid.feeds),
    rackCount: scenario.blocks.reduce((sum, { racks }) => sum + racks.filter(lot => !('replaces' in lot)).reduce((of, { count }) => of + count, 0), 0),
    machines: machinesOf(scenario, run),
    dates: datesOf(scenario, lines, atMs),
    technicians: scenario.faults.technicians,
    policies: (MID_RUN_POLICIES as readonly string[]).includes(policy) ? MID_RUN_POLICIES.filter(each => each !== policy) : [],
  }
}

/** What happened to equipment or site, in words. */
export function injectionWords(injection: SiteInjection, label: string): string {
  if (injection.kind === 'fail') return `${label} fails`
  if (injection.kind === 'outage') return `${label} out of service for ${injection.durationMs / 3_600_000} h`
  if (injection.kind === 'feed') return `Feed ${placeWords(injection.feed)} lost for ${injection.durationMs / 3_600_000} h`
  if (injection.kind === 'rack') return `Rack ${injection.rack + 1} fails`
  return `${injection.count === 1 ? 'One more' : `${injection.count} more`} ${label.replace(/^[^:]*: /u, '')} at ${label.replace(/: .*$/u, '')}`
}

/** Date fields and back. */
export const dateText = (day: number): string => formatDate(day)
