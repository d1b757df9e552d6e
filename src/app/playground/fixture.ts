/** The small site of the tests as the document of the playground, read and simulated as the app does it; nothing of it is kept on this machine. */
import { SHORT_SITE } from '../../../test/analysis/short-site.ts'
import { followAsking } from '../explain/why.ts'
import { followSite, siteNow } from '../site/site-now.ts'
import { conduct } from '../state/conduct.ts'
import { PLAIN_FORM, takeStored } from '../state/document.ts'
import { useView } from '../state/view.ts'

const FILE = 'site.yaml'

/** Selects the first rack once the site stands, so that what follows a selection has one to show. */
function selectFirst(): () => void {
  const take = (): void => {
    if (siteNow.getState().now === null || useView.getState().selection !== null) return
    useView.setState({ selection: { kind: 'rack', index: 0 } })
    stop()
  }
  const stop = siteNow.subscribe(take)
  take()
  return stop
}

/** Opens the small site and follows it from now on; returns the way to stop. */
export function followFixture(): () => void {
  takeStored({ text: SHORT_SITE, file: FILE, id: 'playground', form: PLAIN_FORM })
  const stops = [conduct(), followSite(), followAsking(), selectFirst()]
  return () => stops.forEach(stop => stop())
}
