/**
 * One queue of work orders for all teams: an order waits for people with its skill, they come to the site and through the door, do the
 * work, and go to the next. What leaves nothing in reserve goes first and may take people away from work that can wait.
 */
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { type Table, appendRow } from '../../base/table.ts'
import { SKILLS, type Skill } from '../../scenario/catalog/skills.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { AccessPort, DomainContext } from '../ports.ts'
import type { Teams } from './teams.ts'

/** Where an order stands. */
export const ORDER = { none: 0, waiting: 1, onTheWay: 2, atDoor: 3, working: 4 } as const

const ORDER_COLUMNS = {
  state: 'u8', team: 'i16', skill: 'u8', people: 'i32', isSwitching: 'u8', isUrgent: 'u8', isOvertime: 'u8', classAtRisk: 'u8', block: 'i32',
  /** What can still be spared of the asset's groups, negative when too little serves. */
  spare: 'f64',
  workMs: 'f64', askedMs: 'f64', sequence: 'f64', handle: 'f64',
  /** Jobs of this row so far, numbers its draws. */
  jobs: 'u32',
} as const

export interface OrderSpec {
  readonly skill: Skill
  readonly people: number
  readonly isSwitching: boolean
  readonly workMs: number
  readonly block: number
}

/** Place of an order in the queue: urgent ones, then by what is lost last, by what can be spared, by age. */
export interface Rank {
  readonly isUrgent: boolean
  readonly classAtRisk: number
  readonly spare: number
}

/** What the queue asks of those who place orders. */
export interface OrderOwner {
  /** People must stay out of where the order is. */
  isBarred(order: number): boolean
  /** The people stand before it: false puts the order off, and they are free again. */
  begins(order: number): boolean
  /** `isStrained`: past the end of their shift, or by contractors who do not know the site. */
  done(order: number, isStrained: boolean): void
  /** The people were called away from it to what is urgent; `begins` follows again. */
  interrupted(order: number): void
  /** Some people have nothing to do that waits. */
  freed(): void
}

export interface OrderSummary {
  readonly orders: number
  readonly waiting: number
  /** Sum of the waits for people that have ended, and how many orders waited at all. */
  readonly waitMs: number
  readonly delayed: number
  readonly preempted: number
  /** Orders whose people left because what they worked on was closed to them. */
  readonly evacuated: number
  readonly overtime: number
}

export interface WorkOrders {
  readonly table: Table<typeof ORDER_COLUMNS>
  /** Asks for people. */
  place(order: number, spec: OrderSpec, rank: Rank): void
  /** Sends people if some are free now; true if so. */
  placeIfFree(order: number, spec: OrderSpec, rank: Rank): boolean
  /** The rank of an order that waits or is under way has changed. */
  rerank(order: number, rank: Rank): void
  admitted(order: number): void
  /** Somewhere people must stay out from now on, or may go in again. */
  accessChanged(): void
  /** People whom others share are free again. */
  freed(): void
  summary(): OrderSummary
}

interface Queue {
  readonly kernel: Kernel
  readonly teams: Teams
  readonly owner: OrderOwner
  readonly access: AccessPort | undefined
  readonly table: Table<typeof ORDER_COLUMNS>
  /** Orders that wait, and those that hold people, in no order that matters. */
  readonly waiting: Table<{ readonly order: 'i32' }>
  readonly held: Table<{ readonly order: 'i32' }>
  readonly counts: { sequence: number; orders: number; waitMs: number; delayed: number; preempted: number; evacuated: number; overtime: number; duty: number }
  readonly keyOf: (order: number) => EntityKey
  readonly types: { arrived: CommandType; finished: CommandType; duty: CommandType }
}

function addTo(list: Queue['waiting'], order: number): void {
  const row = appendRow(list)
  list.col.order[row] = order
}

function removeFrom(list: Queue['waiting'], order: number): void {
  const { order: orders } = list.col
  const at = orders.subarray(0, list.length).indexOf(order)
  orders[at] = orders[list.length - 1]
  list.length -= 1
}

/** Whether order `a` goes before `b`. */
function isBefore({ table }: Queue, a: number, b: number): boolean {
  const { isUrgent, classAtRisk, spare, sequence } = table.col
  if (isUrgent[a] !== isUrgent[b]) return isUrgent[a] > isUrgent[b]
  if (classAtRisk[a] !== classAtRisk[b]) return classAtRisk[a] < classAtRisk[b]
  if (spare[a] !== spare[b]) return spare[a] < spare[b]
  return sequence[a] < sequence[b]
}

const pick = ({ teams, table: { col } }: Queue, order: number): number => teams.pick(SKILLS[col.skill[order]], col.people[order], col.isUrgent[order] === 1)

