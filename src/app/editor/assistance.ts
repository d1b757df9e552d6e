/** Completion and help on hover, from the scenario's own schema and provenance. */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import type { Explained } from '../reader/protocol.ts'
import { keysAt, valuesAt } from './schema-walk.ts'
import { placeAt, writtenPathAt } from './yaml-path.ts'

/** What the editor asks of the page. */
export interface Knowledge {
  schema(): Promise<unknown>
  explain(path: string): Promise<Explained | undefined>
}

/** First sentence, for the line of a completion. */
const brief = (help: string): string => help.split(/(?<=\.) /)[0]

async function complete(context: CompletionContext, knowledge: Knowledge): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w-]*/)
  if (word === null || (word.from === word.to && !context.explicit)) return null
  const { steps, key, present } = placeAt(context.state, word.from)
  const schema = await knowledge.schema()
  if (key !== undefined) {
    const options = valuesAt(schema, [...steps, key]).map(({ text, detail }): Completion => ({ label: text, detail, type: 'enum' }))
    return options.length === 0 ? null : { from: word.from, options, validFor: /^[\w-]*$/ }
  }
  const options = keysAt(schema, steps)
    .filter(hint => !present.includes(hint.key))
    .map(({ key: label, help, isRequired, isSection }): Completion => ({ label, apply: isSection ? `${label}:` : `${label}: `, type: 'property', detail: isRequired ? 'required' : '', info: brief(help), boost: isRequired ? 1 : 0 }))
  return options.length === 0 ? null : { from: word.from, options, validFor: /^[\w-]*$/ }
}

function line(text: string, className: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.textContent = text
  return element
}

/** Help, value with its source, and the allowed range. */
function helpCard(facts: Explained): HTMLElement {
  const card = document.createElement('div')
  card.className = 'code-help'
  card.append(line(facts.path, 'code-help-path'), line(facts.help, ''))
  if (facts.value !== 'not stated' && !facts.value.startsWith('{')) card.append(line(`${facts.value} · ${facts.source}${facts.confidence === '' ? '' : ` · confidence ${facts.confidence}`}`, 'quiet'))
  if (facts.allowed !== '') card.append(line(`allowed: ${facts.allowed}`, 'quiet'))
  return card
}

export function assistance(knowledge: Knowledge): Extension {
  return [
    autocompletion({ override: [context => complete(context, knowledge)], icons: false }),
    hoverTooltip(async (view, position) => {
      const found = writtenPathAt(view.state, position)
      const facts = found === undefined ? undefined : await knowledge.explain(found.path)
      if (found === undefined || facts === undefined) return null
      return { pos: found.from, end: found.to, above: true, create: () => ({ dom: helpCard(facts) }) }
    }),
  ]
}
