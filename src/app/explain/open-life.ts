/** One press to a life: the page is opened, and the life is told at once. */
import { chooseLife, type LifeChoice, lifeNames, tellLife } from '../state/life.ts'
import { shownRun, useRun } from '../state/run.ts'
import { useView } from '../state/view.ts'

export function openLife(choice: Partial<LifeChoice>): void {
  const { base } = useRun.getState()
  chooseLife(choice)
  useView.setState(before => ({ siteView: 'accounts', account: 'life', phoneTab: 'site', room: before.room === 'decide' ? 'watch' : before.room }))
  if (base !== null) void tellLife(lifeNames(base.scenario, shownRun(base)))
}
