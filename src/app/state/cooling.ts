/** The cooling schematic of the present scenario and what of it is looked at. It is worked out in a worker of its own, once somebody looks. */
import { create } from 'zustand'
import type { CoolingSchematic, SchematicCaseId, SchematicMoment } from '../../results/cooling-schematic.ts'
import { livingSession } from '../../runner/client.ts'
import type { RemoteSession } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { PaperStudy } from './audit.ts'

export interface CoolingView {
  readonly schematic: CoolingSchematic | null
  /** The scenario that the schematic is about. */
  readonly scenario: Scenario | null
  readonly activity: 'idle' | 'working' | 'failed'
  /** Why it failed. */
  readonly message: string
  readonly shown: SchematicCaseId
  /** Block drawn in full. */
  readonly expanded: number
  /** Id of the selected part. */
  readonly node: string | null
}

export const useCooling = create<CoolingView>(() => ({ schematic: null, scenario: null, activity: 'idle', message: '', shown: 'now', expanded: 0, node: null }))

let session: RemoteSession | undefined
/** What was asked last, and what of it the worker has. */
let asked: PaperStudy | undefined
let opened: PaperStudy | undefined
let isWatched = false
/** Moment that is still to be told, and whether one is under way. */
let next: SchematicMoment | undefined
let isAsking = false

async function open(study: PaperStudy): Promise<void> {
  opened = study
  session = livingSession(session)
  useCooling.setState({ activity: 'working', message: '' })
  const outcome = await session.schematic(study.source, study.inputs)
  if (opened !== study) return
  if (outcome.status === 'finished') {
    const { schematic } = outcome
    useCooling.setState(({ node, expanded }) => ({
      schematic, scenario: study.scenario, activity: 'idle',
      node: schematic.nodes.some(({ id }) => id === node) ? node : null,
      expanded: schematic.nodes.some(({ block }) => block === expanded) ? expanded : 0,
    }))
    void tellNext()
  } else useCooling.setState({ activity: outcome.status === 'failed' ? 'failed' : 'idle', message: outcome.status === 'failed' ? outcome.message : '' })
}

/** A study to draw; nothing is done while nobody looks. */
export function noteCooling(study: PaperStudy): void {
  const isSame = asked?.key === study.key && asked.source.text === study.source.text
  if (isSame) return
  asked = study
  if (isWatched) void open(study)
}

async function tellNext(): Promise<void> {
  if (isAsking || next === undefined || session === undefined || useCooling.getState().schematic === null) return
  const moment = next
  const study = opened
  next = undefined
  isAsking = true
  const schematic = await session.schematicAt(moment)
  isAsking = false
  // A schematic of another study has come in between.
  if (schematic !== null && study === opened) useCooling.setState({ schematic })
  void tellNext()
}

/** Shows the state at a moment; of several that come fast, the last one counts. */
export function showMoment(moment: SchematicMoment): void {
  next = moment
  void tellNext()
}

/** Somebody looks from now on; returns the way to stop. */
export function watchCooling(): () => void {
  isWatched = true
  if (asked !== undefined && opened !== asked) void open(asked)
  return () => {
    isWatched = false
  }
}
