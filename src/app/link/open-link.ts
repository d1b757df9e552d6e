/** Opens what a link says. Loaded only when the address has one. */
import { selectByKey } from '../site/selection-link.ts'
import { askFor, pause } from '../state/clock.ts'
import { replaceText, useDocument } from '../state/document.ts'
import { tell } from '../state/messages.ts'
import { SAMPLES } from '../state/samples.ts'
import { useSides } from '../state/sides.ts'
import { LAYERS, SITE_VIEWS } from '../state/view-choices.ts'
import { useView, type View } from '../state/view.ts'
import { type Link, readFragment } from './link.ts'
import { AS_WRITTEN } from './present-link.ts'

const ACCOUNTS: readonly View['account'][] = ['money', 'tenants', 'services', 'runs', 'network', 'life']

/** The text that a link holds or names; undefined when this app has none of that name. */
function textOf({ text, file, scenario }: Link): { readonly text: string; readonly file: string } | undefined {
  if (text !== undefined) return { text, file: file ?? 'linked.yaml' }
  const sample = SAMPLES.find(({ id }) => id === scenario)
  return sample === undefined ? undefined : { text: sample.text, file: `${sample.id}.yaml` }
}

function lookAs({ option, compare, beside, room, view, layer, account, site, at, select }: Link): void {
  useView.setState(before => ({
    option: option ?? null,
    compareWith: compare === undefined ? undefined : compare === AS_WRITTEN ? null : compare,
    room: room ?? before.room,
    siteView: SITE_VIEWS.find(({ id }) => id === view)?.id ?? before.siteView,
    layer: LAYERS.find(({ id }) => id === layer)?.id ?? before.layer,
    account: ACCOUNTS.find(id => id === account) ?? before.account,
    site: site ?? null,
  }))
  if (beside !== undefined) useSides.setState({ chosen: beside })
  pause()
  if (at !== undefined) askFor(at)
  if (select !== undefined) selectByKey(select)
}

/** Opens the link of the address, if it is one, and takes it out of the address: what is done from now on is not in it. */
export function openLink(): void {
  const found = readFragment(location.hash)
  if (found === undefined) return
  history.replaceState(history.state, '', location.pathname + location.search)
  const opened = textOf(found.link)
  if (opened === undefined) {
    tell('This link is damaged, cut off or too long, or names a scenario that is not here. Your text is unchanged.', 'problem')
    return
  }
  if (opened.text !== useDocument.getState().text) replaceText(opened.text, opened.file)
  lookAs(found.link)
  if (found.left.length > 0) tell(`The link also asks for what is not known here: ${found.left.join(', ')}.`, 'problem')
}
