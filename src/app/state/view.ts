/** How the page looks at the document and its run: no undo, no results. */
import { create } from 'zustand'
import { forget, keep, recall } from './storage.ts'

export type Theme = 'light' | 'dark'
export type LayerId = 'state' | 'power' | 'normal' | 'failover' | 'temperature' | 'cooling' | 'network' | 'job' | 'faults' | 'age' | 'room' | 'zones' | 'security' | 'stranded'
/** What the user asked for: a theme of his own, or that of the system. */
export type ThemeChoice = Theme | 'system'
export type RoomId = 'plan' | 'watch' | 'decide'
export type PhoneTab = 'site' | 'ledger' | 'charts' | 'text'
export type SiteView = 'scene' | 'plan' | 'line' | 'cooling' | 'schedule' | 'efficiency' | 'accounts' | 'series' | 'table' | 'racks' | 'network' | 'jobs' | 'events'
/** What the accounts show. */
export type AccountPage = 'money' | 'tenants' | 'services' | 'runs' | 'network' | 'life'

/** Whether roofs lift when one comes near, always or never. */
export type Roofs = 'auto' | 'open' | 'closed'

/** What may be shown beside the buildings: pipes by temperature, bus ducts by load, fibre trays by bandwidth. */
export const OVERLAYS = ['pipes', 'ducts', 'trays'] as const
export type Overlay = (typeof OVERLAYS)[number]

/** Views that are coloured by a layer; the others draw something of their own. */
const COLOURED: readonly SiteView[] = ['scene', 'plan', 'table']
export const isColoured = (view: SiteView): boolean => COLOURED.includes(view)

/** What stands on the site: a rack, or a piece of equipment or a hall by its place in the site plan. */
export type Thing = { readonly kind: 'rack'; readonly index: number } | { readonly kind: 'item'; readonly index: number }

/** Tiers of the network, from the switches of the racks upward. */
export type SwitchTier = 'leaf' | 'spine' | 'core'

/**
 * What is looked at, in all views at once. What stands is selected as it is; everything else leads to what stands for it
 * (`site/selection.ts`), so that scene, drawings and tables can show it as well. Indexes hold for the site and the run that are shown;
 * a text that outlives them is made by `site/selection-key.ts`.
 */
export type Selection =
  | Thing
  | { readonly kind: 'node'; readonly rack: number; readonly node: number }
  /** By its number in the run. */
  | { readonly kind: 'job'; readonly number: number }
  /** Place in the zones that the run records. */
  | { readonly kind: 'zone'; readonly of: 'fire' | 'security'; readonly index: number }
  /** By the key of the happening. */
  | { readonly kind: 'milestone' | 'event'; readonly key: string }
  | { readonly kind: 'switch'; readonly tier: SwitchTier; readonly index: number }
  /** The links of a leaf group to the tier above it. */
  | { readonly kind: 'link'; readonly index: number }
  /** By its code in the ledger. */
  | { readonly kind: 'bucket'; readonly code: string }

export interface View {
  readonly theme: Theme
  readonly themeChoice: ThemeChoice
  readonly room: RoomId
  /** Id of the buildout option; null is the scenario as written. */
  readonly option: string | null
  /** Id of the option to compare with; undefined while not comparing, null is the scenario as written. */
  readonly compareWith: string | null | undefined
  /** Id of the site that is looked at, of a file with several; null shows figures of all together and draws the first. */
  readonly site: string | null
  readonly layer: LayerId
  readonly siteView: SiteView
  readonly account: AccountPage
  readonly roofs: Roofs
  readonly overlays: readonly Overlay[]
  readonly selection: Selection | null
  readonly phoneTab: PhoneTab
  readonly isTextOpen: boolean
  /** The schedule stands below the site in the Plan room. */
  readonly isScheduleOpen: boolean
  /** What stands on the right in the Plan room; one of `rooms/plan-sides.tsx`. */
  readonly planSide: string
  /** A spreadsheet is looked at before it is taken over. */
  readonly isImporting: boolean
  /** Line that the editor should show; `at` tells two requests for one line apart. A hint leaves the focus where it is. */
  readonly reveal: { readonly line: number; readonly at: number; readonly isHint: boolean } | null
}

const THEME_KEY = 'theme'
/** On narrower screens the text waits behind its button. */
const TEXT_FROM = '(min-width: 1240px)'

