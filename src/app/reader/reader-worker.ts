/** Entry of the worker that reads scenario text. */
import { type Assumption, assumptionsOf } from '../../scenario/assumptions.ts'
import { explain } from '../../scenario/explain.ts'
import type { ValueFacts } from '../../scenario/explain.ts'
import { type Issue, showValue } from '../../scenario/issue.ts'
import { scenarioJsonSchema } from '../../scenario/json-schema.ts'
import { inlineBases } from '../../scenario/bases.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Loaded, LoadChoices } from '../../scenario/load.ts'
import { parse } from '../../scenario/parse.ts'
import { formPageOf } from './form-page.ts'
import { linesOf } from './lines.ts'
import type { Explained, OptionLabel, FormPage, ReaderAnswer, ReaderLoaded, ReaderRequest, ReadRequest, Reading } from './protocol.ts'

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Options as the file names them, those included whose overlay does not hold. */
function optionsOf(file: unknown): OptionLabel[] {
  if (!isSection(file) || !isSection(file.options)) return []
  return Object.entries(file.options).map(([id, option]) => ({ id, label: isSection(option) && typeof option.label === 'string' ? option.label : id }))
}

/** The last text under its option; a hover asks for it again and again. */
let last: { readonly request: ReadRequest; readonly text: string; readonly loaded: Loaded } | undefined

/** The text of a base by its path, else by its name alone: files that are dropped one by one have no folder. */
function baseIn(bases: Readonly<Record<string, string>>, path: string): string | undefined {
  const found = Object.hasOwn(bases, path) ? path : Object.keys(bases).find(each => each.replace(/^.*\//u, '') === path.replace(/^.*\//u, ''))
  return found === undefined ? undefined : bases[found]
}

const choicesOf = ({ file, option, set }: ReadRequest): LoadChoices => ({ file, option: option ?? undefined, set: set ?? [] })

function load(request: ReadRequest): { readonly text: string; readonly loaded: Loaded } {
  if (last?.request.text === request.text && last.request.option === request.option && JSON.stringify([last.request.bases, last.request.set]) === JSON.stringify([request.bases, request.set])) return last
  const { text, issues } = inlineBases(request.text, request.file, path => baseIn(request.bases ?? {}, path))
  const found = loadScenario(text, { ...choicesOf(request), isAlone: true })
  const loaded = issues.length === 0 ? found : { ...found, issues: [...issues, ...found.issues] }
  last = { request, text, loaded }
  return last
}

function read(request: ReadRequest): Reading {
  const { text, loaded } = load(request)
  return { text, scenario: loaded.scenario ?? null, hash: loaded.hash, issues: loaded.issues, options: optionsOf(loaded.document?.file), lines: linesOf(request.text) }
}

/** What is wrong with the file, its options included; nothing where one of them is applied, or nothing can be applied to. */
function issuesOfOthers(request: ReadRequest): readonly Issue[] {
  const { text, loaded } = load(request)
  return request.option !== null || loaded.scenario === undefined || optionsOf(loaded.document?.file).length === 0 ? [] : loadScenario(text, choicesOf(request)).issues
}

const explained = (facts: ValueFacts): Explained => ({
  path: facts.path,
  value: showValue(facts.written) ?? 'not stated',
  source: facts.source,
  confidence: facts.confidence ?? '',
  help: facts.help,
  allowed: facts.allowed ?? '',
})

/** A place and the values directly below it. */
function explainPaths(request: ReadRequest, paths: readonly string[]): Explained[] {
  const { document } = load(request).loaded
  if (document === undefined) return []
  return paths.flatMap(path => {
    const found = explain(document, path)
    return found.ok ? [explained(found.value), ...found.value.children.map(explained)] : []
  })
}

/** The base of the file, whatever option is looked at: a form writes there. */
function formPage({ text }: ReadRequest, path: FormPage['path']): FormPage | null {
  const parsed = parse(text)
  return parsed.ok ? formPageOf(parsed.value.data, path) : null
}

/** What the file leaves to defaults and catalogs. */
function assume(request: ReadRequest): readonly Assumption[] {
  const { document } = load(request).loaded
  return document === undefined ? [] : assumptionsOf(document)
}

function answer(asked: ReaderRequest): ReaderAnswer {
  if (asked.kind === 'read') return { id: asked.id, kind: 'read', reading: read(asked.request) }
  if (asked.kind === 'others') return { id: asked.id, kind: 'others', issues: issuesOfOthers(asked.request) }
  if (asked.kind === 'assumptions') return { id: asked.id, kind: 'assumptions', assumptions: assume(asked.request) }
  if (asked.kind === 'explain') return { id: asked.id, kind: 'explain', explained: explainPaths(asked.request, asked.paths) }
  if (asked.kind === 'form') return { id: asked.id, kind: 'form', page: formPage(asked.request, asked.path) }
  return { id: asked.id, kind: 'schema', schema: scenarioJsonSchema() }
}

addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => postMessage(answer(data)))
const loaded: ReaderLoaded = { kind: 'loaded' }
postMessage(loaded)
