/** The link of what is looked at now, and the command line that simulates the same. */
import { presentSelectionKey } from '../site/selection-link.ts'
import { clock } from '../state/clock.ts'
import { useDocument } from '../state/document.ts'
import { SAMPLES } from '../state/samples.ts'
import { useSides } from '../state/sides.ts'
import { useView } from '../state/view.ts'
import { fragmentOf, type Link, MOST_CHARACTERS } from './link.ts'

/** How a link names the scenario without an option. */
export const AS_WRITTEN = '*'

function presentLink(): Link {
  const { text, file } = useDocument.getState()
  const { option, compareWith, room, siteView, layer, account, site } = useView.getState()
  const { chosen } = useSides.getState()
  const select = presentSelectionKey()
  const sample = SAMPLES.find(each => each.text === text)
  return {
    ...(sample === undefined ? { text, file } : { scenario: sample.id }),
    ...(option === null ? {} : { option }),
    ...(compareWith === undefined ? {} : { compare: compareWith ?? AS_WRITTEN }),
    ...(chosen === null ? {} : { beside: chosen.slice(0, 6) }),
    room,
    view: siteView,
    layer,
    ...(siteView === 'accounts' ? { account } : {}),
    ...(site === null ? {} : { site }),
    at: Math.round(clock.getState().atMs),
    ...(select === null ? {} : { select }),
  }
}

/** The address, or why there is none. */
export function presentAddress(): { readonly address: string } | { readonly problem: string } {
  const fragment = fragmentOf(presentLink())
  if (fragment.length > MOST_CHARACTERS) {
    return { problem: `The text is too long for a link: it would have ${fragment.length} characters, and ${MOST_CHARACTERS} are the most that mail and chat programs carry. Save the text as a file and send that.` }
  }
  return { address: `${location.origin}${location.pathname}${fragment}` }
}
