/** The compute domain under one roof: nodes, queue, running jobs and services behind the port that the rest of the site uses. */
import type { JobTrace, RequestDemand } from '../../scenario/inputs.ts'
import { ownerCount } from '../../scenario/joint-services.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { Cause, ComputePort, DomainContext, FabricPort, GatePort, LedgerPort, ReworkCause, World, WidePort } from '../ports.ts'
import { FACTORS, IDLE_REASONS } from '../ports.ts'
import { createAdmission } from './admission.ts'
import { type BlocksApart, createBlocksApart } from './blocks-apart.ts'
import { arrive, openSources } from './arrivals.ts'
import { beginCorruption, endCorruption, jobsOn, setSpeed, worstSpeed } from './bad-nodes.ts'
import { isCorrupt } from './corruption.ts'
import { elasticities } from './elastic.ts'
import { type ClassBooksPort, classBooksPort } from './class-books.ts'
import { crashesOf } from './crashes.ts'
import { createEligibility } from './eligibility.ts'
import { isHeld, limitsOf } from './limits.ts'
import { createDefragmentation } from './defragment.ts'
import { createJobBooks } from './books.ts'
import { createJointOwners } from './joint-owners.ts'
import { cutOff, evict, jobFaulted, spoiltElsewhere } from './evict.ts'
import { type ComputeCounts, countsOf, createJobView, type JobView } from './figures.ts'
import { createExpectedStart } from './expected-start.ts'
import { createFeedback } from './feedback.ts'
import { createFinished, type FinishedJobs } from './finished.ts'
import { createMoves } from './moves.ts'
import { begun, finish, interrupt, stall, timeOut, vacate, withdraw } from './jobs.ts'
import { closeNode, jobAt, openNode } from './nodes.ts'
import { createLifeView, type LifeView } from './life-view.ts'
import { createStores } from './stores.ts'
import { type ComputeScenario, readParams } from './parameters.ts'
import { runPass } from './pass.ts'
import { createPlannedStops } from './planned-stops.ts'
import { createPartitions } from './partitions.ts'
import { createPlacement, placementRules } from './placement-rules.ts'
import { idleDraws, leastShare, publish, publishAll } from './power-draw.ts'
import { closeSegment, settleOpen } from './progress.ts'
import { age } from './queueing.ts'
import { rackJob } from './rack-jobs.ts'
import { createLoad } from './rack-load.ts'
import { countBounds, generationSpeeds, type RateHooks, setFactor, setPowerCap, setThermalFactor } from './rates.ts'
import { createSamplers, demandsOf, jobOfRow } from './samplers.ts'
import { endReplica, stallReplica } from './replicas.ts'
import { REWORK_OF_CAUSE } from './rework.ts'
import { replaceNode } from './handover.ts'
import { eachShare } from './shared-nodes.ts'
import { beginServing, endBake, planRollouts, rollOut } from './rollouts.ts'
import { jobSources, openWorkload, type RoutingPort } from './routing.ts'
import { openServices, scalePool, turnKnot } from './scaling.ts'
import type { JobSource } from './source.ts'
import { routedPort, type RoutedPort } from './routed-port.ts'
import { createScheduling } from './scheduling.ts'
import { closeService, countSlowed, type Services } from './serving-accounts.ts'
import { createServing, servicesOn, servingPort, type ServingPort } from './serving.ts'
import { createServingGenerations, laterGenerations, siteOfGeneration } from './serving-generations.ts'
import { siteOf } from './source-site.ts'
import { createNamedRuns, runRecords } from './named-runs.ts'
import { createStreams } from './streams.ts'
import { type Cluster, type Commands, createTables, JOB_KIND, JOB_STATE, NONE } from './tables.ts'
import { expire } from './waiting.ts'
import { requestPass } from './wake.ts'
import { createTenantAccounts } from './tenant-accounts.ts'
import type { UpdateFailed } from './campaigns.ts'
import { createWindows } from './windows.ts'
import { planWindows } from './window-plan.ts'

