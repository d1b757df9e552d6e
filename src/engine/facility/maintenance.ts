/**
 * The planner of maintenance. What is due is looked at in the morning of working days and whenever people come back: it is begun when every
 * redundancy group keeps what the load needs, nothing else is planned out of it, the weather and the grid allow it, and people, part and
 * permit are there. What is overdue fails more often.
 */
import { DAY_MS } from '../../base/spans.ts'
import { type Table, appendRow } from '../../base/table.ts'
import { ASSETS } from '../../scenario/catalog/assets.ts'
import type { MaintenanceSection } from '../../scenario/schema/maintenance.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort } from '../ports.ts'
import type { Groups } from './groups.ts'
import type { Task } from './maintenance-tasks.ts'
import type { Parts } from './parts.ts'
import { type Rota, isDayShift, nextDayShiftMs } from './teams.ts'
import type { WorkOrders } from './work-orders.ts'

/** The world outside as the planner asks for it. */
export interface Conditions {
  /** Hottest and coldest hour between two instants, °C. */
  hottestC(fromMs: number, toMs: number): number
  coldestC(fromMs: number, toMs: number): number
  /** Air above which nothing is taken out where the file states none, °C. */
  readonly hotC: number
  /** The utility has called back power, or announced to. */
  isCurtailed(): boolean
}

export interface MaintenancePorts {
  readonly gates: Pick<GatePort, 'closeRack' | 'openRack'>
  readonly conditions: Conditions
  /** Whether an asset can be taken out at the design load without loss; by path. */
  readonly isMaintainable: (path: string) => boolean
}

/** Why a task was not begun when it was looked at. */
export const REFUSALS = ['redundancy', 'window', 'weather', 'curtailment', 'freeze', 'people', 'part', 'permit'] as const
export type Refusal = (typeof REFUSALS)[number]

export interface MaintenanceSummary {
  readonly tasks: number
  readonly done: number
  readonly due: number
  /** Due for more than an eighth of their interval. */
  readonly overdue: number
  /** Task-ms spent overdue until now. */
  readonly overdueMs: number
  readonly itWindows: number
  readonly notMaintainable: number
  readonly refusals: Readonly<Record<Refusal, number>>
}

export interface Maintenance {
  start(): void
  /** The people of a task stand before the asset: whether it may begin. */
  begins(task: number): boolean
  /** They were called away. */
  interrupted(task: number): void
  done(task: number): void
  partArrived(task: number): void
  /** People are free again. */
  freed(): void
  summary(): MaintenanceSummary
}

const TASK = { idle: 0, due: 1, ordered: 2, working: 3 } as const
const TASK_COLUMNS = { state: 'u8', hasPart: 'u8', isDrained: 'u8', steps: 'u32', dueMs: 'f64', lateMs: 'f64' } as const
/** Steps per interval in which the failure rate of what is overdue rises. */
const STEPS = 8

interface Planner {
  readonly ctx: DomainContext
  readonly section: MaintenanceSection
  readonly tasks: readonly Task[]
  /** Tasks by asset. */
  readonly tasksAt: readonly (readonly number[])[]
  readonly groups: Groups
  readonly orders: () => WorkOrders
  readonly parts: Parts
  readonly rota: Rota
  readonly ports: MaintenancePorts
  readonly table: Table<typeof TASK_COLUMNS>
  /** Tasks that are due and not ordered. */
  readonly due: Table<{ readonly task: 'i32' }>
  /** Assets planned out by group, tasks whose racks are drained by block, and the factor of each asset. */
  readonly out: Int32Array
  readonly drains: Int32Array
  readonly hazard: Float64Array
  readonly maintainable: readonly boolean[]
  readonly counts: { meeting: number; permits: number; done: number; overdue: number; overdueMs: number; sinceMs: number; itWindows: number } & Record<Refusal, number>
  readonly types: { due: CommandType; meeting: CommandType; late: CommandType }
  readonly crewSize: number
}

const rowOf = ({ groups }: Planner, task: number): number => groups.port.assets.length + task

