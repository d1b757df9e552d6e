/**
 * Keeps results in step with document and view: reads the text, streams replication 0, then runs the other replications, the option
 * to compare with and the response curve. Every step belongs to a generation; a newer one makes the answers of older ones void.
 */
import { runFigures } from '../../analysis/figures.ts'
import { createBrowserPool } from '../../runner/client.ts'
import type { HostInputs, Progress, RunOutcome, RunTask, ScenarioSource } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { createReader, type Reader } from '../reader/reader.ts'
import { cancelAudit, type PaperStudy, startAudit } from './audit.ts'
import { follow } from './clock.ts'
import { noteCooling } from './cooling.ts'
import { createLiveSession } from './live-session.ts'
import { addIssues, hasErrors, takeReading, useDocument } from './document.ts'
import { branchOf, futureKey, setOf } from './futures.ts'
import { noteLife } from './life.ts'
import { notePlace } from './place.ts'
import { type Failure, type RunState, type Study, useRun } from './run.ts'
import { firstPicture } from './first-picture.ts'
import { tellRestart } from './restart.ts'
import { quiet } from './quiet.ts'
import { createRunProgress, type RunProgress } from './run-progress.ts'
import { type SlipRun, slipFeed, slipRuns, withRun } from './slip.ts'
import { noteSchedule } from './schedule.ts'
import { fillSides, openSides, type SideGround } from './side-runs.ts'
import type { Side } from './sides.ts'
import { sidesAsked } from './sides-asked.ts'
import { hasContract, soFar } from './so-far.ts'
import { drawnSite, keyOfSite } from './site-study.ts'
import { createStudies } from './studies.ts'
import { resultsFor } from './opened.ts'
import { showOpened } from './show-opened.ts'
import { sameTables, tablesFor, useTables } from './tables.ts'
import { readAgain, stillMissing, traceIssues } from './trace-files.ts'
import { useView } from './view.ts'
import { followWhole, worthSeeingMs } from './worth-seeing.ts'

/** With more cores than this, replications need not wait for the first. */
const FEW_CORES = 2
/** Pairs of replications of a comparison that come before everything else. */
const FIRST_PAIRS = 4

const live = createLiveSession()
const pool = createBrowserPool()
const studies = createStudies()
export const reader: Reader = createReader()
let generation = 0
/** Tables of the present scenario. */
let inputs: HostInputs = { weather: null }

let progress: RunProgress | undefined
/** What is run for the present text: its study, and the one to compare with. */
let wanted: readonly Study[] = []

/** Key of the text that was read last; empty until that is known, and of a text that cannot be run. */
let presentKey = ''

/** Whether the work of a generation still counts. */
type IsCurrent = () => boolean

function begin(): IsCurrent {
  const mine = ++generation
  live.cancel()
  pool.cancel()
  progress?.end()
  progress = undefined
  return () => mine === generation
}

const taskOf = (source: ScenarioSource, replication: number, isFirst: boolean): RunTask => ({
  source,
  inputs,
  seed: null,
  replication,
  untilMs: null,
  record: isFirst,
  stream: isFirst,
})

const sourceOf = (option: string | null, set: ScenarioSource['set'] = [], { wholeText: text, file } = useDocument.getState()): ScenarioSource => ({ text, file, option, set })

/** Runs are told apart by what the text means and by the tables that it reads. */
const keyOf = (hash: string, tables: string): string => (tables === '' ? hash : `${hash} ${tables}`)

function say(activity: RunState['activity']): void {
  useRun.setState({ activity })
  if (activity.kind !== 'running') progress?.end()
}

/** Runs that have ended and all that are asked for: both studies and their response curves. */
function counted(): readonly [done: number, of: number] {
  return wanted.reduce<[number, number]>(
    ([done, of], study) => {
      const feed = slipFeed(study.scenario)
      const { replications } = study.scenario
      const curve = feed === undefined ? 0 : slipRuns(feed, replications).length
      return [done + replications - studies.missing(study).length + Math.min(curve, studies.slip(study).done.size), of + replications + curve]
    },
    [0, 0],
  )
}

/** Tells what is being run now, and how far all runs are. */
function sayRunning(what: string, done: number, of: number): void {
  say({ kind: 'running', what, done, of })
  progress?.phase(what, ...counted())
}