/** The part of the context that this domain needs; the scenario may be these three sections alone. */
export type ComputeContext = Omit<DomainContext, 'scenario'> & { readonly scenario: ComputeScenario }

export interface ComputePorts {
  /** Gates of the nodes that windows take. */
  readonly gates: Pick<GatePort, 'closeNode' | 'openNode'>
  /** A node did not come back from its update; `draw` numbers the update. */
  readonly updateFailed?: UpdateFailed
  readonly ledger: LedgerPort
  readonly fabric: () => FabricPort
  /** Links to other regions; without them all data is at the site. */
  readonly wide?: () => WidePort
  /** Name of the site in a file with several. */
  readonly siteId?: string | undefined
  /** Names of all of them: links to them stand behind those to regions. */
  readonly siteIds?: readonly string[] | undefined
  /** Asks for a settle of power and cooling of a block whose published load changed; called in phases control and ledger. */
  requestSettle(block: number): void
  /** Local civil hour of the day in [0, 24). */
  localHour(atMs: number): number
  /** The same in another time zone at that moment. */
  hourIn?(timezone: string, atMs: number): number
  /** Traces of jobs by the file name that the scenario gives. */
  readonly traces?: Readonly<Record<string, JobTrace>> | undefined
  /** Demand of services by the file name that the scenario gives. */
  readonly requests?: Readonly<Record<string, RequestDemand>> | undefined
  /** Where work may go when there are several sites; without it everything runs here. */
  readonly routing?: RoutingPort | undefined
}

export type { ComputeCounts, JobView } from './figures.ts'

export interface Compute extends ComputePort, ServingPort, ClassBooksPort, RoutedPort {
  start(): void
  /** Books all running jobs and services up to now and publishes small changes of load; before a ledger window closes. */
  settleAll(): void
  /** Books what is neither saved nor lost as useful: nothing comes after. After `settleAll`. */
  settleOpen(): void
  readonly jobs: JobView
  /** For observers of single nodes and jobs. */
  readonly life: LifeView
  counts(): ComputeCounts
  /** Nodes of the rack that hold a job. */
  rackBusyNodes(rack: number): number
  /** Number in the run of the job that holds most nodes of the rack, −1 for none. */
  rackJob(rack: number): number
  /** What a rack draws now, W. */
  rackDrawW(rack: number): number
  /** Named runs so far. */
  runs(): ReturnType<typeof runRecords>
  /** Finished jobs as columns, oldest first; every `finishedStride`-th of the run. */
  readonly finishedJobs: FinishedJobs['table']
  finishedStride(): number
}

function registerCommands(kernel: Kernel, cluster: () => Cluster, services: () => Services, sources: readonly (JobSource | undefined)[]): Commands {
  const isReplica = (job: number): boolean => cluster().jobs.col.kind[job] === JOB_KIND.replica
  return {
    end: kernel.command('compute.end', Phase.jobEnd, job => {
      finish(cluster(), job)
      requestPass(cluster())
    }),
    begin: kernel.command('compute.begin', Phase.jobEnd, job => (isReplica(job) ? beginServing(cluster(), services(), job) : begun(cluster(), job))),
    arrive: kernel.command('compute.arrive', Phase.arrival, source => arrive(cluster(), sources, source)),
    patience: kernel.command('compute.patience', Phase.arrival, () => {
      expire(cluster(), withdraw)
      requestPass(cluster())
    }),
    knot: kernel.command('compute.knot', Phase.control, row => turnKnot(cluster(), services(), row)),
    scale: kernel.command('compute.scale', Phase.control, row => scalePool(cluster(), services(), row)),
    rollout: kernel.command('compute.rollout', Phase.control, row => rollOut(cluster(), services(), row)),
    bake: kernel.command('compute.bake', Phase.control, row => endBake(cluster(), services(), row)),
    publish: kernel.command('compute.publish', Phase.control, block => {
      cluster().blocks.col.publishTimer[block] = 0
      publish(cluster(), block)
    }),
    later: kernel.command('compute.later', Phase.control, () => requestPass(cluster())),
    wake: kernel.command('compute.wake', Phase.control, () => requestPass(cluster())),
    vacate: kernel.command('compute.vacate', Phase.jobEnd, job => {
      if (isReplica(job)) endReplica(cluster(), services(), job)
      else vacate(cluster(), job)
      requestPass(cluster())
    }),
    crash: kernel.command('compute.crash', Phase.jobEnd, job => {
      const { state, crashTimer } = cluster().jobs.col
      crashTimer[job] = 0
      if (state[job] === JOB_STATE.running) interrupt(cluster(), job, 'user')
      requestPass(cluster())
    }),
    limit: kernel.command('compute.limit', Phase.jobEnd, job => {
      cluster().jobs.col.limitTimer[job] = 0
      if (isHeld(cluster(), job)) timeOut(cluster(), job)
      requestPass(cluster())
    }),
    aged: kernel.command('compute.aged', Phase.control, job => age(cluster(), job)),
    pass: kernel.command('compute.pass', Phase.schedule, () => runPass(cluster(), services())),
  }
}

