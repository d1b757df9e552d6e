/**
 * A run of a contingent option. Up to the decision it is the run without the option. There the condition is looked at: if it did not come
 * true, that run goes on. If it did, the run with the option is simulated up to the same moment, where its dated changes begin; that its past
 * is the same, bit by bit, is compared. What changes at the decision itself is then changed in the state as it stands.
 */
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Contingency } from '../scenario/contingent/contingency.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { changingSimulation } from './changing-simulation.ts'
import { conditionHolds } from './condition-holds.ts'
import type { RunStatus } from './kernel/kernel.ts'
import type { StateSnapshot } from './kernel/state.ts'
import { whatDiffers } from './same-past.ts'
import type { Simulation } from './simulation.ts'

/** Name under which a snapshot keeps how far the decision is. */
const STAGE_ENTRY = 'contingent.stage'

/** An option whose changes reach back before its decision: the file is wrong, not the model. */
export class PastChanged extends Error {
  override readonly name = 'PastChanged'
  readonly option: string
  constructor(option: string, message: string) {
    super(message)
    this.option = option
  }
}

/** Before the decision; the past of the option, to be compared; after it, without or with the option. */
const STAGE = { undecided: 0, again: 1, without: 2, taken: 3 } as const
type Stage = (typeof STAGE)[keyof typeof STAGE]

/** One replication on its way: how far the decision is, and the simulation that it is in. */
interface Course {
  readonly contingency: Contingency
  readonly make: (of: Scenario) => Simulation
  /** With the option, whole; and with what of it has dates. */
  readonly whole: Scenario
  readonly past: Scenario
  readonly decisionMs: number
  stage: Stage
  simulation: Simulation
  /** The run without the option, held while the past is compared. */
  base: Simulation | undefined
}

function enter(course: Course, stage: Stage, simulation: Simulation): void {
  course.base = stage === STAGE.again ? course.simulation : undefined
  course.stage = stage
  course.simulation = simulation
}

function decide(course: Course): void {
  const { contingency: { condition, otherwise }, simulation, decisionMs, make, past } = course
  const isTaken = conditionHolds(condition, otherwise, simulation.result(), decisionMs)
  if (isTaken) enter(course, STAGE.again, make(past))
  else enter(course, STAGE.without, simulation)
}

function take(course: Course): void {
  const { contingency: { option, condition, dated }, simulation, base, decisionMs, make, whole } = course
  const differs = base === undefined ? undefined : whatDiffers(base.result(), simulation.result(), decisionMs)
  if (differs !== undefined) throw new PastChanged(option, `changes the past: ${differs.what} of ${formatDate(differs.day)} is another with it, and it is decided on ${formatDate(condition.day)}`)
  if (dated === undefined) return enter(course, STAGE.taken, simulation)
  const changed = make(whole)
  changed.restore(simulation.snapshot())
  enter(course, STAGE.taken, changed)
}

function run(course: Course, untilMs: number, maxEvents: number): RunStatus {
  let left = maxEvents
  for (;;) {
    const { stage, simulation, decisionMs } = course
    const isBefore = stage === STAGE.undecided || stage === STAGE.again
    const before = simulation.events()
    const limitMs = stage === STAGE.again ? decisionMs : isBefore ? Math.min(untilMs, decisionMs) : untilMs
    const status = simulation.run(limitMs, left)
    left -= simulation.events() - before
    if (status !== 'until' || !isBefore || (stage === STAGE.undecided && untilMs < decisionMs)) return status
    if (stage === STAGE.undecided) decide(course)
    else take(course)
    if (left <= 0) return 'yield'
  }
}

function resultOf({ stage, simulation, base, contingency: { option }, decisionMs }: Course): RunResult {
  if (stage === STAGE.undecided) return simulation.result()
  if (stage === STAGE.again) return (base ?? simulation).result()
  return { ...simulation.result(), decision: { option, atMs: decisionMs, isTaken: stage === STAGE.taken } }
}

const snapshotOf = ({ simulation, stage }: Course): StateSnapshot => ({ entries: [...simulation.snapshot().entries, [STAGE_ENTRY, { kind: 'scalars', record: { stage } }] as const] })

function restore(course: Course, snapshot: StateSnapshot): void {
  const { make, past, whole, contingency: { otherwise }, decisionMs } = course
  const saved = snapshot.entries.find(([name]) => name === STAGE_ENTRY)?.[1]
  const stage = (saved?.kind === 'scalars' ? saved.record.stage : STAGE.undecided) as Stage
  const inner = make(stage === STAGE.again ? past : stage === STAGE.taken ? whole : otherwise)
  inner.restore({ entries: snapshot.entries.filter(([name]) => name !== STAGE_ENTRY) })
  // The past without the option is needed once more, to compare it.
  const base = stage === STAGE.again ? make(otherwise) : undefined
  base?.run(decisionMs, Infinity)
  Object.assign(course, { stage, simulation: inner, base })
}

/** `make` makes a simulation of one of the scenarios that follow from the option. */
export function contingentSimulation(scenario: Scenario, contingency: Contingency, make: (of: Scenario) => Simulation): Simulation {
  const { contingent: _contingent, ...whole } = scenario
  const { condition, otherwise, dated } = contingency
  const decisionMs = (condition.day - scenario.horizon.start) * DAY_MS
  const course: Course = { contingency, make, whole, past: dated ?? whole, decisionMs, stage: STAGE.undecided, simulation: make(otherwise), base: undefined }
  return changingSimulation(() => course.simulation, {
    horizonMs: course.simulation.horizonMs,
    // While the past is simulated again, time stands at the decision.
    nowMs: () => (course.stage === STAGE.again ? decisionMs : course.simulation.nowMs()),
    run: (untilMs, maxEvents) => run(course, untilMs, maxEvents),
    result: () => resultOf(course),
    snapshot: () => snapshotOf(course),
    restore: snapshot => restore(course, snapshot),
  })
}
