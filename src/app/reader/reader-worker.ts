/** Entry of the worker that reads scenario text. */
import { explain } from '../../scenario/explain.ts'
import type { ValueFacts } from '../../scenario/explain.ts'
import { showValue } from '../../scenario/issue.ts'
import { scenarioJsonSchema } from '../../scenario/json-schema.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Loaded } from '../../scenario/load.ts'
import { linesOf } from './lines.ts'
import type { Explained, OptionLabel, ReaderAnswer, ReaderLoaded, ReaderRequest, ReadRequest, Reading } from './protocol.ts'

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Options as the file names them, those included whose overlay does not hold. */
function optionsOf(file: unknown): OptionLabel[] {
  if (!isSection(file) || !isSection(file.options)) return []
  return Object.entries(file.options).map(([id, option]) => ({ id, label: isSection(option) && typeof option.label === 'string' ? option.label : id }))
}

/** The last text under its option; a hover asks for it again and again. */
let last: { readonly request: ReadRequest; readonly loaded: Loaded } | undefined

function load(request: ReadRequest): Loaded {
  if (last?.request.text === request.text && last.request.option === request.option) return last.loaded
  const loaded = loadScenario(request.text, { file: request.file, option: request.option ?? undefined })
  last = { request, loaded }
  return loaded
}

function read(request: ReadRequest): Reading {
  const loaded = load(request)
  return { scenario: loaded.scenario ?? null, hash: loaded.hash, issues: loaded.issues, options: optionsOf(loaded.document?.file), lines: linesOf(request.text) }
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
  const { document } = load(request)
  if (document === undefined) return []
  return paths.flatMap(path => {
    const found = explain(document, path)
    return found.ok ? [explained(found.value), ...found.value.children.map(explained)] : []
  })
}

function answer(asked: ReaderRequest): ReaderAnswer {
  if (asked.kind === 'read') return { id: asked.id, kind: 'read', reading: read(asked.request) }
  if (asked.kind === 'explain') return { id: asked.id, kind: 'explain', explained: explainPaths(asked.request, asked.paths) }
  return { id: asked.id, kind: 'schema', schema: scenarioJsonSchema() }
}

addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => postMessage(answer(data)))
const loaded: ReaderLoaded = { kind: 'loaded' }
postMessage(loaded)
