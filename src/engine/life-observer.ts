/** What lives are told from: read-only views of one site of a run, and what it settles and tells. */
import type { EngineEvent } from './events.ts'
import type { LifeView } from './compute/life-view.ts'
import type { Accounts } from './ledger/accounts.ts'
import type { Gates } from './ledger/gates.ts'
import type { DomainContext } from './ports.ts'

/** One site as observers see it. */
export interface LifeGround {
  /** Id of the site; null for the one site of a file. */
  readonly site: string | null
  readonly ctx: Pick<DomainContext, 'world' | 'scenario' | 'kernel'>
  readonly gates: Pick<Gates, 'closedFor'>
  readonly accounts: Pick<Accounts, 'watch'>
  readonly view: LifeView
  /** Has an observer hear of all events from now on. */
  listen(listener: (event: EngineEvent) => void): void
}

/** One who watches: looks after every event, and tells in the end. */
export interface Observer<Told> {
  look(): void
  tell(): Told
}

/** Adds up whole ms by code, in the order in which codes come up. */
export function createParts(labelOf: (code: string) => string) {
  const sums = new Map<string, number>()
  return {
    add(code: string, ms: number): void {
      if (ms !== 0) sums.set(code, (sums.get(code) ?? 0) + ms)
    },
    total: (): number => [...sums.values()].reduce((sum, ms) => sum + ms, 0),
    /** Largest first; in order of the codes where equal. */
    list: () => [...sums.entries()].map(([code, ms]) => ({ code, label: labelOf(code), ms })).toSorted((a, b) => b.ms - a.ms || (a.code < b.code ? -1 : 1)),
  }
}

/** A span under construction. */
export interface OpenSpan {
  readonly fromMs: number
  toMs: number
  readonly state: string
  readonly label: string
  readonly job: number
  lostMs: number
}

/** A row of spans without gaps; what begins again at the same instant replaces what took no time. */
export function createSpans() {
  const spans: OpenSpan[] = []
  return {
    spans,
    last: (): OpenSpan | undefined => spans.at(-1),
    /** Ends the present span and begins another; nothing happens where it is the same. */
    enter(atMs: number, state: string, label: string, job: number): OpenSpan {
      const last = spans.at(-1)
      if (last?.state === state && last.job === job && last.label === label) return last
      if (last !== undefined) {
        last.toMs = atMs
        if (last.fromMs === atMs) {
          spans.pop()
          return this.enter(atMs, state, label, job)
        }
      }
      const span = { fromMs: atMs, toMs: atMs, state, label, job, lostMs: 0 }
      spans.push(span)
      return span
    },
  }
}
