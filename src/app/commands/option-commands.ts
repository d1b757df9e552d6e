import { useDocument } from '../state/document.ts'
import { chooseSite, useView } from '../state/view.ts'
import type { Command } from './command.ts'

const isChosen = (option: string | null) => (): boolean => useView.getState().option !== option

/** Options and sites of the present document. */
export function optionCommands(): readonly Command[] {
  const { options, scenario } = useDocument.getState()
  const written = options.length === 0 ? [] : [{ id: null, label: 'as written' }]
  const sites = scenario?.sites === undefined ? [] : [{ id: null, label: 'all sites' }, ...scenario.sites]
  return [
    ...[...written, ...options].map(({ id, label }) => ({ id: `option.${id ?? '*'}`, label: `Option: ${label}`, group: 'Options', isAvailable: isChosen(id), run: () => useView.setState({ option: id }) })),
    ...sites.map(({ id, label }) => ({ id: `site.${id ?? '*'}`, label: `Site: ${label}`, group: 'Sites', isAvailable: () => useView.getState().site !== id, run: () => chooseSite(id) })),
  ]
}