/** The order that waits, goes first and has people free for it; −1 for none. */
function nextOf(q: Queue): number {
  const { order: orders } = q.waiting.col
  let best = -1
  for (let at = 0; at < q.waiting.length; at++) if ((best < 0 || isBefore(q, orders[at], best)) && !q.owner.isBarred(orders[at]) && pick(q, orders[at]) >= 0) best = orders[at]
  return best
}

/** Sends people to an order. */
function send(q: Queue, order: number, team: number): void {
  const { col } = q.table
  const { kernel, teams } = q
  removeFrom(q.waiting, order)
  addTo(q.held, order)
  col.team[order] = team
  const waitedMs = kernel.now - col.askedMs[order]
  q.counts.waitMs += waitedMs
  if (waitedMs > 0) q.counts.delayed += 1
  teams.take(team, col.people[order], waitedMs)
  col.jobs[order] += 1
  const travelMs = teams.callOutMs(team, uniform(q.keyOf(order), PURPOSE.callOut, col.jobs[order]))
  col.state[order] = ORDER.onTheWay
  if (travelMs === 0) arrive(q, order)
  else col.handle[order] = kernel.schedule(q.types.arrived, order, kernel.now + travelMs)
}

/** The people of an order are at the site. */
function arrive(q: Queue, order: number): void {
  const { col } = q.table
  col.handle[order] = 0
  col.state[order] = ORDER.atDoor
  if (q.access === undefined) begin(q, order)
  else q.access.enter(order, col.block[order], q.teams.isContractor(col.team[order]) ? 'vendor' : 'staff', col.people[order])
}

function begin(q: Queue, order: number): void {
  const { col } = q.table
  if (q.owner.isBarred(order)) {
    turnBack(q, order)
    return
  }
  if (!q.owner.begins(order)) {
    letGo(q, order)
    col.state[order] = ORDER.none
    dispatch(q)
    return
  }
  col.state[order] = ORDER.working
  col.isOvertime[order] = q.teams.isOvertime(col.team[order], col.workMs[order]) ? 1 : 0
  q.counts.overtime += col.isOvertime[order]
  col.handle[order] = q.kernel.schedule(q.types.finished, order, q.kernel.now + Math.max(1, Math.round(col.workMs[order])))
}

/** The people of an order that cannot go on leave; it waits until it is open again. */
function turnBack(q: Queue, order: number): void {
  const { col } = q.table
  q.counts.evacuated += 1
  if (col.state[order] === ORDER.working) q.owner.interrupted(order)
  letGo(q, order)
  enqueue(q, order)
}

/** All who are where people must not be leave; what is open again is served. */
function accessChanged(q: Queue): void {
  const barred = [...q.held.col.order.subarray(0, q.held.length)].filter(order => q.owner.isBarred(order)).sort((a, b) => a - b)
  for (const order of barred) {
    stopClock(q, order)
    turnBack(q, order)
  }
  dispatch(q)
  q.owner.freed()
}

/** Takes the pending command of an order back; of one at work, what is left of it is kept. */
function stopClock({ table: { col }, kernel }: Queue, order: number): void {
  if (col.handle[order] === 0) return
  if (col.state[order] === ORDER.working) col.workMs[order] = Math.max(1, kernel.timeOf(col.handle[order]) - kernel.now)
  kernel.cancel(col.handle[order])
  col.handle[order] = 0
}

/** The people of an order are free again. */
function letGo(q: Queue, order: number): void {
  const { col } = q.table
  q.access?.leave(order)
  removeFrom(q.held, order)
  q.teams.release(col.team[order], col.people[order])
  col.team[order] = -1
}

function finish(q: Queue, order: number): void {
  const { col } = q.table
  if (col.isOvertime[order] === 1) q.teams.stayedLate(col.team[order], col.people[order])
  const isStrained = col.isOvertime[order] === 1 || q.teams.isContractor(col.team[order])
  col.handle[order] = 0
  letGo(q, order)
  col.state[order] = ORDER.none
  q.owner.done(order, isStrained)
  dispatch(q)
  q.owner.freed()
}

/** The order of own people that can best wait, if some could do `order` instead; −1 for none. */
function victimFor(q: Queue, order: number): number {
  const { col } = q.table
  const skill = SKILLS[col.skill[order]]
  let worst = -1
  for (let at = 0; at < q.held.length; at++) {
    const other = q.held.col.order[at]
    const team = q.teams.list[col.team[other]]
    const mayLeave = col.isUrgent[other] === 0 && col.state[other] === ORDER.working && team.works !== 'call-out' && q.teams.isOnDuty(col.team[other])
    const frees = team.skills.includes(skill) && team.count - q.teams.busy(col.team[other]) + col.people[other] >= col.people[order]
    if (mayLeave && frees && (worst < 0 || isBefore(q, worst, other))) worst = other
  }
  return worst
}

