/**
 * Milestones and incidents of a run: the few happenings that deserve a mark on the timeline. Listens to events; rows live in
 * registered tables so that a restored run keeps them, names are looked up in tables that are fixed by the scenario.
 */
import { appendRow, type Table } from '../base/table.ts'
import type { Incident, Milestone } from '../results/run-result.ts'
import type { ShortageStep } from '../scenario/schema/water.ts'
import type { EngineEvent } from './events.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

export interface Chronicle {
  onEvent(event: EngineEvent): void
  milestones(): Milestone[]
  incidents(): Incident[]
}

const MILESTONE_COLUMNS = { atMs: 'f64', plannedMs: 'f64', name: 'i32', block: 'i32' } as const
const INCIDENT_COLUMNS = { atMs: 'f64', endMs: 'f64', kind: 'i32', label: 'i32', block: 'i32' } as const

/** Texts met so far, by number, registered so that a restored run still knows them. */
function createTexts(state: State) {
  const box = state.texts('chronicle.texts')
  return {
    get list(): readonly string[] {
      return box.values
    },
    of(text: string): number {
      const known = box.values.indexOf(text)
      return known >= 0 ? known : box.values.push(text) - 1
    },
  }
}

type Row = { readonly kind: string; readonly label: string; readonly block: number }

/** Events of single devices that become incidents as they are. */
const DEVICE_INCIDENTS: ReadonlySet<EngineEvent['kind']> = new Set(['loadTransferred', 'transferFailed', 'deviceTripped', 'upsBypassed', 'factoryTestFailed', 'damagedInTransport'])

/** What is done in a shortage of water. */
const WATER_STEPS: Readonly<Record<'storage' | ShortageStep, string>> = {
  storage: 'water from the tanks', cycles: 'cycles of concentration raised', dry: 'evaporation held to what sources deliver',
  setpoints: 'warmer supply to spare water', trim: 'chillers spare water', shed: 'racks off for want of water',
}

/** What takes a zone, as a kind of incident. */
const ZONE_KINDS: Readonly<Record<string, string>> = {
  incident: 'deviceFire', zone: 'zoneFire', battery: 'batteryFire', transformer: 'transformerFire', generator: 'fuelFire', smoke: 'closedForSmoke', isolation: 'isolatedByOrder',
}

/** Incidents of fire zones; their labels are the zones' names. */
function zoneIncidentOf(event: EngineEvent): Row | undefined {
  if (!('zone' in event)) return undefined
  const of = (kind: string): Row => ({ kind, label: event.zone, block: event.block })
  if (event.kind === 'zoneLost') return of(ZONE_KINDS[event.why])
  if (event.kind === 'fireStarted') return event.fire === 'incident' ? of(ZONE_KINDS.incident) : undefined
  if (event.kind === 'fireAlarm') return event.stage === 'detected' ? undefined : of(event.stage === 'preAlarm' ? 'smokePreAlarm' : 'fireAlarm')
  if (event.kind === 'emergencyOff') return event.onFire ? undefined : of('emergencyOff')
  if (event.kind === 'protectionLost') return of('protectionOut')
  return event.kind === 'agentDischarged' || event.kind === 'insurerNotified' ? of(event.kind) : undefined
}

/** What an event ends: kind and label of the incident. */
function endOf(event: EngineEvent): Row | undefined {
  if (event.kind === 'outageEnded') return { kind: 'outage', label: event.what, block: event.block }
  if (event.kind === 'curtailmentEnded') return { kind: 'curtailment', label: `${event.feed}/curtailment`, block: -1 }
  if (event.kind === 'storeFreed') return { kind: 'storeFull', label: event.store, block: -1 }
  if (event.kind === 'emissionFreed') return { kind: 'emissionReached', label: event.permit, block: -1 }
  if (event.kind === 'waterStepEnded') return { kind: 'water', label: WATER_STEPS[event.step], block: -1 }
  if (event.kind === 'zoneRestored') return { kind: ZONE_KINDS[event.why], label: event.zone, block: event.block }
  if (event.kind === 'emergencyOffReset') return { kind: 'emergencyOff', label: event.zone, block: event.block }
  return event.kind === 'protectionRestored' ? { kind: 'protectionOut', label: event.zone, block: event.block } : undefined
}

/** Events that open an incident, and those that are over at once. */
function incidentOf(event: EngineEvent): Row | undefined {
  if ('what' in event && DEVICE_INCIDENTS.has(event.kind)) return { kind: event.kind, label: event.what, block: event.block }
  if (event.kind === 'loadCapped') return { kind: 'loadCapped', label: `${Math.round(event.cutW / 1000)} kW`, block: event.block }
  if (event.kind === 'outageStarted') return { kind: 'outage', label: event.what, block: event.block }
  if (event.kind === 'curtailmentStarted') return { kind: 'curtailment', label: `${event.feed}/curtailment`, block: -1 }
  if (event.kind === 'generatorFailed') return { kind: 'generatorFailed', label: event.generator, block: -1 }
  if (event.kind === 'fuelEmpty') return { kind: 'fuelEmpty', label: 'standby fuel', block: event.block }
  if (event.kind === 'permitReached') return { kind: 'permitReached', label: event.generator, block: -1 }
  if (event.kind === 'storeFilled') return { kind: 'storeFull', label: event.store, block: -1 }
  if (event.kind === 'emissionReached') return { kind: 'emissionReached', label: event.permit, block: -1 }
  if (event.kind === 'waterStepBegun') return { kind: 'water', label: WATER_STEPS[event.step], block: -1 }
  if (event.kind === 'racksShed') return { kind: 'racksShed', label: `${event.racksOff} racks off for want of ${event.lack}`, block: event.block }
  if (event.kind === 'rolloutAborted') return { kind: 'rolloutAborted', label: `${event.campaign}: ${event.failed} of ${event.updated} nodes failed their update`, block: -1 }
  if (event.kind === 'blockShed') return { kind: 'blockShed', label: event.cause, block: event.block }
  return zoneIncidentOf(event)
}

