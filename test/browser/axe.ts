// What assistive technology would stumble over on the page as it stands, by the rules of axe for WCAG 2.2 AA.
import axe from 'axe-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Colours that are still changing are nobody's: waits until what has an end has come to it. */
async function settled(): Promise<void> {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

/** Violations within a part of the page, each as a line: rule, what to do, where. */
export async function violationsIn(selector: string): Promise<string[]> {
  await settled()
  const { violations } = await axe.run(selector, { runOnly: TAGS, resultTypes: ['violations'] })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`))
}