/** Every group keeps what it needs, and nothing else is planned out of it. */
function keepsRedundancy(p: Planner, { plan, asset }: Task): boolean {
  const { groups, out } = p
  const needsAll = groups.touched(asset).every(group => out[group] === 0 && (groups.needed[group] === 0 || groups.spare(group) >= 1))
  const own = groups.groupOf(asset)
  return needsAll && (plan.keep === undefined || groups.spare(own) + groups.needed[own] - 1 >= plan.keep)
}

function isFrozen({ ctx, section }: Planner): boolean {
  const day = ctx.world.startDay + Math.floor(ctx.kernel.now / DAY_MS)
  return section.freezes.some(({ from, until }) => day >= from && day < until)
}

/** Whether a task that needs no outage, or whose outage the site bears, is not held back; else why. */
function refusal(p: Planner, task: number): Refusal | undefined {
  const { section, ports, counts, table } = p
  const { plan, asset } = p.tasks[task]
  if (plan.part !== undefined && table.col.hasPart[task] === 0) return 'part'
  if (plan.permit && counts.permits >= section.permits) return 'permit'
  if (!plan.outage) return undefined
  const { now } = p.ctx.kernel
  const { conditions } = ports
  if (isFrozen(p)) return 'freeze'
  if (conditions.isCurtailed()) return 'curtailment'
  if (conditions.hottestC(now, now + plan.duration) > (section.hot ?? conditions.hotC) || conditions.coldestC(now, now + plan.duration) < section.cold) return 'weather'
  if (p.maintainable[asset]) return keepsRedundancy(p, p.tasks[task]) ? undefined : 'redundancy'
  const { block } = p.groups.port.assets[asset]
  return section.itWindow && block >= 0 && p.drains[block] === 0 && p.groups.touched(asset).every(group => p.out[group] === 0) ? undefined : 'window'
}

/** Looks at everything that is due, the longest overdue first; what is not begun in the morning counts as refused. */
function plan(p: Planner, isMorning: boolean): void {
  const { due, table, counts } = p
  const waiting = [...due.col.task.subarray(0, due.length)].sort((a, b) => table.col.dueMs[a] - table.col.dueMs[b] || a - b)
  for (const task of waiting) {
    const why = refusal(p, task) ?? (send(p, task) ? undefined : 'people')
    if (why !== undefined && isMorning) counts[why] += 1
  }
  waitForMeeting(p)
}

/** Sends people to a task; false when none are free. */
function send(p: Planner, task: number): boolean {
  const { plan: of, asset } = p.tasks[task]
  const { block, kind } = p.groups.port.assets[asset]
  const people = of.switching ? Math.max(of.people, p.crewSize) : of.people
  // The row must be under way before its people stand before it, which may be now.
  p.table.col.state[task] = TASK.ordered
  leaveDue(p, task)
  const spec = { skill: of.skill, people, isSwitching: of.switching, workMs: of.duration, block }
  if (p.orders().placeIfFree(rowOf(p, task), spec, { isUrgent: false, classAtRisk: ASSETS[kind].classAtRisk + LATER, spare: 0 })) return true
  becomeDue(p, task)
  return false
}

/** Planned work comes after every repair. */
const LATER = 10

function becomeDue(p: Planner, task: number): void {
  p.table.col.state[task] = TASK.due
  const row = appendRow(p.due)
  p.due.col.task[row] = task
}

function leaveDue({ due }: Planner, task: number): void {
  const { task: tasks } = due.col
  const at = tasks.subarray(0, due.length).indexOf(task)
  tasks[at] = tasks[due.length - 1]
  due.length -= 1
}

function waitForMeeting(p: Planner): void {
  const { counts, due, ctx, types } = p
  if (due.length === 0 || counts.meeting !== 0) return
  counts.meeting = ctx.kernel.schedule(types.meeting, 0, nextDayShiftMs(p.rota))
}