/** Shows what a run said when it did not finish; true if it finished. */
function isFinished(outcome: RunOutcome): outcome is Extract<RunOutcome, { status: 'finished' }> {
  if (outcome.status === 'failed') {
    const failure: Failure = outcome
    say({ kind: 'failed', failure })
  }
  if (outcome.status === 'invalid') addIssues(outcome.issues)
  return outcome.status === 'finished'
}

/** Shows the run so far; the promise is kept when the page has drawn it, and until then no further part of the run comes. */
async function showPartial(study: Study, { partial, simulatedMs, horizonMs, events }: Progress): Promise<void> {
  useRun.setState({ progress: { simulatedMs, horizonMs, events } })
  progress?.part('first', simulatedMs / horizonMs)
  if (partial === null) return
  const run = soFar(partial, simulatedMs)
  if (!hasContract(run) && useRun.getState().base !== null) return
  follow(run.horizonMs, simulatedMs, worthSeeingMs(run))
  useRun.setState({ base: { ...study, partial: run, simulatedMs }, isStale: false })
  await quiet()
}

/** What is worked out on paper, without a run: the audit, and drawing, schedule and room for racks while they are looked at. */
function askPaper(asked: PaperStudy): void {
  startAudit(asked)
  noteCooling(asked)
  noteSchedule(asked)
  notePlace(asked)
  noteLife(asked)
}

/** What is looked at on paper is one site. */
function paperOf({ key, scenario }: Study, source: ScenarioSource): PaperStudy {
  const site = drawnSite(scenario, useView.getState().site)
  return site === undefined ? { key, scenario, source, inputs } : { key: keyOfSite(key, site.id), scenario: site.scenario, source: { ...source, site: site.id }, inputs }
}

/** The first replication; where something is shown already, nothing of it is told before there is a contract to tell of. */
const firstTask = (source: ScenarioSource): RunTask => ({ ...taskOf(source, 0, true), awaitsContract: useRun.getState().base !== null })

/** Runs replication 0 in the live session; false when it did not finish. */
async function streamFirst(study: Study, isCurrent: IsCurrent): Promise<boolean> {
  sayRunning('Simulating', 0, study.scenario.replications)
  const task = firstTask(sourceOf(study.option))
  const outcome = await live.run(
    task,
    async told => {
      if (!isCurrent()) return
      await showPartial(study, told)
      // The first picture is there: the audit, in a worker of its own, delays nothing any more.
      if (isCurrent() && useRun.getState().base?.key === study.key) askPaper(paperOf(study, task.source))
    },
    (fromMs, reason) => tellRestart(study.scenario, fromMs, reason),
  )
  if (!isCurrent()) return false
  progress?.over('first')
  if (!isFinished(outcome)) return false
  const finished = studies.add(study, 0, outcome.result)
  followWhole(outcome.result)
  useRun.setState({ base: finished, isStale: false, progress: null })
  return true
}

/** Runs the replications below `below` that a study still lacks; every one that arrives narrows the intervals. */
async function fillUp(study: Study, role: 'base' | 'other', below: number, isCurrent: IsCurrent): Promise<void> {
  const missing = studies.missing(study).filter(replication => replication < below && replication > 0)
  const total = study.scenario.replications
  if (missing.length === 0 || !isCurrent()) return
  const what = role === 'base' ? 'Replications' : 'Option to compare with'
  const report = (): void => sayRunning(what, total - studies.missing(study).length, total)
  if (role === 'other' || study.runs.length > 0) report()
  await runTasks(missing.map(replication => taskOf(sourceOf(study.option), replication, false)), isCurrent, (index, outcome) => {
    if (!isFinished(outcome)) return
    const grown = studies.add(study, missing[index], outcome.result)
    // Those that end before the first replication wait for it: it is what is shown.
    if (grown.runs.length === 0) return
    useRun.setState(role === 'base' ? { base: grown } : { other: grown })
    report()
  })
}

/** Runs tasks on all workers of the pool, as part of what is told of the progress. */
async function runTasks(tasks: readonly RunTask[], isCurrent: IsCurrent, onDone: (index: number, outcome: RunOutcome) => void): Promise<void> {
  const name = (index: number): string => `${tasks[index].source.set.map(({ value }) => value).join()}/${tasks[index].replication}/${tasks[index].source.option}`
  await pool.runAll(
    tasks,
    (index, outcome) => {
      if (!isCurrent()) return
      progress?.over(name(index))
      onDone(index, outcome)
    },
    (index, { simulatedMs, horizonMs }) => {
      if (isCurrent()) progress?.part(name(index), simulatedMs / horizonMs)
    },
  )
}