/** Whoever runs on a node on which a fault is found avoids it for a while. */
function noteFaulty(c: Cluster, job: number, node: number): void {
  const { exclusions } = c
  if (exclusions === undefined || job === NONE) return
  const { kind } = c.jobs.col
  if (kind[job] === JOB_KIND.batch) exclusions.add(job, node)
  else if (kind[job] === JOB_KIND.holder) eachShare(c, job, each => exclusions.add(each, node))
}

/** A fault that jobs of the node have suffered from is found: the job gets another node, or has to leave. */
function faultDetected(c: Cluster, services: Services, node: number, rework: ReworkCause): void {
  const job = jobOfRow(c, jobAt(c, node))
  noteFaulty(c, job, node)
  const isHandedOver = rework !== 'sdc' && job !== NONE && c.jobs.col.kind[job] === JOB_KIND.batch && !isCorrupt(c, job) && replaceNode(c, job, node, rework)
  if (isHandedOver) requestPass(c)
  else evict(c, services, node, rework)
  if (rework === 'sdc') spoiltElsewhere(c, endCorruption(c, node))
}

/** A gate of a node has closed: what ran there ends, and the node is nobody's. */
function nodeLost(c: Cluster, services: Services, node: number, cause: Cause): void {
  if (c.nodes.col.open[node] === 0) return
  const rework = REWORK_OF_CAUSE[cause]
  evict(c, services, node, rework)
  c.ties?.noteLoss(node, cause)
  closeNode(c, node, rework === 'power' || rework === 'cooling')
  requestPass(c)
}

