/** What the page asks the worker that reads scenario text. Reading happens off the page, so that no text can freeze it. */
import type { PathValue } from '../../runner/protocol.ts'
import type { Assumption } from '../../scenario/assumptions.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export interface ReadRequest {
  readonly text: string
  readonly file: string
  readonly option: string | null
  /** Values that are set over the text. */
  readonly set?: readonly PathValue[]
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
  /** Without those of the options that are not applied. */
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

/** A key of a section as a form shows it. */
export interface FormField {
  readonly path: readonly (string | number)[]
  readonly label: string
  /** `section` opens a form of its own; the others are one value. */
  readonly kind: 'section' | 'text' | 'choice' | 'flag'
  /** Its value is a day. */
  readonly isDay: boolean
  readonly help: string
  readonly unit: string
  /** Allowed range in words; '' for none. */
  readonly allowed: string
  readonly choices: readonly string[]
  /** Value when nothing is stated, as an author would write it; of the catalog, where a model is chosen. */
  readonly default: string
  readonly source: string
  readonly confidence: string
  /** Value as the file has it; '' when it is not stated. */
  readonly written: string
  readonly isStated: boolean
  /** Whether the file is wrong without it. */
  readonly isNeeded: boolean
  /** Of a section or list: how many keys or elements it has. */
  readonly count: number
}

/** A section, list or map of the file. */
export interface FormPage {
  readonly path: readonly (string | number)[]
  readonly crumbs: readonly { readonly path: readonly (string | number)[]; readonly label: string }[]
  readonly kind: 'section' | 'list' | 'named'
  readonly help: string
  readonly fields: readonly FormField[]
}

export type ReaderRequest =
  | { readonly id: number; readonly kind: 'form'; readonly request: ReadRequest; readonly path: readonly (string | number)[] }
  | { readonly id: number; readonly kind: 'assumptions'; readonly request: ReadRequest }
  | { readonly id: number; readonly kind: 'read'; readonly request: ReadRequest }
  | { readonly id: number; readonly kind: 'others'; readonly request: ReadRequest }
  | { readonly id: number; readonly kind: 'explain'; readonly request: ReadRequest; readonly paths: readonly string[] }
  | { readonly id: number; readonly kind: 'schema' }

/** The worker is there and reads from now on. */
export interface ReaderLoaded {
  readonly kind: 'loaded'
}

export type ReaderAnswer =
  | { readonly id: number; readonly kind: 'form'; readonly page: FormPage | null }
  | { readonly id: number; readonly kind: 'assumptions'; readonly assumptions: readonly Assumption[] }
  | { readonly id: number; readonly kind: 'read'; readonly reading: Reading }
  | { readonly id: number; readonly kind: 'others'; readonly issues: readonly Issue[] }
  | { readonly id: number; readonly kind: 'explain'; readonly explained: readonly Explained[] }
  | { readonly id: number; readonly kind: 'schema'; readonly schema: unknown }
