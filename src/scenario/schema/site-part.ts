/** What a file says of one of its sites: any section that may differ between sites; what it leaves out stands at the top. */
import type { Shape } from './field-meta.ts'
import { named, optional, section, text } from './fields.ts'

/** Sections that are the same for all sites of a file and stand at its top. */
export const WHOLE_KEYS: ReadonlySet<string> = new Set(['format', 'name', 'description', 'horizon', 'seed', 'replications', 'window', 'parameters', 'options', 'idealise', 'tenants', 'workload', 'ledger', 'checks', 'matrix', 'waivers', 'sites', 'wan'])

/** Most sites of a file. */
export const MAX_SITE_COUNT = 32

/** The field `sites`, from all sections of a file. */
export function siteParts(sections: Shape) {
  const own = Object.fromEntries(Object.entries(sections).filter(([key]) => !WHOLE_KEYS.has(key)))
  const part = section({ label: optional(text({ help: 'Name in words.' })), ...own }, { help: 'A site: its sections, over those at the top of the file.' })
  return optional(named(part, { help: 'Sites by id, where there are several: what each states comes over what the top of the file states for all; lists replace lists.' }))
}
