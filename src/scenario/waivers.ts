/** Findings that the file accepts: they no longer block or warn, but stay in every report with who accepted them and why. */
import type { Issue } from './issue.ts'
import type { Waiver } from './schema/waivers.ts'

/** Whether a written path is `at` or lies below it; an instance of a block lies below its entry. */
function isAtOrBelow(path: string, at: string): boolean {
  return path === at || (path.startsWith(at) && (path[at.length] === '.' || path[at.length] === '['))
}

const accepts = (waiver: Waiver, issue: Issue): boolean =>
  waiver.code === issue.code && isAtOrBelow(issue.path, waiver.at) && (issue.severity === 'warn' || issue.isWaivable === true)

/** The issues with accepted ones marked as waived. */
export function waive(issues: readonly Issue[], waivers: readonly Waiver[]): Issue[] {
  return issues.map((issue) => {
    const waiver = waivers.find((candidate) => accepts(candidate, issue))
    return waiver === undefined ? issue : { ...issue, severity: 'waived', waiver: { by: waiver.by, reason: waiver.reason } }
  })
}

/** Indexes of waivers that accept none of these issues. */
export function idleWaivers(issues: readonly Issue[], waivers: readonly Waiver[]): number[] {
  const isUsed = (waiver: Waiver): boolean =>
    issues.some((issue) => issue.severity === 'waived' && issue.code === waiver.code && isAtOrBelow(issue.path, waiver.at))
  return waivers.flatMap((waiver, index) => (isUsed(waiver) ? [] : [index]))
}
