// What assistive technology would stumble over on the page as it stands, by the rules of axe for WCAG 2.2 AA.
import axe from 'axe-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Violations within a part of the page, each as a line: rule, what to do, where. */
export async function violationsIn(selector: string): Promise<string[]> {
  const { violations } = await axe.run(selector, { runOnly: TAGS, resultTypes: ['violations'] })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`))
}
