import { replaceText, useDocument } from '../state/document.ts'
import { SAMPLES } from '../state/samples.ts'
import type { Command } from './command.ts'

export const scenarioCommands: readonly Command[] = SAMPLES.map(({ id, label, text }) => ({
  id: `scenario.${id}`,
  label: `Open scenario: ${label}`,
  group: 'Scenarios',
  isAvailable: () => useDocument.getState().text !== text,
  run: () => replaceText(text, `${id}.yaml`),
}))