function takeOut(p: Planner, task: number): void {
  const { plan: of, asset } = p.tasks[task]
  const { groups, out, ctx, ports } = p
  if (of.permit) p.counts.permits += 1
  if (!of.outage) return
  for (const group of groups.touched(asset)) out[group] += 1
  if (!p.maintainable[asset]) {
    p.table.col.isDrained[task] = 1
    p.counts.itWindows += 1
    const { block } = groups.port.assets[asset]
    p.drains[block] += 1
    eachRack(ctx, groups, asset, rack => ports.gates.closeRack(rack, 'maintenance'))
  }
  groups.port.takeOut(asset, 'work')
}

function giveBack(p: Planner, task: number): void {
  const { plan: of, asset } = p.tasks[task]
  const { groups, out, ctx, ports } = p
  if (of.permit) p.counts.permits -= 1
  if (!of.outage) return
  groups.port.giveBack(asset, 'work')
  for (const group of groups.touched(asset)) out[group] -= 1
  if (p.table.col.isDrained[task] === 0) return
  p.table.col.isDrained[task] = 0
  p.drains[groups.port.assets[asset].block] -= 1
  eachRack(ctx, groups, asset, rack => ports.gates.openRack(rack, 'maintenance'))
}

/** The racks that are drained for an asset: those behind it where it says so, else those of its block. */
function eachRack({ world }: DomainContext, groups: Groups, asset: number, act: (rack: number) => void): void {
  const { block, racks } = groups.port.assets[asset]
  const [begin, end] = racks ?? [world.blocks.rackBegin[block], world.blocks.rackBegin[block + 1]]
  for (let rack = begin; rack < end; rack++) act(rack)
}

/** Failure rate of an asset from what is overdue there: the worst of its tasks. */
function refreshHazard(p: Planner, asset: number): void {
  const { slope, most } = p.section.overdue
  let factor = 1
  for (const task of p.tasksAt[asset]) if (p.table.col.steps[task] > 0) factor = Math.max(factor, Math.min(most, 1 + (slope * p.table.col.steps[task]) / STEPS))
  if (factor === p.hazard[asset]) return
  p.hazard[asset] = factor
  p.groups.port.setHazard(asset, factor)
}

function countOverdue({ counts, ctx }: Planner, by: number): void {
  counts.overdueMs += counts.overdue * (ctx.kernel.now - counts.sinceMs)
  counts.sinceMs = ctx.kernel.now
  counts.overdue += by
}

/** Another eighth of the interval has passed since a task was due. */
function later(p: Planner, task: number): void {
  const { steps, state, lateMs } = p.table.col
  lateMs[task] = 0
  if (state[task] === TASK.idle) return
  if (steps[task] === 0) countOverdue(p, 1)
  steps[task] += 1
  refreshHazard(p, p.tasks[task].asset)
  const { slope, most } = p.section.overdue
  if (1 + (slope * steps[task]) / STEPS < most) waitForLater(p, task)
}

function waitForLater(p: Planner, task: number): void {
  const { kernel } = p.ctx
  p.table.col.lateMs[task] = kernel.schedule(p.types.late, task, kernel.now + Math.max(1, Math.round(p.tasks[task].plan.interval / STEPS)))
}

function fallDue(p: Planner, task: number): void {
  const { col } = p.table
  const { plan: of } = p.tasks[task]
  col.dueMs[task] = p.ctx.kernel.now
  becomeDue(p, task)
  col.hasPart[task] = of.part !== undefined && p.parts.take(rowOf(p, task), of.part) ? 1 : 0
  waitForLater(p, task)
  waitForMeeting(p)
}

function finish(p: Planner, task: number): void {
  const { col } = p.table
  const { kernel } = p.ctx
  const { plan: of, asset } = p.tasks[task]
  giveBack(p, task)
  col.state[task] = TASK.idle
  col.hasPart[task] = 0
  p.counts.done += 1
  if (col.steps[task] > 0) countOverdue(p, -1)
  col.steps[task] = 0
  if (col.lateMs[task] !== 0) kernel.cancel(col.lateMs[task])
  col.lateMs[task] = 0
  refreshHazard(p, asset)
  if (kernel.now + of.interval < p.ctx.world.horizonMs) kernel.schedule(p.types.due, task, kernel.now + of.interval)
}

