/** The model of a site, made a piece at a time so that the page answers meanwhile; the model before is drawn until the next one is whole. */
import { startTransition, useEffect, useState } from 'react'
import type { SitePlan } from '../site/plan/site-plan.ts'
import type { Theme } from '../state/view.ts'
import { modelInPieces, type SiteModel } from './site-model.ts'
import { SCENE_THEMES } from './themes.ts'

/** What belongs together: a model, and what it was made from. */
export interface BuiltSite {
  readonly plan: SitePlan
  readonly theme: Theme
  readonly model: SiteModel
}

/** Work of one task of the page, ms; a piece that takes longer is not split. */
const TASK_MS = 8

/** Takes the steps in tasks of their own and tells what comes of them; returns the way to stop. */
function inTasks<T>(steps: Generator<undefined, T>, tell: (made: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const work = (): void => {
    const untilMs = performance.now() + TASK_MS
    let step = steps.next()
    while (step.done !== true && performance.now() < untilMs) step = steps.next()
    if (step.done === true) tell(step.value)
    else timer = setTimeout(work, 0)
  }
  timer = setTimeout(work, 0)
  return () => clearTimeout(timer)
}

/** Null until the first one is made. */
export function useSiteModel(plan: SitePlan, theme: Theme): BuiltSite | null {
  const [built, setBuilt] = useState<BuiltSite | null>(null)
  useEffect(() => inTasks(modelInPieces(plan, SCENE_THEMES[theme]), model => startTransition(() => setBuilt({ plan, theme, model }))), [plan, theme])
  // The next model is drawn first: programs that both use stay compiled, which would hold up the page for seconds.
  useEffect(() => () => void requestAnimationFrame(() => requestAnimationFrame(() => built?.model.dispose())), [built])
  return built
}