const labelOf = (option: string | null): string => useDocument.getState().options.find(({ id }) => id === option)?.label ?? 'As written'

/** The response curve of one study over so many of its replications; what was answered before is kept. */
async function answerSlip(study: Study, replications: number, isCurrent: IsCurrent): Promise<void> {
  const feed = slipFeed(study.scenario)
  if (feed === undefined || !isCurrent()) return
  const nameOf = (run: SlipRun): string => `${run.slipMonths}/${run.replication}`
  const all = slipRuns(feed, study.scenario.replications)
  const planned = slipRuns(feed, replications).filter(run => !studies.slip(study).done.has(nameOf(run)))
  const report = (): void => sayRunning('Response to slip', studies.slip(study).done.size, all.length)
  if (planned.length > 0) report()
  await runTasks(planned.map(run => taskOf(sourceOf(study.option, [run.set]), run.replication, false)), isCurrent, (index, outcome) => {
    if (outcome.status !== 'finished') return
    const { meanUtilisation, sustainedUtilisationFromContractStart } = runFigures(study.scenario, outcome.result)
    const { slipMonths } = planned[index]
    const before = studies.slip(study)
    const points = withRun(before.points, { slipMonths, option: study.option, optionLabel: labelOf(study.option) }, meanUtilisation, sustainedUtilisationFromContractStart)
    studies.setSlip(study, { points, done: new Set([...before.done, nameOf(planned[index])]) })
    showSlip()
    report()
  })
}

function showSlip(): void {
  const { base, other } = useRun.getState()
  useRun.setState({ slip: [base, other].flatMap(study => (study === null ? [] : studies.slip(study).points)) })
}

/** The option to compare with, as a study of its own; null while there is none. One that does not hold shows its issues instead. */
async function otherStudy(isCurrent: IsCurrent): Promise<Study | null> {
  const { compareWith, option } = useView.getState()
  if (compareWith === undefined || compareWith === option) return null
  const { text, file } = useDocument.getState()
  const reading = await reader.read({ text, file, option: compareWith })
  if (!isCurrent() || reading === null) return null
  if (reading.scenario !== null) return studies.open(keyOf(reading.hash, tablesFor(reading.scenario, useTables.getState(), {}).key), compareWith, reading.scenario)
  addIssues(reading.issues)
  useView.setState({ compareWith: undefined })
  return null
}

/** Replication 0, with the others beside it where there are cores for them; false when it did not finish. */
async function runFirst(study: Study, isCurrent: IsCurrent): Promise<boolean> {
  if (study.runs.length > 0) {
    live.cancel()
    followWhole(study.runs[0])
    useRun.setState({ base: study, isStale: false })
    return true
  }
  const first = streamFirst(study, isCurrent)
  if (navigator.hardwareConcurrency > FEW_CORES && useView.getState().compareWith === undefined) {
    await firstPicture(study, first)
    await fillUp(study, 'base', Infinity, isCurrent)
  }
  return first
}

/** The study of an option of the present text. */
async function studyOfSide({ option, future }: Side, isCurrent: IsCurrent): Promise<Study | string | null> {
  const { text, file } = useDocument.getState()
  const reading = await reader.read({ text, file, option, ...(future === undefined ? {} : { set: setOf(future) }) })
  if (reading === null || !isCurrent()) return null
  if (reading.scenario === null) return reading.issues.find(({ severity }) => severity === 'error')?.message ?? 'has errors'
  return studies.open(future === undefined ? keyOf(reading.hash, tablesFor(reading.scenario, useTables.getState(), {}).key) : futureKey(future), option, reading.scenario)
}

const sideGround = (isCurrent: IsCurrent): SideGround => ({
  studies,
  isCurrent,
  open: side => studyOfSide(side, isCurrent),
  task: (side, _study, replication) => ({ ...taskOf(sourceOf(side.option), replication, false), ...branchOf(side.future) }),
  runAll: (tasks, onDone) => pool.runAll(tasks, onDone),
  say: (done, of) => sayRunning('Options side by side', done, of),
})

