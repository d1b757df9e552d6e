/**
 * Milestones and incidents of a run: the few happenings that deserve a mark on the timeline. Listens to events; rows live in
 * registered tables so that a restored run keeps them, names are looked up in tables that are fixed by the scenario.
 */
import { growTable } from '../base/table.ts'
import type { Incident, Milestone } from '../results/run-result.ts'
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

/** Texts met so far, by number; rebuilt in the same order by the same run. */
function createTexts() {
  const texts: string[] = []
  const index = new Map<string, number>()
  return {
    texts,
    of(text: string): number {
      const known = index.get(text)
      if (known !== undefined) return known
      index.set(text, texts.length)
      return texts.push(text) - 1
    },
  }
}

type Row = { readonly kind: string; readonly label: string; readonly block: number }

/** Events that open an incident, and those that are over at once. */
function incidentOf(event: EngineEvent): Row | undefined {
  if (event.kind === 'outageStarted') return { kind: 'outage', label: event.what, block: event.block }
  if (event.kind === 'generatorFailed') return { kind: 'generatorFailed', label: event.generator, block: -1 }
  if (event.kind === 'blockShed') return { kind: 'blockShed', label: event.cause, block: event.block }
  return undefined
}

/** Name, planned time and block of events that are milestones. */
function milestoneOf(event: EngineEvent): { name: string; plannedMs: number; block: number } | undefined {
  if (event.kind === 'milestoneReached') return { name: event.milestone, plannedMs: event.plannedMs, block: event.block }
  if (event.kind === 'feedEnergised') return { name: `Feed ${event.feed} energised`, plannedMs: -1, block: -1 }
  if (event.kind === 'generatorInService') return { name: `Generation ${event.generator} in service`, plannedMs: -1, block: -1 }
  if (event.kind === 'blockEnergised') return { name: 'Energised', plannedMs: -1, block: event.block }
  return undefined
}

export function createChronicle(kernel: Kernel, state: State): Chronicle {
  const marks = state.table('chronicle.milestones', 64, MILESTONE_COLUMNS)
  const open = state.table('chronicle.incidents', 64, INCIDENT_COLUMNS)
  marks.length = 0
  open.length = 0
  const texts = createTexts()

  function openIncident(row: Row): void {
    if (open.length === open.capacity) growTable(open, open.length + 1)
    const at = open.length++
    const { atMs, endMs, kind, label, block } = open.col
    atMs[at] = kernel.now
    endMs[at] = row.kind === 'outage' ? -1 : kernel.now
    kind[at] = texts.of(row.kind)
    label[at] = texts.of(row.label)
    block[at] = row.block
  }

  function closeIncident(what: string, ofBlock: number): void {
    const label = texts.of(what)
    for (let at = open.length - 1; at >= 0; at--) {
      if (open.col.label[at] !== label || open.col.block[at] !== ofBlock || open.col.endMs[at] >= 0) continue
      open.col.endMs[at] = kernel.now
      return
    }
  }

  function addMilestone(name: string, planned: number, ofBlock: number): void {
    if (marks.length === marks.capacity) growTable(marks, marks.length + 1)
    const at = marks.length++
    marks.col.atMs[at] = kernel.now
    marks.col.plannedMs[at] = planned
    marks.col.name[at] = texts.of(name)
    marks.col.block[at] = ofBlock
  }

  return {
    onEvent(event) {
      if (event.kind === 'outageEnded') return closeIncident(event.what, event.block)
      const incident = incidentOf(event)
      if (incident !== undefined) openIncident(incident)
      const milestone = milestoneOf(event)
      if (milestone !== undefined) addMilestone(milestone.name, milestone.plannedMs, milestone.block)
    },
    milestones: () =>
      Array.from({ length: marks.length }, (_, at) => ({
        atMs: marks.col.atMs[at],
        plannedMs: marks.col.plannedMs[at],
        name: texts.texts[marks.col.name[at]],
        block: marks.col.block[at],
      })),
    incidents: () =>
      Array.from({ length: open.length }, (_, at) => ({
        atMs: open.col.atMs[at],
        endMs: open.col.endMs[at],
        kind: texts.texts[open.col.kind[at]],
        label: texts.texts[open.col.label[at]],
        block: open.col.block[at],
      })),
  }
}