/** Whether a media query holds; nothing holds where there is no screen. */
const holds = (query: string): boolean => typeof matchMedia === 'function' && matchMedia(query).matches

const systemTheme = (): Theme => (holds('(prefers-color-scheme: dark)') ? 'dark' : 'light')
const themeOf = (choice: ThemeChoice): Theme => (choice === 'system' ? systemTheme() : choice)

function firstTheme(): Pick<View, 'theme' | 'themeChoice'> {
  const kept = recall(THEME_KEY)
  const themeChoice = kept === 'light' || kept === 'dark' ? kept : 'system'
  return { theme: themeOf(themeChoice), themeChoice }
}

/** A link may name a site: `?scenario=inference-fleet&site=dublin`. */
const firstSite = (): string | null => (typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('site'))

export const useView = create<View>(() => ({
  ...firstTheme(),
  room: 'plan',
  option: null,
  compareWith: undefined,
  site: firstSite(),
  layer: 'state',
  siteView: 'scene',
  account: 'money',
  roofs: 'auto',
  overlays: [],
  selection: null,
  phoneTab: 'site',
  isTextOpen: holds(TEXT_FROM),
  isScheduleOpen: false,
  planSide: 'figures',
  isImporting: false,
  reveal: null,
}))

/** Takes a theme, or follows the system from now on. */
export function setTheme(themeChoice: ThemeChoice): void {
  if (themeChoice === 'system') forget(THEME_KEY)
  else keep(THEME_KEY, themeChoice)
  useView.setState({ theme: themeOf(themeChoice), themeChoice })
}

export const toggleTheme = (): void => setTheme(useView.getState().theme === 'dark' ? 'light' : 'dark')

/** The system's wish counts until the user has chosen. */
export function followSystemTheme(): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const follow = (): void => {
    if (useView.getState().themeChoice === 'system') useView.setState({ theme: systemTheme() })
  }
  query.addEventListener('change', follow)
  return () => query.removeEventListener('change', follow)
}

/** The room that one decided from. */
let roomBefore: RoomId = 'plan'

/** Goes to another room; everything else stays as it is. */
export function enterRoom(room: RoomId): void {
  const { room: before } = useView.getState()
  if (before !== 'decide') roomBefore = before
  useView.setState({ room })
}

/** Compares with an option, null being the scenario as written. */
export function startComparing(compareWith: string | null): void {
  enterRoom('decide')
  useView.setState({ compareWith, phoneTab: 'site' })
}

/** Stops comparing and goes back to where one was. */
export function stopComparing(): void {
  useView.setState({ compareWith: undefined, room: roomBefore })
}

/** Paper is light, whatever the screen is. */
export function followPrinting(): () => void {
  const show = (theme: Theme): void => {
    document.documentElement.dataset.theme = theme
    useView.setState({ theme })
  }
  const before = (): void => show('light')
  const after = (): void => show(themeOf(useView.getState().themeChoice))
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
  }
}

/** The text is open where there is room for it; whenever the window crosses that width, it opens or closes. */
export function followRoom(): () => void {
  const query = matchMedia(TEXT_FROM)
  const follow = (): void => useView.setState({ isTextOpen: query.matches })
  follow()
  query.addEventListener('change', follow)
  return () => query.removeEventListener('change', follow)
}

/** Looks at another site, null for all together; what was selected belongs to the old one. The address follows, so that it can be handed on. */
export function chooseSite(site: string | null): void {
  useView.setState({ site, selection: null })
  const address = new URL(location.href)
  if (site === null) address.searchParams.delete('site')
  else address.searchParams.set('site', site)
  history.replaceState(history.state, '', address)
}

export function select(selection: Selection | null): void {
  useView.setState({ selection })
}

/** Opens the editor at a line. */
export function revealLine(line: number): void {
  useView.setState(before => ({ reveal: { line, at: (before.reveal?.at ?? 0) + 1, isHint: false }, room: 'plan', isTextOpen: true, phoneTab: 'text' }))
}

/** Shows a line in the editor if it is open; focus and page stay as they are. */
export function hintLine(line: number): void {
  useView.setState(before => ({ reveal: { line, at: (before.reveal?.at ?? 0) + 1, isHint: true } }))
}

export const prefersStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

export function toggleOverlay(overlay: Overlay): void {
  useView.setState(({ overlays }) => ({ overlays: OVERLAYS.filter(each => overlays.includes(each) !== (each === overlay)) }))
}
