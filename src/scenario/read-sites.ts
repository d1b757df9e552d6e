/** Reads a file with several sites: each as a scenario of its own, what is wrong with several of them told once. */
import { controlProblem } from './control-characters.ts'
import { showValue } from './issue.ts'
import type { Issue } from './issue.ts'
import type { Section } from './parse.ts'
import { idOf } from './path.ts'
import type { TreePath } from './positions.ts'
import { issueOf, keyOf, loadedOf, readPart, unexpanded } from './read-document.ts'
import type { Ground, Loaded, Part, ScenarioDocument } from './read-document.ts'
import { siteProblems } from './rules/sites.ts'
import { MAX_SITE_COUNT } from './schema/site-part.ts'
import type { Scenario } from './schema/scenario.ts'
import type { SitesWan } from './schema/wan.ts'
import { mergeSite, wholeKeysIn, writtenIn } from './site-parts.ts'
import { labelOfSite, type NamedSite } from './sites.ts'
import { tenantsOfSites } from './tenants-of-sites.ts'
import type { Problem } from './validate.ts'
import { validateWan } from './validate.ts'

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u

const problem = (code: string, path: TreePath, message: string, allowed: string, more: Partial<Problem> = {}): Problem => ({ severity: 'error', code, path, message, allowed, ...more })

/** What is wrong with the list of sites itself. */
function listProblems(sites: unknown): Problem[] {
  if (!isSection(sites)) return [problem('type', ['sites'], 'is not a map of sites', 'sites by id, such as {east: {…}, west: {…}}', { value: sites })]
  const ids = Object.keys(sites)
  if (ids.length === 0) return [problem('range', ['sites'], 'names no site', 'at least one; or leave the key out for a file of one site')]
  const tooMany = ids.length > MAX_SITE_COUNT ? [problem('range', ['sites'], `names ${ids.length} sites`, `at most ${MAX_SITE_COUNT}`)] : []
  return [...tooMany, ...ids.flatMap(id => {
    const part = sites[id]
    if (!NAME.test(id)) return [problem('identifier', ['sites', id], 'is not a name', 'a letter, then letters, digits, - or _, at most 64', { isKey: true })]
    if (!isSection(part)) return [problem('type', ['sites', id], 'is not a section with keys', 'what this site has for itself, such as {site: {…}, blocks: […]}', { value: part })]
    const whole = wholeKeysIn(part).map(key => problem('site-key', ['sites', id, key], 'is the same for all sites of a file', 'this key at the top of the file', { isKey: true }))
    const { label } = part
    if (label === undefined) return whole
    if (typeof label !== 'string') return [...whole, problem('type', ['sites', id, 'label'], 'is not text', 'text', { value: showValue(label) })]
    const control = controlProblem(label)
    return control === undefined ? whole : [...whole, problem(control.code, ['sites', id, 'label'], control.message, control.allowed, { value: showValue(label) })]
  })]
}

interface ReadSite {
  readonly id: string
  readonly label: string
  readonly part: Part
}

/** A document of the whole file over those of its sites. */
function documentOf(ground: Ground, sites: readonly ReadSite[]): ScenarioDocument {
  const { substituted: { data, expressions }, overlaid, parsed, file } = ground
  const partOf = (path: TreePath): Part | undefined => (path[0] === 'sites' && path.length > 2 ? sites.find(({ id }) => id === path[1])?.part : undefined)
  const over = (of: (document: ScenarioDocument) => Section): Section => ({ ...data, sites: Object.fromEntries(sites.map(({ id, part }) => [id, of(part.document)])) })
  return {
    file,
    effective: data,
    addressed: over(({ addressed }) => addressed),
    expanded: over(({ expanded }) => expanded),
    expressions,
    waivers: sites[0]?.part.waivers ?? [],
    sites: sites.map(({ id, part }) => ({ id, document: part.document })),
    originOf: path => partOf(path)?.document.originOf(path.slice(2)) ?? unexpanded(path, overlaid, parsed),
    toExpanded(path, instance) {
      const part = partOf(path)
      return part === undefined ? path : [...path.slice(0, 2), ...part.document.toExpanded(path.slice(2), instance)]
    },
  }
}

/** Site and issue. */
interface Told {
  readonly site: number
  readonly issue: Issue
}

/** Which sites an issue of the workload concerns: those where the entry may run; all for everything else. */
function concerned(path: TreePath, allowed: readonly (readonly number[])[], count: number): readonly number[] {
  const ofEntry = path[0] === 'workload' && typeof path[1] === 'number' ? allowed[path[1]] : undefined
  return ofEntry ?? Array.from({ length: count }, (_, site) => site)
}

/**
 * Issues of sites, each once. What stands at the top of the file and is wrong for some sites only says for which; work is only refused
 * where all of its sites refuse it.
 */