async function runAll(key: string, option: string | null, scenario: Scenario, isCurrent: IsCurrent): Promise<void> {
  const study = studies.open(key, option, scenario)
  useRun.setState({ slip: studies.slip(study).points, progress: null, restart: null })
  progress = createRunProgress(cancelRuns)
  wanted = [study]
  if (!(await runFirst(study, isCurrent))) return
  askPaper(paperOf(study, sourceOf(option)))
  const found = await live.prepare(sourceOf(option), inputs)
  if (!isCurrent()) return
  addIssues(found)
  const other = await otherStudy(isCurrent)
  if (!isCurrent()) return
  useRun.setState({ other })
  wanted = other === null ? [study] : [study, other]
  showSlip()
  const ground = sideGround(isCurrent)
  const sides = await openSides(sidesAsked(), ground)
  await fillSides(sides, 1, ground)
  if (sides.length > 0) await fillUp(study, 'base', FIRST_PAIRS, isCurrent)
  await fillSides(sides, FIRST_PAIRS, ground)
  if (other !== null) {
    await fillUp(study, 'base', FIRST_PAIRS, isCurrent)
    await fillUp(other, 'other', FIRST_PAIRS, isCurrent)
  }
  // One run a point answers the question on the first screen soon; bands come after.
  await answerSlip(study, 1, isCurrent)
  if (other !== null) await answerSlip(other, 1, isCurrent)
  await fillUp(study, 'base', Infinity, isCurrent)
  if (other !== null) await fillUp(other, 'other', Infinity, isCurrent)
  await fillSides(sides, Infinity, ground)
  await answerSlip(study, study.scenario.replications, isCurrent)
  if (other !== null) await answerSlip(other, other.scenario.replications, isCurrent)
  if (isCurrent() && useRun.getState().activity.kind === 'running') say({ kind: 'idle' })
}

/** Reads the present text and brings everything up to date with it. */
async function update(): Promise<void> {
  const isCurrent = begin()
  presentKey = ''
  const { text, file } = useDocument.getState()
  const { option } = useView.getState()
  // The run begins beside the reading that explains the text. If that finds out that it is another one, or none, this one ends.
  if (resultsFor(text) === undefined) live.begin(firstTask({ text, file, option, set: [] }))
  const reading = await reader.read({ text, file, option })
  if (reading === null || !isCurrent()) return
  takeReading(reading)
  if (reading.scenario !== null) await readAgain(reading.scenario)
  if (!isCurrent()) return
  const isOptionGone = option !== null && reading.options.every(({ id }) => id !== option)
  if (isOptionGone) return useView.setState({ option: null })
  // Finished results need no tables.
  const fixed = resultsFor(text)
  if (fixed !== undefined && reading.scenario !== null) return showOpened(fixed, reading.scenario, reading.hash, reader)
  const needed = reading.scenario === null ? null : tablesFor(reading.scenario, useTables.getState(), reading.lines)
  const found = reading.scenario === null ? [] : traceIssues(reading.scenario, reading.lines)
  addIssues([...found, ...stillMissing(needed?.missing ?? [], found)])
  if (reading.scenario === null || needed === null || needed.missing.length > 0 || hasErrors(reading.issues)) {
    live.cancel()
    useRun.setState(before => ({ isStale: before.base !== null, activity: { kind: 'idle' }, progress: null }))
    return
  }
  if (!sameTables(inputs, needed.inputs)) inputs = needed.inputs
  const key = keyOf(reading.hash, needed.key)
  presentKey = key
  // A text of the same meaning needs no run: what is shown is true again.
  useRun.setState(({ base }) => ({ isStale: base !== null && base.key !== key }))
  // The options are looked at while the text is run.
  void reader.others({ text, file, option }).then(issues => {
    if (isCurrent()) addIssues(issues)
  })
  try {
    await runAll(key, option, reading.scenario, isCurrent)
  } catch (error) {
    if (isCurrent()) say({ kind: 'failed', failure: { message: error instanceof Error ? error.message : String(error), atMs: 0, trace: [] } })
  }
}

/** Stops all work; what is there stays. */
export function cancelRuns(): void {
  begin()
  cancelAudit()
  say({ kind: 'cancelled' })
}

/** What was typed is taken back before anyone read it: what is shown is as old as it was before. */
export const typedBack = (): void => useRun.setState(({ base }) => ({ isStale: base !== null && base.key !== presentKey }))

/** Brings everything up to date with the present text and view. */
export function resumeRuns(): void {
  void update()
}

/** Ends all work without a word. */
export const endRuns = (): void => void begin()

/** Another site of the same runs is looked at. */
export function siteChanged(): void {
  const { base } = useRun.getState()
  if (base !== null) askPaper(paperOf(base, sourceOf(base.option)))
}