function begins(p: Planner, task: number): boolean {
  const { state } = p.table.col
  const why = refusal(p, task)
  if (why !== undefined) {
    becomeDue(p, task)
    waitForMeeting(p)
    return false
  }
  state[task] = TASK.working
  takeOut(p, task)
  return true
}

function summarise(p: Planner): MaintenanceSummary {
  const { counts, tasks, maintainable } = p
  const inOutage = new Set(tasks.filter(({ plan: of }) => of.outage).map(({ asset }) => asset))
  return {
    tasks: tasks.length,
    done: counts.done,
    due: p.due.length,
    overdue: counts.overdue,
    overdueMs: counts.overdueMs + counts.overdue * (p.ctx.kernel.now - counts.sinceMs),
    itWindows: counts.itWindows,
    notMaintainable: [...inOutage].filter(asset => !maintainable[asset]).length,
    refusals: Object.fromEntries(REFUSALS.map(refused => [refused, counts[refused]])) as Record<Refusal, number>,
  }
}

export interface MaintenanceParts {
  readonly tasks: readonly Task[]
  readonly groups: Groups
  readonly orders: () => WorkOrders
  readonly parts: Parts
  readonly rota: Rota
  /** People who must be there to switch circuits. */
  readonly crewSize: number
}

/** Nothing is asked of a verdict twice: what an asset carries counts with it. */
function verdicts(groups: Groups, isMaintainable: (path: string) => boolean): boolean[] {
  return groups.port.assets.map(({ path, carries }) => isMaintainable(path) && carries.every(isMaintainable))
}

function createPlanner(ctx: DomainContext, section: MaintenanceSection, of: MaintenanceParts, ports: MaintenancePorts): Planner {
  const { state } = ctx
  const { groups } = of
  const hazard = state.table('facility.hazard', groups.port.assets.length, { factor: 'f64' }).col.factor
  hazard.fill(1)
  const tasksAt = groups.port.assets.map((): number[] => [])
  of.tasks.forEach(({ asset }, task) => tasksAt[asset].push(task))
  return {
    ctx, section, ports, ...of, hazard, tasksAt,
    table: state.table('facility.tasks', of.tasks.length, TASK_COLUMNS),
    due: state.table('facility.dueTasks', 16, { task: 'i32' }),
    out: state.table('facility.plannedOut', groups.count, { assets: 'i32' }).col.assets,
    drains: state.table('facility.drains', ctx.world.blocks.count, { tasks: 'i32' }).col.tasks,
    maintainable: verdicts(groups, ports.isMaintainable),
    counts: state.scalars('facility.maintenance', {
      meeting: 0, permits: 0, done: 0, overdue: 0, overdueMs: 0, sinceMs: 0, itWindows: 0,
      redundancy: 0, window: 0, weather: 0, curtailment: 0, freeze: 0, people: 0, part: 0, permit: 0,
    }),
    types: { due: 0, meeting: 0, late: 0 },
  }
}

export function createMaintenance(ctx: DomainContext, section: MaintenanceSection, of: MaintenanceParts, ports: MaintenancePorts): Maintenance {
  const p = createPlanner(ctx, section, of, ports)
  const { kernel, world } = ctx
  p.types.due = kernel.command('facility.maintenanceDue', Phase.facility, task => fallDue(p, task))
  p.types.late = kernel.command('facility.maintenanceLate', Phase.facility, task => later(p, task))
  p.types.meeting = kernel.command('facility.maintenanceMeeting', Phase.repair, () => {
    p.counts.meeting = 0
    plan(p, true)
  })
  return {
    start() {
      p.tasks.forEach(({ firstMs }, task) => {
        if (firstMs < world.horizonMs) kernel.schedule(p.types.due, task, firstMs)
      })
    },
    begins: task => begins(p, task),
    interrupted(task) {
      giveBack(p, task)
      p.table.col.state[task] = TASK.ordered
    },
    done: task => finish(p, task),
    partArrived(task) {
      p.table.col.hasPart[task] = 1
    },
    freed() {
      if (p.due.length > 0 && isDayShift(p.rota)) plan(p, false)
    },
    summary: () => summarise(p),
  }
}