function createPort(c: Cluster, services: Services, apart: BlocksApart): ComputePort {
  const hooks: RateHooks = {
    beforeReplica(job) {
      closeService(c, services, services.poolList[c.jobs.col.source[job]].service)
      countSlowed(c, services, job, -1)
    },
    afterReplica: job => countSlowed(c, services, job, 1),
  }
  return {
    nodeLost: (node, cause) => nodeLost(c, services, node, cause),
    nodeGained(node) {
      openNode(c, node)
      requestPass(c)
    },
    nodeStalled(node) {
      const job = jobOfRow(c, jobAt(c, node))
      if (job === NONE) return false
      const kind = c.jobs.col.kind[job]
      if (kind === JOB_KIND.spare) return false
      if (kind === JOB_KIND.batch) stall(c, job)
      else if (kind === JOB_KIND.holder) eachShare(c, job, each => stall(c, each))
      else stallReplica(c, services, job)
      return true
    },
    nodeSlowed(node, speed) {
      setSpeed(c, node, speed)
      for (const job of jobsOn(c, node)) setFactor(c, hooks, job, c.jobs.col.stragglerFactor, worstSpeed(c, job))
    },
    nodeCorrupted: node => beginCorruption(c, node),
    faultDetected: (node, rework) => faultDetected(c, services, node, rework),
    jobFaulted: (node, rework) => jobFaulted(c, services, node, rework),
    ...apart,
    regionShareChanged: region => c.staging?.shareChanged(region),
    jobCutOff: (job, rework) => cutOff(c, services, job, rework),
    setPowerCap(block, loadClass, cap) {
      setPowerCap(c, hooks, block, loadClass, cap)
      if (c.admission.isOn) requestPass(c)
    },
    setCapShared: (block, isShared) => void (c.blocks.col.hasOwnCaps[block] = isShared ? 0 : 1),
    setThermalFactor(block, factor) {
      if (c.admission.isOn && c.blocks.col.thermalFactor[block] !== factor) requestPass(c)
      setThermalFactor(c, hooks, block, factor)
    },
    rackReplaced: (rack, lot) => void (c.racks.col.type[rack] = c.world.lots.type[lot]),
    setFabricFactors(job, placement, contention, fault) {
      const { placementFactor, contentionFactor, faultFactor } = c.jobs.col
      setFactor(c, hooks, job, placementFactor, placement)
      setFactor(c, hooks, job, contentionFactor, contention)
      setFactor(c, hooks, job, faultFactor, fault)
    },
    // Row 0 is no job.
    jobOf: node => jobAt(c, node) || -1,
    load: createLoad(c),
  }
}

function settleAll(c: Cluster, services: Services): void {
  const { col, length } = c.jobs
  for (let job = 1; job < length; job++) {
    if (col.state[job] === JOB_STATE.running && col.kind[job] === JOB_KIND.batch) closeSegment(c, job)
  }
  for (let row = 0; row < services.list.length; row++) closeService(c, services, row)
  c.tenantAccounts?.postAll()
  publishAll(c)
}

function begin(c: Cluster, sources: readonly (JobSource | undefined)[], services: Services, others: readonly { start(): void }[]): void {
  openSources(c, sources)
  c.feedback?.start()
  openServices(c, services)
  planRollouts(c, services)
  for (const each of others) each.start()
  c.tenantAccounts?.start()
  c.reservations?.start()
  c.budgets?.start()
  c.windows.start()
  c.store?.start()
  c.room?.start()
  requestPass(c)
}

/** What is static, and what is overwritten by whoever works with it. */
function createScratch(world: World) {
  return {
    mostPerNode: world.nodes.accelerators.reduce((most, count) => Math.max(most, count), 1),
    picked: { count: 0, begin: new Int32Array(world.nodes.count), length: new Int32Array(world.nodes.count) },
    hidden: [],
    leafOrder: new Int32Array(world.leaves.count),
    factors: new Float64Array(FACTORS.length).fill(1),
    speeds: generationSpeeds(world),
    idle: new Int32Array(IDLE_REASONS.length),
    leastShare: Float64Array.from(world.rackTypes, leastShare),
    drawFrom: { requestMw: 0, minimumMw: 0 },
    rackStale: new Uint8Array(world.racks.count).fill(1),
    idleDraw: idleDraws(world),
    bounds: { caps: 0, heat: 0 },
    savingPlans: new Map(),
    drawTo: { requestMw: 0, minimumMw: 0 },
  }
}

/** What follows from the scenario alone and what is kept for it, mostly by workload entry. */
function readEntries(world: World, { workload, tenants, scheduler }: ComputeScenario, state: DomainContext['state']) {
  return {
    elastic: elasticities(workload),
    books: createJobBooks(world, ownerCount({ workload, tenants })),
    entrySpares: workload.map(entry => (entry.source === 'inference' ? 0 : entry.spares)),
    admission: createAdmission(world, scheduler.admission),
    generates: workload.map(entry => (entry.source === 'inference' || entry.source === 'trace' ? 0 : entry.generates)),
    limits: limitsOf(workload),
    samplers: createSamplers(world, workload),
    eligibility: createEligibility(world, demandsOf(workload)),
    streams: createStreams(state, workload, world.startDay),
    namedRuns: createNamedRuns(state, workload, world),
  }
}