/** The daily round of jobs and repairs, which is most of what happens and never a page of the chronicle. */
const ROUTINE: ReadonlySet<EngineEvent['kind']> = new Set([
  'jobQueued', 'jobStarted', 'jobEnded', 'jobInterrupted', 'jobPreempted', 'jobMoved', 'replicasScaled', 'nodeFaulted', 'nodeReturned', 'linkFaulted', 'linkRestored', 'linkFlapped', 'rackAccepted', 'throttleChanged',
])

/** Name, planned time and block of events that are milestones. */
function milestoneOf(event: EngineEvent): { name: string; plannedMs: number; block: number } | undefined {
  if (event.kind === 'milestoneReached') return { name: event.milestone, plannedMs: event.plannedMs, block: event.block }
  if (event.kind === 'feedEnergised') return { name: `Feed ${event.feed} energised`, plannedMs: event.plannedMs, block: -1 }
  if (event.kind === 'generatorInService') return { name: `Generation ${event.generator} in service`, plannedMs: event.plannedMs, block: -1 }
  if (event.kind === 'blockEnergised') return { name: 'Energised', plannedMs: -1, block: event.block }
  return undefined
}

/** Incidents that an event of its own ends. */
const LASTING: ReadonlySet<string> = new Set(['outage', 'curtailment', 'emissionReached', 'storeFull', 'water', 'emergencyOff', 'protectionOut', ...Object.values(ZONE_KINDS)])

interface Pages {
  readonly kernel: Kernel
  readonly marks: Table<typeof MILESTONE_COLUMNS>
  readonly open: Table<typeof INCIDENT_COLUMNS>
  readonly texts: ReturnType<typeof createTexts>
}

function openIncident({ kernel, open, texts }: Pages, row: Row): void {
  const at = appendRow(open)
  const { atMs, endMs, kind, label, block } = open.col
  atMs[at] = kernel.now
  endMs[at] = LASTING.has(row.kind) ? -1 : kernel.now
  kind[at] = texts.of(row.kind)
  label[at] = texts.of(row.label)
  block[at] = row.block
}

function closeIncident({ kernel, open, texts }: Pages, ended: Row): void {
  const [wanted, ofKind] = [texts.of(ended.label), texts.of(ended.kind)]
  const { endMs, kind, label, block } = open.col
  for (let at = open.length - 1; at >= 0; at--) {
    if (label[at] !== wanted || kind[at] !== ofKind || block[at] !== ended.block || endMs[at] >= 0) continue
    endMs[at] = kernel.now
    return
  }
}

function addMilestone({ kernel, marks, texts }: Pages, milestone: { name: string; plannedMs: number; block: number }): void {
  const at = appendRow(marks)
  const { atMs, plannedMs, name, block } = marks.col
  atMs[at] = kernel.now
  plannedMs[at] = milestone.plannedMs
  name[at] = texts.of(milestone.name)
  block[at] = milestone.block
}

function readIncidents({ open, texts }: Pages): Incident[] {
  const { atMs, endMs, kind, label, block } = open.col
  return Array.from({ length: open.length }, (_, at) => ({
    atMs: atMs[at],
    endMs: endMs[at],
    kind: texts.list[kind[at]],
    label: texts.list[label[at]],
    block: block[at],
  }))
}

function readMilestones({ marks, texts }: Pages): Milestone[] {
  const { atMs, plannedMs, name, block } = marks.col
  return Array.from({ length: marks.length }, (_, at) => ({ atMs: atMs[at], plannedMs: plannedMs[at], name: texts.list[name[at]], block: block[at] }))
}

export function createChronicle(kernel: Kernel, state: State): Chronicle {
  const pages: Pages = {
    kernel,
    marks: state.table('chronicle.milestones', 64, MILESTONE_COLUMNS),
    open: state.table('chronicle.incidents', 64, INCIDENT_COLUMNS),
    texts: createTexts(state),
  }
  return {
    onEvent(event) {
      if (ROUTINE.has(event.kind)) return
      const end = endOf(event)
      if (end !== undefined) return closeIncident(pages, end)
      const incident = incidentOf(event)
      if (incident !== undefined) openIncident(pages, incident)
      const milestone = milestoneOf(event)
      if (milestone !== undefined) addMilestone(pages, milestone)
    },
    milestones: () => readMilestones(pages),
    incidents: () => readIncidents(pages),
  }
}
