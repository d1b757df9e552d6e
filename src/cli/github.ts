/** What a GitHub workflow reads beside the exit code: the summary of its step, and annotations at lines of the file. */
import { appendFile } from 'node:fs/promises'
import type { Host } from './host.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly file: string
  readonly line: number
  readonly title: string
  readonly text: string
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Appends the summary and says the annotations, where a workflow asks for them; elsewhere nothing. */
export async function tellGitHub(host: Host, markdown: string, annotations: readonly Annotation[]): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file = '', GITHUB_ACTIONS: isAction = '' } = process.env
  if (file !== '') await appendFile(file, `${markdown}\n`)
  // The runner reads these from either stream; stdout belongs to the data.
  if (isAction === 'true') for (const { level, file: at, line, title, text } of annotations) host.say(`::${level} file=${property(at)},line=${line},title=${property(title)}::${data(text)}`)
}
