/**
 * A future that leaves a run at a moment. Up to it the run is simulated, or taken from a snapshot, as it is without the change. Then something
 * happens to the site, or the file is another one from then on: what a running site can change is changed in the state as it stands; for what
 * has dates still to come the past is simulated again with the changed file and compared bit by bit. After it, the same random numbers.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Injection, SiteInjection } from '../scenario/branch.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { changingSimulation } from './changing-simulation.ts'
import type { SiteHands } from './hands.ts'
import type { RunStatus } from './kernel/kernel.ts'
import type { StateSnapshot } from './kernel/state.ts'
import { whatDiffers } from './same-past.ts'
import type { Simulation } from './simulation.ts'

/** Name under which a snapshot keeps how far the branch is. */
const STAGE_ENTRY = 'branch.stage'

/** A run as it is at a moment: plain data. */
export type Moment = StateSnapshot

/** A change that cannot be made at that moment: the question is wrong, not the model. */
export class BranchRefused extends Error {
  override readonly name = 'BranchRefused'
  /** Day on which the past would have been another; undefined for other reasons. */
  readonly day: number | undefined
  constructor(message: string, day?: number) {
    super(message)
    this.day = day
  }
}

export interface BranchPlan {
  readonly atMs: number
  readonly injections: readonly SiteInjection[]
  /** The file from then on; left out where it stays. */
  readonly changed?: {
    readonly whole: Scenario
    /** With those changes alone that have dates of their own; undefined where there is none, so that the past need not be simulated again. */
    readonly dated: Scenario | undefined
  }
  /** The run at the moment, so that its past need not be simulated. */
  readonly from?: StateSnapshot | undefined
  /** Whether somebody wants the run as it is at the moment, to branch again from there. */
  readonly keepsMoment?: boolean
}

/** Before the moment; the past with the changed file, to be compared; after it. */
const STAGE = { before: 0, again: 1, after: 2 } as const
type Stage = (typeof STAGE)[keyof typeof STAGE]

/** Something that is to be done at a time after the moment. */
interface Later {
  readonly atMs: number
  readonly act: (hands: readonly SiteHands[]) => void
}

interface Course {
  readonly plan: BranchPlan
  readonly make: (of: Scenario) => Simulation
  readonly base: Scenario
  stage: Stage
  simulation: Simulation
  /** The run as it was, held while the past is compared. */
  past: Simulation | undefined
  /** What ends by itself after the moment, in order of time, and how much of it is done. */
  readonly later: readonly Later[]
  done: number
  /** What has been done at the moment itself. */
  isInjected: boolean
  moment: StateSnapshot | undefined
}

const siteOf = (hands: readonly SiteHands[], id: string | undefined): SiteHands => {
  const found = id === undefined ? hands[0] : hands.find(({ site }) => site === id)
  if (found === undefined) throw new BranchRefused(`there is no site '${id}'`)
  return found
}

function assetOf({ assets: { assets } }: SiteHands, path: string): number {
  const index = assets.findIndex(asset => asset.path === path)
  if (index < 0) throw new BranchRefused(`there is no equipment '${path}'`)
  return index
}

/** What is done at the moment, by kind. */
const ACTS: { readonly [K in Injection['kind']]: (hands: SiteHands, injection: Extract<Injection, { kind: K }>) => void } = {
  fail(hands, { path }) {
    if (!hands.assets.fail(assetOf(hands, path))) throw new BranchRefused(`${path} is out of service already`)
  },
  outage: (hands, { path }) => hands.assets.takeOut(assetOf(hands, path), 'work'),
  feed(hands, { feed, durationMs }) {
    const index = hands.feeds.indexOf(feed)
    if (index < 0) throw new BranchRefused(`there is no feed '${feed}'`)
    hands.interruptFeed(index, durationMs)
  },
  rack(hands, { rack }) {
    if (rack >= hands.rackCount) throw new BranchRefused(`there is no rack ${rack + 1}`)
    if (hands.failRack(rack) === 0) throw new BranchRefused(`no node of rack ${rack + 1} is in service then`)
  },
  machine(hands, { block, machine, count }) {
    for (let n = 0; n < count; n++) if (!hands.addMachine(block, machine)) throw new BranchRefused('the block has no machine of this kind beside which another could stand')
  },
}

function inject(hands: readonly SiteHands[], injection: SiteInjection): void {
  const act = ACTS[injection.kind] as (of: SiteHands, what: Injection) => void
  act(siteOf(hands, injection.site), injection)
}

/** Planned outages end by themselves. */
function laterOf({ atMs, injections }: BranchPlan): Later[] {
  return injections
    .flatMap((injection): Later[] => {
      if (injection.kind !== 'outage') return []
      const { site, path, durationMs } = injection
      return [{ atMs: atMs + durationMs, act: all => siteOf(all, site).assets.giveBack(assetOf(siteOf(all, site), path), 'work') }]
    })
    .sort((a, b) => a.atMs - b.atMs)
}

/** The past is there twice, once with the changed file: it must be the same. */
function compare({ past, simulation, plan: { atMs } }: Course): void {
  const differs = past === undefined ? undefined : whatDiffers(past.result(), simulation.result(), atMs)
  if (differs !== undefined) throw new BranchRefused(`${differs.what} would have been another before`, differs.day)
}

