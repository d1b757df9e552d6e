/** Runs the engine in this thread, slice by slice, so that cancel is a flag and progress a by-product. */
import { InvariantError } from '../base/assert.ts'
import { BranchRefused } from '../engine/branch.ts'
import { PastChanged } from '../engine/contingent.ts'
import { tellLife } from '../engine/life.ts'
import { redundancyAudit } from '../engine/preflight/audit/audit.ts'
import { placingRacks } from '../engine/preflight/placement.ts'
import { preflight } from '../engine/preflight/preflight.ts'
import { type SchematicSource, schematicSource } from '../engine/preflight/schematic/schematic.ts'
import { scheduleReport } from '../engine/preflight/schedule/schedule.ts'
import { createSimulation, type Simulation } from '../engine/simulation.ts'
import { inputsOfSite } from '../engine/weather.ts'
import type { AuditChoices, AuditReport } from '../results/audit.ts'
import type { LifeQuery } from '../results/biography.ts'
import { closedPart, endedPart } from '../results/closed-part.ts'
import { pack, unpack } from '../results/packed.ts'
import type { PlacementRequest, PlaceProgress } from '../results/placement.ts'
import type { RunResult } from '../results/run-result.ts'
import type { ScheduleChoices } from '../results/schedule.ts'
import { racks } from '../scenario/catalog/racks.ts'
import type { Issue } from '../scenario/issue.ts'
import { type Loaded, type ScenarioDocument, completeIssues, loadScenario, loadedSite, placeProblems } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { requestsKey, traceKey } from '../scenario/trace-key.ts'
import { beginBranch, createMoments, refusalIssue } from './branching.ts'
import { breath } from './breath.ts'
import type { AuditOutcome, HostInputs, LifeOutcome, Listener, PlaceOutcome, Progress, RunOutcome, RunTask, ScenarioSource, ScheduleOutcome, SchematicOutcome, Session } from './protocol.ts'

/** Events between two looks at the clock; some milliseconds of work. */
const SLICE_EVENTS = 500
/** About the longest time in one go; keeps cancel well below 50 ms. */
const SLICE_MS = 12
/** First partial result; each later one waits twice as long as the one before, up to the longest. */
const FIRST_PARTIAL_MS = 30
const PARTIAL_EVERY_MS = 480
/** Of its time, a run spends no more on parts of its result, nor on states to go on from. */
const LOOK_SHARE = 0.08
/** Progress without a result is told no more often. */
const TELL_EVERY_MS = 40

const load = (source: ScenarioSource, isAlone = true) =>
  loadScenario(source.text, { file: source.file, set: source.set, ...(source.option === null ? {} : { option: source.option }), decideOn: source.decideOn, isAlone })

/** Files of a site that the host did not hand over, with their places. */
function missingOf(scenario: Scenario, inputs: HostInputs): { readonly path: (string | number)[]; readonly value: string }[] {
  const { epw, years } = scenario.site.weather
  const weather = epw === undefined || inputs.weather !== null ? [] : [{ path: ['site', 'weather', 'epw'], value: epw }]
  const ofYears = (years ?? []).flatMap((value, index) => (inputs.weatherYears?.[value] === undefined ? [{ path: ['site', 'weather', 'years', index], value }] : []))
  const { carbonFile } = scenario.grid
  const carbon = carbonFile === undefined || (inputs.carbon ?? null) !== null ? [] : [{ path: ['grid', 'carbonFile'], value: carbonFile }]
  return [...weather, ...ofYears, ...carbon]
}

/** Files that the scenario names and the host did not hand over: nothing can run without them. */
function missingInputs({ scenario, document }: Loaded, inputs: HostInputs, file: string): Issue[] {
  if (scenario === undefined || document === undefined) return []
  const ofSites = scenario.sites?.flatMap(({ id, scenario: own }) => missingOf(own, inputsOfSite(own, inputs)).map(missing => ({ ...missing, path: ['sites', id, ...missing.path] })))
  const traces = scenario.workload.flatMap((entry, index) => (entry.source === 'trace' && inputs.traces?.[traceKey(entry)] === undefined ? [{ path: ['workload', index, 'file'], value: entry.file }] : []))
  const requests = scenario.workload.flatMap((entry, index) => (entry.source === 'inference' && entry.requests !== undefined && inputs.requests?.[requestsKey(entry.requests)] === undefined ? [{ path: ['workload', index, 'requests', 'file'], value: entry.requests.file }] : []))
  const problems = [...(ofSites ?? missingOf(scenario, inputs)), ...traces, ...requests].map(missing => ({ severity: 'error' as const, code: 'file', message: 'names a file that was not read', ...missing }))
  return placeProblems(document, problems, file)
}

