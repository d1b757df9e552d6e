/** Issues of the reader in words. */
import type { Issue } from '../../scenario/issue.ts'

/** What is wrong, what is allowed, what was probably meant. */
export function issueText(issue: Issue): string {
  const accepted = issue.waiver === undefined ? '' : `Accepted by ${issue.waiver.by}: ${issue.waiver.reason}.`
  const details = [accepted, issue.allowed === undefined ? '' : `Allowed: ${issue.allowed}.`, issue.nearest === undefined ? '' : `Did you mean ${issue.nearest}?`]
  const subject = issue.path === '' ? 'The file' : issue.path
  return [`${subject}: ${issue.message}${issue.value === undefined || issue.value === '' ? '' : ` (${issue.value})`}.`, ...details].filter(text => text !== '').join(' ')
}