/** The state of a run goes over into a simulation of another file. */
function swapped(simulation: Simulation, changed: Simulation): Simulation {
  try {
    changed.restore(simulation.snapshot())
  } catch {
    throw new BranchRefused('a running site cannot change this: the state of the run does not fit the changed file')
  }
  return changed
}

function leave(course: Course): void {
  const { plan, make, stage, simulation } = course
  const { changed } = plan
  if (stage === STAGE.before && plan.keepsMoment === true) course.moment = simulation.snapshot()
  if (stage === STAGE.before && changed?.dated !== undefined) {
    Object.assign(course, { stage: STAGE.again, past: simulation, simulation: make(changed.dated) })
    return
  }
  if (stage === STAGE.again) compare(course)
  const needsSwap = changed !== undefined && changed.whole !== changed.dated
  Object.assign(course, { stage: STAGE.after, past: undefined, simulation: needsSwap ? swapped(simulation, make(changed.whole)) : simulation })
}

/** Runs to a millisecond from `atMs` on in which nothing happens, so that something can be done in it. */
function toQuiet(simulation: Simulation, atMs: number): void {
  let at = Math.max(atMs, simulation.nowMs())
  simulation.run(at, Infinity)
  for (;;) {
    at += 1
    const before = simulation.events()
    simulation.run(at, Infinity)
    if (simulation.events() === before) return
  }
}

/** What is to be done next after the moment; undefined when nothing is. */
function nextAct({ plan, later, done, isInjected, simulation }: Course): number | undefined {
  const at = isInjected ? later[done]?.atMs : plan.injections.length > 0 ? plan.atMs : undefined
  return at === undefined || at >= simulation.horizonMs ? undefined : at
}

function act(course: Course, atMs: number): void {
  const { simulation, plan, later, isInjected } = course
  toQuiet(simulation, atMs)
  if (isInjected) {
    later[course.done].act(simulation.hands)
    course.done += 1
    return
  }
  for (const injection of plan.injections) inject(simulation.hands, injection)
  course.isInjected = true
}

function run(course: Course, untilMs: number, maxEvents: number): RunStatus {
  let left = maxEvents
  for (;;) {
    const { stage, simulation, plan } = course
    const goalMs = stage === STAGE.after ? nextAct(course) : plan.atMs
    const limitMs = stage === STAGE.again ? plan.atMs : Math.min(untilMs, goalMs ?? untilMs)
    const before = simulation.events()
    // What was done in a quiet millisecond may have led beyond the limit.
    const status = limitMs < simulation.nowMs() ? 'until' : simulation.run(limitMs, left)
    left -= simulation.events() - before
    const isOver = stage !== STAGE.again && (goalMs === undefined || untilMs < goalMs)
    if (status !== 'until' || isOver) return status
    if (goalMs === undefined || stage !== STAGE.after) leave(course)
    else act(course, goalMs)
    if (left <= 0) return 'yield'
  }
}

const resultOf = ({ simulation, past }: Course): RunResult => (past ?? simulation).result()

const snapshotOf = ({ simulation, stage, done, isInjected }: Course): StateSnapshot => ({ entries: [...simulation.snapshot().entries, [STAGE_ENTRY, { kind: 'scalars', record: { stage, done, isInjected: isInjected ? 1 : 0 } }] as const] })

function restore(course: Course, snapshot: StateSnapshot): void {
  const { make, base, plan: { changed, atMs, from } } = course
  const saved = snapshot.entries.find(([name]) => name === STAGE_ENTRY)?.[1]
  const { stage, done, isInjected } = saved?.kind === 'scalars' ? saved.record : { stage: STAGE.before, done: 0, isInjected: 0 }
  const of = stage === STAGE.before || changed === undefined ? base : stage === STAGE.after ? changed.whole : (changed.dated ?? base)
  const simulation = make(of)
  simulation.restore({ entries: snapshot.entries.filter(([name]) => name !== STAGE_ENTRY) })
  // The past as it was is needed once more, to compare it.
  const past = stage === STAGE.again ? make(base) : undefined
  if (from !== undefined) past?.restore(from)
  past?.run(atMs, Infinity)
  Object.assign(course, { stage, simulation, past, done, isInjected: isInjected === 1 })
}

export interface Branching {
  readonly simulation: Simulation
  /** The run as it is at the moment, to branch again from there; undefined before the moment. */
  moment(): StateSnapshot | undefined
}

/** `make` makes a simulation of a file under the run's key. */
export function branchSimulation(base: Scenario, plan: BranchPlan, make: (of: Scenario) => Simulation): Branching {
  const first = make(base)
  if (plan.from !== undefined) first.restore(plan.from)
  const course: Course = { plan, make, base, stage: STAGE.before, simulation: first, past: undefined, later: laterOf(plan), done: 0, isInjected: false, moment: undefined }
  const simulation = changingSimulation(() => course.simulation, {
    horizonMs: first.horizonMs,
    // While the past is simulated again, time stands at the moment.
    nowMs: () => (course.stage === STAGE.again ? plan.atMs : course.simulation.nowMs()),
    run: (untilMs, maxEvents) => run(course, untilMs, maxEvents),
    result: () => resultOf(course),
    snapshot: () => snapshotOf(course),
    restore: snapshot => restore(course, snapshot),
  })
  return { simulation, moment: () => course.moment }
}
