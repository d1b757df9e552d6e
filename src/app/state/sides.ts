/**
 * What stands side by side: a baseline, which is the option of the view, and up to five others. Which of them are looked at is a choice of the
 * page; their results are studies like any other and are kept by meaning.
 */
import { create } from 'zustand'
import type { OptionLabel } from '../reader/protocol.ts'
import type { Future } from './futures.ts'
import type { Study } from './run.ts'

/** Others beside the baseline. */
export const MOST_OTHERS = 5
/** Differences below this share of the baseline do not matter, by choice of the reader. */
export const IMPORTANCES = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1] as const

/** `written`, `option:ID`, `future:ID` or `opened:NUMBER`. */
export type SideId = string
export const WRITTEN: SideId = 'written'

export interface Side {
  readonly id: SideId
  readonly label: string
  /** Where it comes from, in a few words. */
  readonly kind: 'written' | 'option' | 'future' | 'opened'
  /** Option of the file that it is; null for the file as written and for what is no option. */
  readonly option: string | null
  /** The future that it is. */
  readonly future?: Future
  /** Results from a file, which are not simulated. */
  readonly opened?: Study
}

export interface Sides {
  /** Whether anybody looks: only then are sides simulated. */
  readonly isShown: boolean
  /** Others that were chosen; null until then. */
  readonly chosen: readonly SideId[] | null
  readonly importance: number
  readonly isOnlyDifferent: boolean
  /** Results by side, as far as they are there. */
  readonly studies: Readonly<Record<SideId, Study>>
  /** Why a side has no results, by side. */
  readonly problems: Readonly<Record<SideId, string>>
}

export const useSides = create<Sides>(() => ({ isShown: false, chosen: null, importance: 0.01, isOnlyDifferent: true, studies: {}, problems: {} }))

export const sideOfOption = (option: string | null): SideId => (option === null ? WRITTEN : `option:${option}`)

/** Everything that a file offers: itself, its options, the futures that leave the run that is looked at, and results that were opened to stand beside it. */
export const sidesOfFile = (options: readonly OptionLabel[], futures: readonly Future[] = [], of?: string, opened: readonly Side[] = []): Side[] => [
  { id: WRITTEN, label: 'As written', kind: 'written', option: null },
  ...options.map(({ id, label }): Side => ({ id: sideOfOption(id), label, kind: 'option', option: id })),
  ...futures.filter(future => future.of === of).map((future): Side => ({ id: `future:${future.id}`, label: future.name, kind: 'future', option: future.option, future })),
  ...opened,
]

export interface Looked {
  readonly base: Side
  readonly others: readonly Side[]
  /** What could be added. */
  readonly more: readonly Side[]
}

/**
 * The baseline and its others. Until others are chosen these are what the page compares with, or else everything that there is, in its order,
 * futures and opened results first since somebody brought them for this.
 */
export function lookedAt(all: readonly Side[], option: string | null, compareWith: string | null | undefined, chosen: readonly SideId[] | null): Looked {
  const base = all.find(({ id }) => id === sideOfOption(option)) ?? all[0]
  const candidates = all.filter(side => side !== base)
  const isMade = ({ kind }: Side): boolean => kind === 'future' || kind === 'opened'
  const asked = compareWith === undefined ? undefined : candidates.find(({ id }) => id === sideOfOption(compareWith))
  const unasked = asked === undefined ? [...candidates.filter(isMade), ...candidates.filter(side => !isMade(side))] : [asked, ...candidates.filter(isMade)]
  const others = (chosen === null ? unasked : chosen.flatMap(id => candidates.find(side => side.id === id) ?? [])).slice(0, MOST_OTHERS)
  return { base, others, more: candidates.filter(side => !others.includes(side)) }
}

/** Adds or takes away one of the others; what was shown until now stays. */
export function toggleSide(id: SideId, { others }: Looked): void {
  const shown = others.map(other => other.id)
  const chosen = shown.includes(id) ? shown.filter(other => other !== id) : [...shown, id].slice(0, MOST_OTHERS)
  useSides.setState({ chosen })
}

export function showSide(id: SideId, study: Study): void {
  useSides.setState(before => {
    const { [id]: _solved, ...problems } = before.problems
    return { studies: { ...before.studies, [id]: study }, problems }
  })
}

export function sideProblem(id: SideId, problem: string): void {
  useSides.setState(before => ({ problems: { ...before.problems, [id]: problem } }))
}

/** Results of a text that is no more. */
export function forgetSides(): void {
  useSides.setState({ studies: {}, problems: {} })
}
