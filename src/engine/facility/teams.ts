/** Teams in time: who is on duty, who is busy, how long a contractor takes to come, and when a shift ends. */
import { assert } from '../../base/assert.ts'
import { weekday } from '../../base/civil-date.ts'
import { sample } from '../../base/distribution.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { roundMs } from '../../base/variates.ts'
import { type Calendar } from '../../scenario/calendar.ts'
import type { Skill } from '../../scenario/catalog/skills.ts'
import type { CrewsSection, TeamSection } from '../../scenario/schema/crews.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

export interface TeamSummary {
  readonly id: string
  readonly people: number
  /** Person-ms at work, on the way or at the door until now. */
  readonly busyMs: number
  readonly jobs: number
  /** People that were sent, summed over jobs; person-ms past the end of shifts. */
  readonly sent: number
  readonly overtimeMs: number
  /** Sum of the waits of what they were then sent to. */
  readonly waitMs: number
}

export interface Teams {
  readonly list: readonly TeamSection[]
  /**
   * The team to send now, −1 for none: own teams on duty in order of the file; contractors where no own team could ever do it, or for what
   * is urgent.
   */
  pick(skill: Skill, people: number, isUrgent: boolean): number
  isContractor(team: number): boolean
  isOnDuty(team: number): boolean
  take(team: number, people: number, waitedMs: number): void
  release(team: number, people: number): void
  busy(team: number): number
  /** Until a contractor is at the gate, ms; 0 for own teams. */
  callOutMs(team: number, u: number): number
  /** Whether a job that begins now and lasts `workMs` runs past the end of the shift of those who began it. */
  isOvertime(team: number, workMs: number): boolean
  /** People of a team stayed until now past the end of the shift in which they began. */
  stayedLate(team: number, people: number): void
  /** When a team by day that could do it comes on duty next; Infinity without one. */
  nextDutyMs(skill: Skill, people: number): number
  summary(): TeamSummary[]
}

const WORKING_DAYS = 5

interface Rota {
  readonly kernel: Kernel
  readonly calendar: Calendar
  readonly startH: number
  readonly lengthMs: number
}

/** Time since the last begin of a shift, ms. */
function intoShiftMs({ kernel, calendar, startH, lengthMs }: Rota): number {
  const sinceMs = ((calendar.localHour(kernel.now) - startH + 24) % 24) * HOUR_MS
  return sinceMs % lengthMs
}

/** Whether it is a working day in the hours of the day shift. */
export function isDayShift({ kernel, calendar, startH, lengthMs }: Rota): boolean {
  const hour = calendar.localHour(kernel.now)
  return weekday(calendar.dayOf(kernel.now)) < WORKING_DAYS && hour >= startH && hour < startH + lengthMs / HOUR_MS
}

/** The begin of the next day shift after now. */
export function nextDayShiftMs({ kernel, calendar, startH }: Rota): number {
  const untilH = (startH - calendar.localHour(kernel.now) + 24) % 24
  let atMs = kernel.now + Math.max(1, Math.round((untilH === 0 ? 24 : untilH) * HOUR_MS))
  while (weekday(calendar.dayOf(atMs)) >= WORKING_DAYS) atMs += DAY_MS
  return atMs
}

export const rotaOf = ({ shift }: CrewsSection, kernel: Kernel, calendar: Calendar): Rota => ({ kernel, calendar, startH: shift.start, lengthMs: shift.length })
export type { Rota }

/** Creates the teams of a site, nobody busy. */
export function createTeams(state: State, kernel: Kernel, list: readonly TeamSection[], rota: Rota): Teams {
  const { col } = state.table('facility.teams', list.length, { busy: 'i32', busyMs: 'f64', sinceMs: 'f64', waitMs: 'f64', jobs: 'u32', sent: 'u32', overtimeMs: 'f64' })
  const move = (team: number, people: number): void => {
    col.busyMs[team] += col.busy[team] * (kernel.now - col.sinceMs[team])
    col.sinceMs[team] = kernel.now
    col.busy[team] += people
    if (col.busy[team] < 0 || col.busy[team] > list[team].count) assert(false, 'more people are busy than a team has', { team: list[team].id, busy: col.busy[team] })
  }
  const isAble = (team: number, skill: Skill, people: number): boolean => list[team].skills.includes(skill) && list[team].count >= people
  const isOwn = (team: number): boolean => list[team].works !== 'call-out'
  const isOnDuty = (team: number): boolean => list[team].works !== 'days' || isDayShift(rota)
  const find = (skill: Skill, people: number, wanted: (team: number) => boolean): number =>
    list.findIndex((_, team) => isAble(team, skill, people) && wanted(team))
  const isFree = (team: number, people: number): boolean => isOnDuty(team) && list[team].count - col.busy[team] >= people
  return {
    list,
    pick(skill, people, isUrgent) {
      const own = find(skill, people, team => isOwn(team) && isFree(team, people))
      if (own >= 0) return own
      const isOwnWork = find(skill, people, isOwn) >= 0
      return isOwnWork && !isUrgent ? -1 : find(skill, people, team => !isOwn(team) && isFree(team, people))
    },
    isContractor: team => !isOwn(team),
    isOnDuty,
    take(team, people, waitedMs) {
      move(team, people)
      col.waitMs[team] += waitedMs
      col.jobs[team] += 1
      col.sent[team] += people
    },
    release: (team, people) => move(team, -people),
    busy: team => col.busy[team],
    callOutMs: (team, u) => (isOwn(team) ? 0 : roundMs(sample(list[team].callOut, u))),
    isOvertime(team, workMs) {
      if (!isOwn(team)) return false
      // A long job of a team in shifts is handed over; one that a shift could have finished is finished by those who began it.
      const leftMs = rota.lengthMs - intoShiftMs(rota)
      return workMs > leftMs && (list[team].works === 'days' || workMs <= rota.lengthMs)
    },
    stayedLate(team, people) {
      // Shifts follow each other: what has passed of this one is past the end of theirs.
      col.overtimeMs[team] += people * intoShiftMs(rota)
    },
    nextDutyMs: (skill, people) => (find(skill, people, team => list[team].works === 'days') < 0 ? Infinity : nextDayShiftMs(rota)),
    summary: () => list.map(({ id, count }, team) => ({ id, people: count, busyMs: col.busyMs[team] + col.busy[team] * (kernel.now - col.sinceMs[team]), jobs: col.jobs[team], sent: col.sent[team], overtimeMs: col.overtimeMs[team], waitMs: col.waitMs[team] })),
  }
}