function mergeTold(told: readonly (Told & { readonly path: TreePath })[], ids: readonly string[], allowed: readonly (readonly number[])[]): Issue[] {
  const sitesOf = new Map<string, Set<number>>()
  for (const { issue, site } of told) sitesOf.set(keyOf(issue), (sitesOf.get(keyOf(issue)) ?? new Set<number>()).add(site))
  return told.flatMap(({ issue, path, site }) => {
    const among = concerned(path, allowed, ids.length)
    const having = sitesOf.get(keyOf(issue)) ?? new Set<number>()
    const isWork = path[0] === 'workload' && among.length > 0
    if (isWork && !among.every(index => having.has(index))) return []
    const isCommon = issue.path === 'sites' || issue.path.startsWith('sites.') || among.every(index => having.has(index))
    return [isCommon ? issue : { ...issue, message: `at site ${ids[site]}: ${issue.message}` }]
  })
}

/** Places problems whose paths begin with `sites` and an id; those of several sites are told once. */
export function toldOnce(document: ScenarioDocument, problems: readonly Problem[]): Issue[] {
  const ids = (document.sites ?? []).map(({ id }) => id)
  const told = problems.flatMap(each => {
    const site = each.path[0] === 'sites' ? ids.indexOf(String(each.path[1])) : -1
    return site < 0 ? [] : [{ site, path: each.path.slice(2), issue: issueOf(each, document.originOf(each.path), document) }]
  })
  const others = problems.filter(({ path }) => path[0] !== 'sites').map(each => issueOf(each, document.originOf(each.path), document))
  return [...mergeTold(told, ids, allowedOf(document, ids)), ...others]
}

/** Sites of every entry as the data says it, without asking what is wrong with it. */
function allowedOf({ effective }: Pick<ScenarioDocument, 'effective'>, ids: readonly string[]): number[][] {
  const entries = Array.isArray(effective.workload) ? (effective.workload as readonly unknown[]) : []
  return entries.map(entry => {
    const listed = isSection(entry) && Array.isArray(entry.sites) ? (entry.sites as readonly unknown[]).map(id => ids.indexOf(String(id))).filter(index => index >= 0) : []
    return listed.length > 0 ? listed : ids.map((_, index) => index)
  })
}

/** The scenario of a whole file: its first site's, with all of them. */
function wholeOf(sites: readonly ReadSite[], wan: SitesWan | undefined): Scenario | undefined {
  const read = sites.flatMap(({ id, label, part }): NamedSite[] => (part.read === undefined ? [] : [{ id, label, scenario: { ...part.read, name: `${part.read.name}: ${label}` } }]))
  const tenants = read.length === 0 ? [] : tenantsOfSites(read[0].scenario.tenants, read)
  const named = read.map((site, index): NamedSite => ({ ...site, scenario: { ...site.scenario, tenants: tenants[index] } }))
  const first = sites[0]?.part.read
  return first === undefined || named.length < sites.length ? undefined : { ...first, sites: named, ...(wan === undefined ? {} : { wan }) }
}

/** Problems of the file that its sites do not have each for itself. */
function wholeProblems(sites: readonly ReadSite[], data: Section, ids: readonly string[]): { readonly wan?: SitesWan | undefined; readonly problems: readonly Problem[] } {
  const { wan, problems } = validateWan(data)
  return { wan, problems: [...problems, ...siteProblems(sites[0]?.part.readable ?? {}, wan, ids)] }
}

/** Where an issue is, as far as it matters here: the index of its workload entry, or nothing. */
function pathOf({ path }: Issue, { workload }: Section): TreePath {
  const [top, name] = path.split('.')
  if (top !== 'workload' || name === undefined || !Array.isArray(workload)) return []
  const index = (workload as readonly unknown[]).findIndex(entry => idOf(entry) === name)
  return index < 0 ? [] : [top, index]
}

/** Reads a file with `sites`. */
export function readSites(ground: Ground): Loaded {
  const { substituted: { data, edits } } = ground
  const ofList = listProblems(data.sites)
  const parts = isSection(data.sites) ? Object.entries(data.sites).slice(0, MAX_SITE_COUNT) : []
  const sites = parts.map(([id, written]): ReadSite => {
    const part = isSection(written) ? written : {}
    const hasBlocks = part.blocks !== undefined
    return {
      id,
      label: typeof part.label === 'string' ? part.label : labelOfSite(id),
      part: readPart(ground, { data: mergeSite(data, part), edits: edits.filter(({ site }) => (hasBlocks ? site === id : site === undefined)), toFile: path => writtenIn(data, id, path) }),
    }
  })
  const ids = sites.map(({ id }) => id)
  const document = documentOf(ground, sites)
  const { wan, problems } = wholeProblems(sites, data, ids)
  const issues = [
    ...[...ofList, ...problems].map(each => issueOf(each, unexpanded(each.path, ground.overlaid, ground.parsed), document)),
    ...mergeTold(sites.flatMap(({ part }, site) => part.issues.map(issue => ({ site, issue, path: pathOf(issue, data) }))), ids, allowedOf(document, ids)),
  ]
  return loadedOf(wholeOf(sites, wan), issues, document)
}
