/** Texts that `init` and the app start from: the shipped scenarios, made to stand alone in a folder of their own. */
import campus from '../../scenarios/dallas-100mw.yaml?raw'
import quickstart from '../../scenarios/quickstart.yaml?raw'

export interface Template {
  readonly id: string
  /** What it shows, in a few words. */
  readonly label: string
  readonly text: string
}

/** Editors find the schema beside the file once `nameplate schema` has written it there. */
const SCHEMA_LINE = '# yaml-language-server: $schema=scenario.schema.json\n# For completion in the editor: npx nameplate schema > scenario.schema.json\n'

function standalone(text: string): string {
  return SCHEMA_LINE + text.replace(/^# yaml-language-server:.*\n/u, '').replaceAll(/scenarios\/[a-z0-9-]+\.yaml/gu, 'scenario.yaml')
}

export const TEMPLATES: readonly Template[] = [
  { id: 'quickstart', label: 'One 2 MW hall, every line explained', text: standalone(quickstart) },
  { id: 'campus', label: 'A 100 MW campus with a late substation', text: standalone(campus) },
]
