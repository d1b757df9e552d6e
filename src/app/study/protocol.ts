/** What the page asks the worker that runs studies, and what comes back. One question a worker: ending it ends the work. */
import type { Attribution, Method } from '../../analysis/attribution/attribute.ts'
import type { Calendar } from '../../analysis/decide/calendar.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import type { CheckResult } from '../../analysis/judge-checks.ts'
import type { Place, Span } from '../../analysis/why/loss.ts'
import type { EdgeAnswer } from '../../analysis/solve/edge.ts'
import type { Fix } from '../../analysis/studies/fixes.ts'
import type { ResponseData, TornadoData } from '../../charts/chart-data.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { HostInputs } from '../../runner/protocol.ts'

/** The file that is asked about. */
export interface Ground {
  readonly text: string
  readonly file: string
  readonly option: string | null
  readonly inputs: HostInputs
}

export type Question =
  | { readonly kind: 'value'; readonly method: Method }
  /** `stated` are factors of its own, as `path=low..high`; those that the file leaves uncertain when left out. */
  | { readonly kind: 'tornado'; readonly result: keyof RunFigures; readonly stated?: readonly string[] }
  | { readonly kind: 'response'; readonly result: keyof RunFigures; readonly path: string }
  | { readonly kind: 'solve'; readonly path: string; readonly low: string; readonly high: string; readonly isMost: boolean; readonly keep: string }
  | { readonly kind: 'calendar' }
  | { readonly kind: 'premortem'; readonly metric: string; readonly expect: string }

export type QuestionKind = Question['kind']

/** A link of the chain, and what it took beside those before it. */
export interface ChainLink {
  readonly path: string
  readonly value: string
  readonly words: string
  readonly probability: number
  /** Useful accelerator-hours that are lost with it, mean over replications. */
  readonly tookGpuHours: number
  /** Bucket that grew most with it; null where none did. */
  readonly bucket: string | null
  readonly span: Span | null
  readonly place: Place | null
}

export interface Premortem {
  readonly target: string
  readonly planned: readonly CheckResult[]
  /** Null where nothing of up to three events misses the target. */
  readonly happens: readonly CheckResult[] | null
  readonly probability: number
  readonly chain: readonly ChainLink[]
  readonly fixes: readonly Fix[]
  readonly tried: number
  readonly isWhole: boolean
  /** Replication 0 with all of the chain, recorded; null without one. */
  readonly run: RunResult | null
}

export type Answer =
  | { readonly kind: 'value'; readonly attribution: Attribution; readonly simulated: number }
  | { readonly kind: 'tornado'; readonly data: TornadoData }
  | { readonly kind: 'response'; readonly data: ResponseData }
  | { readonly kind: 'solve'; readonly edge: EdgeAnswer; readonly keeps: readonly string[] }
  | { readonly kind: 'calendar'; readonly calendar: Calendar }
  | { readonly kind: 'premortem'; readonly premortem: Premortem }

export interface StudyRequest {
  readonly ground: Ground
  readonly question: Question
}

export type StudyMessage =
  /** Of the runs that are known to be needed now. */
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  /** A first answer rests on few replications; the last on all. */
  | { readonly kind: 'answer'; readonly answer: Answer; readonly replications: number; readonly isLast: boolean }
  | { readonly kind: 'problem'; readonly message: string }