/** Brings what follows from the state up to date after a restore. */
function renewCaches(c: Cluster): void {
  c.rackStale.fill(1)
  countBounds(c)
}

export function createCompute(ctx: ComputeContext, ports: ComputePorts): Compute {
  const { world, kernel, state, scenario } = ctx
  const site = siteOf(world, ports.localHour, scenario.power.phases, ports.traces, scenario.fabric?.wan.drills, ports.requests)
  const opened = openWorkload(scenario.workload, site, ports.routing)
  const sources = jobSources(opened)
  const services = createServing(opened, { workload: scenario.workload, tenants: scenario.tenants, site }, state, world, ports)
  const joint = createJointOwners(scenario, state)
  const rules = placementRules(scenario.scheduler, demandsOf(scenario.workload))
  const parts = createPartitions(world, scenario.tenants)
  const tables = createTables(world, state, opened.length, services.list.some(({ index }) => rules[index].kind === 'spread') ? services.poolList.length : 0, scenario.scheduler.spares.perBlock > 0, scenario.datastore !== undefined, parts?.count ?? 1)
  const finished = createFinished(state, tables.jobs)
  const c: Cluster = {
    ...tables,
    world, kernel,
    ledger: ports.ledger,
    fabric: ports.fabric,
    routing: ports.routing,
    params: readParams(scenario),
    crashes: crashesOf(scenario.workload, world.root),
    ...createPlacement(world, state, rules),
    commands: registerCommands(kernel, () => c, () => services, sources),
    ...createScheduling(() => c, tables, world, kernel, state, scenario, site.atom, parts, ports.routing?.tenants),
    finished,
    tenantAccounts: createTenantAccounts(world, scenario.tenants, kernel, state, services.poolList.length, parts, ports.routing?.tenants, joint?.services.length),
    jointOwners: joint,
    emit: ctx.emit,
    expectedStart: createExpectedStart(() => c, scenario.workload, ports.routing !== undefined, state),
    moves: createMoves(() => c, scenario.workload, ports.routing, kernel, state),
    feedback: createFeedback(() => c, sources, scenario.workload, kernel, state),
    requestSettle: ports.requestSettle,
    windows: createWindows(() => c, planWindows(world, scenario.scheduler, scenario.fabric), { gates: ports.gates, updateFailed: ports.updateFailed ?? (() => undefined) }, world.nodes.count, kernel, state),
    defragmentation: createDefragmentation(() => c, scenario.scheduler.defragmentation, kernel, state),
    ...createStores(() => c, scenario, world, kernel, state, ports),
    ...readEntries(world, scenario, state),
    ...createScratch(world),
    atom: site.atom,
  }
  c.caps.col.cap.fill(1)
  c.blocks.col.thermalFactor.fill(1)
  state.onRestore(() => renewCaches(c))
  const plannedStops = createPlannedStops(() => c, scenario.workload, kernel, state)
  const generations = createServingGenerations(() => c, services, laterGenerations(world), ({ type }) => servicesOn(opened, scenario.workload, siteOfGeneration(site, world, type)), kernel, state)
  return {
    ...createPort(c, services, createBlocksApart(() => c, kernel)),
    start: () => begin(c, sources, services, [plannedStops, generations]),
    settleAll: () => settleAll(c, services), settleOpen: () => settleOpen(c),
    ...routedPort(c),
    jobs: createJobView(c, services),
    life: createLifeView(c),
    counts: () => countsOf(c, services, finished),
    ...servingPort(() => c, services),
    ...classBooksPort(c, scenario.workload),
    rackBusyNodes: rack => c.racks.col.busy[rack],
    rackJob: rack => rackJob(c, rack),
    rackDrawW: rack => c.racks.col.drawW[rack],
    runs: () => runRecords(c, scenario.workload),
    finishedJobs: finished.table,
    finishedStride: finished.stride,
  }
}