/** People leave an order in the middle of it; what is left of the work waits. */
function interrupt(q: Queue, order: number): void {
  stopClock(q, order)
  letGo(q, order)
  q.counts.preempted += 1
  q.owner.interrupted(order)
  enqueue(q, order)
}

function enqueue(q: Queue, order: number): void {
  const { col } = q.table
  col.state[order] = ORDER.waiting
  col.askedMs[order] = q.kernel.now
  addTo(q.waiting, order)
}

/** Urgent orders that find nobody free take people away from what can wait. */
function preempt(q: Queue): void {
  const { order: orders } = q.waiting.col
  for (let at = 0; at < q.waiting.length; at++) {
    const order = orders[at]
    if (q.table.col.isUrgent[order] === 0 || q.owner.isBarred(order)) continue
    const victim = victimFor(q, order)
    if (victim < 0) continue
    interrupt(q, victim)
    const team = pick(q, order)
    if (team >= 0) send(q, order, team)
    dispatch(q)
    return
  }
}

/** Sends people to all that wait and can be served; a team by day is waited for. */
function dispatch(q: Queue): void {
  for (let order = nextOf(q); order >= 0; order = nextOf(q)) send(q, order, pick(q, order))
  if (q.waiting.length === 0) return
  preempt(q)
  waitForDuty(q)
}

function waitForDuty(q: Queue): void {
  const { col } = q.table
  let atMs = Infinity
  for (let at = 0; at < q.waiting.length; at++) {
    const order = q.waiting.col.order[at]
    atMs = Math.min(atMs, q.teams.nextDutyMs(SKILLS[col.skill[order]], col.people[order]))
  }
  if (atMs === Infinity || q.counts.duty !== 0) return
  q.counts.duty = q.kernel.schedule(q.types.duty, 0, atMs)
}

function write(q: Queue, order: number, spec: OrderSpec, rank: Rank): void {
  const { col } = q.table
  col.skill[order] = SKILLS.indexOf(spec.skill)
  col.people[order] = spec.people
  col.isSwitching[order] = spec.isSwitching ? 1 : 0
  col.workMs[order] = spec.workMs
  col.block[order] = spec.block
  col.sequence[order] = q.counts.sequence++
  q.counts.orders += 1
  setRank(q, order, rank)
  enqueue(q, order)
}

function setRank({ table: { col } }: Queue, order: number, { isUrgent, classAtRisk, spare }: Rank): void {
  col.isUrgent[order] = isUrgent ? 1 : 0
  col.classAtRisk[order] = classAtRisk
  col.spare[order] = spare
}

function register(q: Queue): void {
  const { kernel, types, counts } = q
  types.arrived = kernel.command('facility.crewArrived', Phase.repair, order => arrive(q, order))
  types.finished = kernel.command('facility.workFinished', Phase.repair, order => finish(q, order))
  types.duty = kernel.command('facility.shiftBegan', Phase.repair, () => {
    counts.duty = 0
    dispatch(q)
  })
}

/** Creates the queue over `rows` possible orders, each at most once in it; `pathOf` names a row for its random draws. */
export function createWorkOrders(ctx: DomainContext, rows: number, pathOf: (order: number) => string, teams: Teams, owner: OrderOwner, access: AccessPort | undefined): WorkOrders {
  const { state, kernel, world } = ctx
  const list = (name: string): Queue['waiting'] => state.table(name, 16, { order: 'i32' })
  const q: Queue = {
    kernel, teams, owner, access,
    table: state.table('facility.workOrders', rows, ORDER_COLUMNS),
    waiting: list('facility.waitingOrders'),
    held: list('facility.heldOrders'),
    counts: state.scalars('facility.work', { sequence: 0, orders: 0, waitMs: 0, delayed: 0, preempted: 0, evacuated: 0, overtime: 0, duty: 0 }),
    keyOf: order => entityKey(world.root, pathOf(order)),
    types: { arrived: 0, finished: 0, duty: 0 },
  }
  register(q)
  return {
    table: q.table,
    place(order, spec, rank) {
      write(q, order, spec, rank)
      dispatch(q)
    },
    placeIfFree(order, spec, rank) {
      if (owner.isBarred(order) || teams.pick(spec.skill, spec.people, rank.isUrgent) < 0) return false
      write(q, order, spec, rank)
      send(q, order, pick(q, order))
      return true
    },
    rerank: (order, rank) => setRank(q, order, rank),
    admitted: order => begin(q, order),
    accessChanged: () => accessChanged(q),
    freed: () => dispatch(q),
    summary: () => ({ orders: q.counts.orders, waiting: q.waiting.length, waitMs: q.counts.waitMs, delayed: q.counts.delayed, preempted: q.counts.preempted, evacuated: q.counts.evacuated, overtime: q.counts.overtime }),
  }
}
