/** Texts that a new scenario starts from: the shipped scenarios, made to stand alone in a folder of their own. */

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

/** The templates, from the texts of `scenarios/quickstart.yaml`, `scenarios/dallas-100mw.yaml` and `scenarios/inference-fleet.yaml`, which the host hands over. */
export function templatesOf(shipped: { readonly quickstart: string; readonly campus: string; readonly twoSites: string }): readonly Template[] {
  return [
    { id: 'quickstart', label: 'One 2 MW hall, every line explained', text: standalone(shipped.quickstart) },
    { id: 'two-sites', label: 'Two regions that share services and jobs over their links', text: standalone(shipped.twoSites) },
    { id: 'campus', label: 'A 100 MW campus with a late substation', text: standalone(shipped.campus) },
  ]
}
