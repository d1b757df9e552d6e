/** What a shipped scenario is about, read from its text: the words above it, its description, its options and its span. */
import type { Sample } from './samples.ts'

export interface SampleFacts {
  readonly description: string
  /** The comment at the top of the file. */
  readonly about: string
  readonly options: readonly string[]
  /** `2027 to 2032`; '' when the text does not say. */
  readonly span: string
}

/** A value of a line without quotation marks and without the comment behind it. */
function bare(value: string | undefined): string {
  const text = (value ?? '').trim()
  const quoted = /^(["'])(.*?)\1/u.exec(text)
  return quoted?.[2] ?? text.replace(/\s+#.*$/u, '')
}

function optionLabels(lines: readonly string[]): string[] {
  const start = lines.findIndex(line => line.startsWith('options:'))
  if (start < 0) return []
  const length = lines.slice(start + 1).findIndex(line => /^\S/u.test(line) && !line.startsWith('#'))
  const block = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length)
  const labels: string[] = []
  for (const line of block) {
    const id = /^ {2}([\w-]+):/u.exec(line)?.[1]
    if (id !== undefined) labels.push(id)
    const label = /^ {4}label: *(.+)/u.exec(line)?.[1] ?? /^ {2}\S.*\{.*?\blabel: *("[^"]*"|'[^']*'|[^,}]+)/u.exec(line)?.[1]
    if (label !== undefined && labels.length > 0) labels[labels.length - 1] = bare(label)
  }
  return labels
}

export function sampleFacts({ text }: Pick<Sample, 'text'>): SampleFacts {
  const lines = text.split('\n')
  const end = lines.findIndex(line => !line.startsWith('#'))
  const about = lines
    .slice(0, Math.max(0, end))
    .filter(line => !line.startsWith('# yaml-language-server') && !/^# {2,}/u.test(line))
    .map(line => line.replace(/^# ?/u, ''))
    .join(' ')
  const [, start, until] = /^horizon: *\{start: *(\d{4})[-\d]*, *end: *(\d{4})/mu.exec(text) ?? []
  return { description: bare(/^description: *(.*)$/mu.exec(text)?.[1]), about, options: optionLabels(lines), span: start === undefined ? '' : start === until ? start : `${start} to ${until}` }
}
