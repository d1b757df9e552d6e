/** Values set from outside (`--set`, a point of a sweep) written into the text of a scenario, so that it can be read and edited as it was run. */
import { err, ok, type Result } from '../base/result.ts'
import { editScenarioText, type TextEdit } from './edit-text.ts'
import { loadScenario } from './load.ts'
import type { SetFlag } from './options.ts'
import { parseValue } from './parse.ts'
import { resolvePath } from './path.ts'
import { scenarioFile } from './schema/scenario.ts'

/** The text with the values at their paths; what cannot be written there is said in one sentence. */
export function textWithSet(text: string, set: readonly SetFlag[]): Result<string, string> {
  if (set.length === 0) return ok(text)
  const { document } = loadScenario(text)
  if (document === undefined) return err('the scenario cannot be read')
  const edits: TextEdit[] = []
  for (const { path, value } of set) {
    const target = resolvePath(path, document.file, scenarioFile)
    const parsed = parseValue(value)
    if (!target.ok) return err(`${path} ${target.error.message}`)
    if (!parsed.ok) return err(`${path}: ${parsed.error}`)
    if (target.value.instance !== undefined) return err(`${path} names one of several blocks of an entry, which has no line of its own`)
    edits.push({ path: target.value.path, value: parsed.value })
  }
  const edited = editScenarioText(text, edits)
  return edited.ok ? edited : err(edited.error.map(({ message }) => message).join('; '))
}