/** What a question to one site is asked of. */
type Asked = { readonly scenario: Scenario; readonly document: ScenarioDocument; readonly inputs: HostInputs } | { readonly issues: readonly Issue[] }

/** Loads the site that a question is about; issues where nothing can be asked. */
function ask(source: ScenarioSource, inputs: HostInputs): Asked {
  const whole = load(source)
  const missing = missingInputs(whole, inputs, source.file)
  const own = loadedSite(whole, source.site ?? null)
  if (own === undefined) return { issues: [{ severity: 'error', code: 'unknown-site', path: 'sites', message: 'there is no such site', value: String(source.site), allowed: (whole.document?.sites ?? []).map(({ id }) => id).join(', ') || 'no name: the file has one site' }] }
  const { scenario, document } = own
  if (scenario === undefined || document === undefined || missing.length > 0) return { issues: [...whole.issues, ...missing] }
  return { scenario, document, inputs: whole.document?.sites === undefined ? inputs : inputsOfSite(scenario, inputs) }
}

function prepare(source: ScenarioSource, inputs: HostInputs): readonly Issue[] {
  const loaded = load(source, false)
  const { scenario, document, issues } = loaded
  if (scenario === undefined || document === undefined) return issues
  const missing = missingInputs(loaded, inputs, source.file)
  return missing.length > 0 ? [...issues, ...missing] : completeIssues(loaded, preflight(scenario, inputs), source.file)
}

/** The same report with the lines of the file. */
function placed(report: AuditReport, document: ScenarioDocument): AuditReport {
  const at = <T extends { readonly path: readonly (string | number)[] }>(each: T): T => ({ ...each, ...document.originOf(each.path).position('key') })
  return { ...report, contingencies: report.contingencies.map(at), labels: report.labels.map(at) }
}

function audit(source: ScenarioSource, inputs: HostInputs, choices: AuditChoices): AuditOutcome {
  try {
    const asked = ask(source, inputs)
    if ('issues' in asked) return { status: 'invalid', issues: asked.issues }
    return { status: 'finished', report: placed(redundancyAudit(asked.scenario, asked.inputs, choices), asked.document) }
  } catch (error) {
    return { status: 'failed', message: messageOf(error) }
  }
}

function openSchematic(source: ScenarioSource, inputs: HostInputs, keep: (opened: SchematicSource) => void): SchematicOutcome {
  try {
    const asked = ask(source, inputs)
    if ('issues' in asked) return { status: 'invalid', issues: asked.issues }
    const opened = schematicSource(asked.scenario, asked.inputs)
    keep(opened)
    return { status: 'finished', schematic: opened.at(null) }
  } catch (error) {
    return { status: 'failed', message: messageOf(error) }
  }
}

function schedule(source: ScenarioSource, inputs: HostInputs, choices: ScheduleChoices): ScheduleOutcome {
  try {
    const asked = ask(source, inputs)
    if ('issues' in asked) return { status: 'invalid', issues: asked.issues }
    return { status: 'finished', report: scheduleReport(asked.scenario, choices) }
  } catch (error) {
    return { status: 'failed', message: messageOf(error) }
  }
}

/** Trial by trial, with a breath every slice; `isCancelled` is looked at between slices. */
async function place(source: ScenarioSource, inputs: HostInputs, request: PlacementRequest, onProgress: ((progress: PlaceProgress) => void) | null, isCancelled: () => boolean): Promise<PlaceOutcome> {
  try {
    const asked = ask(source, inputs)
    if ('issues' in asked) return { status: 'invalid', issues: asked.issues }
    if (!Object.hasOwn(racks.entries, request.model)) return { status: 'invalid', issues: [{ severity: 'error', code: 'reference', path: '', message: 'there is no such rack', value: request.model, allowed: Object.keys(racks.entries).join(', ') }] }
    const work = placingRacks(asked.scenario, asked.inputs, request)
    let sliceEnd = performance.now() + SLICE_MS
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) return { status: 'finished', report: step.value }
      if (performance.now() < sliceEnd) continue
      onProgress?.(step.value)
      await breath()
      if (isCancelled()) return { status: 'cancelled' }
      sliceEnd = performance.now() + SLICE_MS
    }
  } catch (error) {
    return { status: 'failed', message: messageOf(error) }
  }
}

