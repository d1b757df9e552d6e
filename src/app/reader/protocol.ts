/** What the page asks the worker that reads scenario text. Reading happens off the page, so that no text can freeze it. */
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export interface ReadRequest {
  readonly text: string
  readonly file: string
  readonly option: string | null
  /** Texts of the files that it may extend, by path from its own folder. */
  readonly bases?: Readonly<Record<string, string>>
}

export interface OptionLabel {
  readonly id: string
  readonly label: string
}

/** What a text says. */
export interface Reading {
  /** The text with the files that it extends in their place. */
  readonly text: string
  /** Null while the text has errors. */
  readonly scenario: Scenario | null
  /** Equal for texts of equal meaning under their option. */
  readonly hash: string
  readonly issues: readonly Issue[]
  readonly options: readonly OptionLabel[]
  /** 1-based line of each written path, such as `blocks.block.cooling.units`. */
  readonly lines: Readonly<Record<string, number>>
}

/** One value of a scenario with its provenance, for the inspector and for help on hover. */
export interface Explained {
  readonly path: string
  readonly value: string
  readonly source: string
  readonly confidence: string
  readonly help: string
  /** Allowed range or choices in words; '' when there are none. */
  readonly allowed: string
}

export type ReaderRequest =
  | { readonly id: number; readonly kind: 'read'; readonly request: ReadRequest }
  | { readonly id: number; readonly kind: 'explain'; readonly request: ReadRequest; readonly paths: readonly string[] }
  | { readonly id: number; readonly kind: 'schema' }

/** The worker is there and reads from now on. */
export interface ReaderLoaded {
  readonly kind: 'loaded'
}

export type ReaderAnswer =
  | { readonly id: number; readonly kind: 'read'; readonly reading: Reading }
  | { readonly id: number; readonly kind: 'explain'; readonly explained: readonly Explained[] }
  | { readonly id: number; readonly kind: 'schema'; readonly schema: unknown }