/** Event by event, with a breath every slice; `isCancelled` is looked at between slices. */
async function life(source: ScenarioSource, inputs: HostInputs, query: LifeQuery, onProgress: ((share: number) => void) | null, isCancelled: () => boolean): Promise<LifeOutcome> {
  try {
    const loaded = load(source)
    const missing = missingInputs(loaded, inputs, source.file)
    const { scenario } = loaded
    if (scenario === undefined || missing.length > 0) return { status: 'invalid', issues: [...loaded.issues, ...missing] }
    const telling = tellLife(scenario, inputs, query)
    if ('message' in telling) return { status: 'unknown', problem: telling }
    let sliceEnd = performance.now() + SLICE_MS
    while (!telling.advance(SLICE_EVENTS)) {
      if (performance.now() < sliceEnd) continue
      onProgress?.(telling.progress())
      await breath()
      if (isCancelled()) return { status: 'cancelled' }
      sliceEnd = performance.now() + SLICE_MS
    }
    return { status: 'finished', life: telling.tell() ?? null }
  } catch (error) {
    return { status: 'failed', message: messageOf(error) }
  }
}

/** What is known by now: windows that are still open are left out. */
const readOut = (simulation: Simulation): RunResult => closedPart(simulation.result(), simulation.nowMs())

/** Runs until a time; false if it was cancelled, which is looked at between slices. */
async function advance(simulation: Simulation, untilMs: number, tell: (at: Simulation) => void, isCancelled: () => boolean): Promise<boolean> {
  for (;;) {
    const sliceEnd = performance.now() + SLICE_MS
    let status = simulation.run(untilMs, SLICE_EVENTS)
    while (status === 'yield' && performance.now() < sliceEnd) status = simulation.run(untilMs, SLICE_EVENTS)
    if (status !== 'yield') return true
    tell(simulation)
    await breath()
    if (isCancelled()) return false
  }
}

/** Times of a run at which a fresh simulation takes over, then its end. */
const legs = (endMs: number, restores: number): number[] => Array.from({ length: restores + 1 }, (_, leg) => Math.round((endMs * (leg + 1)) / (restores + 1)))

/** Runs until done, cancelled or broken. `begin` makes a simulation at its start, which is the one that is spoken of from then on. */
async function drive(begin: () => Simulation, { untilMs, restores = 0, from }: RunTask, tell: (at: Simulation) => void, isCancelled: () => boolean): Promise<RunOutcome> {
  let simulation = begin()
  // What was packed is what is restored: a host hands back what it was sent.
  if (from !== undefined) simulation.restore(unpack(from) as ReturnType<Simulation['snapshot']>)
  const [first, ...more] = legs(Math.min(untilMs ?? simulation.horizonMs, simulation.horizonMs), restores)
  let isWhole = await advance(simulation, first, tell, isCancelled)
  for (const leg of more) {
    if (!isWhole) break
    // Cloned, so that nothing but data gets over.
    const saved = structuredClone(simulation.snapshot())
    simulation = begin()
    simulation.restore(saved)
    isWhole = await advance(simulation, leg, tell, isCancelled)
  }
  return isWhole ? { status: 'finished', result: endedPart(simulation.result(), simulation.nowMs()) } : { status: 'cancelled', atMs: simulation.nowMs() }
}

/** Something that is made every so often, and seldom enough that the run has nearly all the time. */
function createTurn(firstMs: number) {
  let nextMs = performance.now() + firstMs
  return {
    isDue: (): boolean => performance.now() >= nextMs,
    take<T>(make: () => T, gapMs: number): T {
      const began = performance.now()
      const made = make()
      const ended = performance.now()
      nextMs = ended + Math.max(gapMs, (ended - began) / LOOK_SHARE)
      return made
    },
  }
}

/** End of the first window with contracted accelerators, ms. */
function contractShownMs({ grounds }: Simulation): number {
  return grounds.reduce((soonest, { ctx: { world: { lots, windowMs } } }) => Math.min(soonest, (Math.floor(lots.contractMs.reduce((first, ms) => Math.min(first, ms), Infinity) / windowMs) + 1) * windowMs), Infinity)
}

function reporter({ stream, awaitsContract = false, saveEveryMs = Infinity }: RunTask, onProgress: Listener<Progress> | null): (simulation: Simulation) => void {
  const partials = createTurn(FIRST_PARTIAL_MS)
  const saves = createTurn(saveEveryMs)
  let gapMs = FIRST_PARTIAL_MS
  let nextTold = 0
  // A part that nobody has looked at yet is followed by no other: they would pile up at a host that is busy.
  let isLookedAt = true
  return simulation => {
    if (onProgress === null) return
    const now = performance.now()
    const isDue = stream && isLookedAt && partials.isDue() && (!awaitsContract || simulation.nowMs() >= contractShownMs(simulation))
    const isSaved = saves.isDue()
    if (!isDue && !isSaved && now < nextTold) return
    nextTold = now + TELL_EVERY_MS
    if (isDue) gapMs = Math.min(PARTIAL_EVERY_MS, gapMs * 2)
    const partial = isDue ? partials.take(() => readOut(simulation), gapMs) : null
    const saved = isSaved ? { saved: saves.take(() => pack(simulation.snapshot()), saveEveryMs) } : {}
    const looked = onProgress({ simulatedMs: simulation.nowMs(), horizonMs: simulation.horizonMs, events: simulation.events(), partial, ...saved })
    if (partial === null || !(looked instanceof Promise)) return
    isLookedAt = false
    const noted = (): void => {
      isLookedAt = true
    }
    looked.then(noted, noted)
  }
}

/** Words of what was thrown; bugs that no invariant caught are marked. */
function messageOf(error: unknown): string {
  const name = error instanceof InvariantError ? '' : 'unexpected: '
  return name + (error instanceof Error ? error.message : String(error))
}

function failure(error: unknown, simulation: Simulation | undefined): RunOutcome {
  return { status: 'failed', message: messageOf(error), atMs: simulation?.nowMs() ?? 0, trace: simulation?.trace() ?? [] }
}

/** Reads scenarios, and keeps the last one: replications of one text follow each other. */
function createReader(): typeof load {
  let last: { readonly key: string; readonly loaded: Loaded } | undefined
  return source => {
    const key = JSON.stringify([source.text, source.file, source.option, source.set, source.decideOn])
    if (last?.key !== key) last = { key, loaded: load(source) }
    return last.loaded
  }
}

export function createSession(): Session {
  let current = 0
  const read = createReader()
  let drawn: SchematicSource | undefined
  const moments = createMoments()
  return {
    prepare: async (source, inputs) => prepare(source, inputs),
    audit: async (source, inputs, choices) => audit(source, inputs, choices),
    schematic: async (source, inputs) =>
      openSchematic(source, inputs, opened => {
        drawn = opened
      }),
    schematicAt: async moment => drawn?.at(moment) ?? null,
    schedule: async (source, inputs, choices) => schedule(source, inputs, choices),
    async place(source, inputs, request, onProgress) {
      const mine = ++current
      return place(source, inputs, request, onProgress, () => current !== mine)
    },
    async life(source, inputs, query, onProgress) {
      const mine = ++current
      return life(source, inputs, query, onProgress, () => current !== mine)
    },
    async run(task, onProgress) {
      const mine = ++current
      let simulation: Simulation | undefined
      try {
        const loaded = read(task.source)
        const missing = missingInputs(loaded, task.inputs, task.source.file)
        const { scenario } = loaded
        if (scenario === undefined || missing.length > 0) return { status: 'invalid', issues: [...loaded.issues, ...missing] }
        const make = (of: Scenario): Simulation => createSimulation(of, task.inputs, { seed: task.seed ?? of.seed, replication: task.replication, record: task.record, ...(task.antithetic === true ? { antithetic: true } : {}), ...(task.idealise === undefined ? {} : { idealise: task.idealise }) })
        const { source, branch } = task
        const begun = branch === undefined ? undefined : beginBranch(branch, task, scenario, set => load({ ...source, set: [...source.set, ...set] }), make, moments)
        if (begun !== undefined && !('begin' in begun)) return { status: 'invalid', issues: begun }
        const outcome = await drive(() => (simulation = begun?.begin() ?? make(scenario)), task, reporter(task, onProgress), () => current !== mine)
        begun?.end()
        return outcome
      } catch (error) {
        if (error instanceof BranchRefused) return { status: 'invalid', issues: [refusalIssue(error, task.source.file)] }
        if (error instanceof PastChanged) return { status: 'invalid', issues: [{ severity: 'error', code: 'option-past', path: `options.${error.option}`, message: error.message, file: task.source.file, allowed: 'changes that begin at the decision or after it' }] }
        return failure(error, simulation)
      }
    },
    async cancel() {
      current += 1
    },
  }
}
