/** Judged checks as text for the terminal and Markdown for pull requests. */
import { type CheckResult, metricText } from '../analysis/judge-checks.ts'
import { readMetric } from '../scenario/check-expression.ts'
import type { JudgedRun } from './judged-run.ts'
import type { Paint } from './report-text.ts'

const STATE = { pass: 'ok', warn: 'warn', fail: 'MISS' } as const

type State = keyof typeof STATE

const stateOf = ({ pass, level }: CheckResult): State => (pass ? 'pass' : level === 'error' ? 'fail' : 'warn')

/** The interval of a mean or quantile; nothing where there is none. */
function intervalText({ metric, interval, limit, value, replications: runs }: CheckResult): string {
  const read = readMetric(metric)
  if (interval === null && value !== null && runs > 1 && /^p\d/u.test(limit)) return ' [too few replications for its interval]'
  return interval === null || !read.ok ? '' : ` [${interval.map(value => metricText(read.value.name, value)).join(' … ')}]`
}

const replications = (n: number): string => (n === 1 ? '1 replication' : `${n} replications`)

/** What was missed, in a sentence. */
export const missText = (result: CheckResult): string =>
  `${result.metric}: expected ${result.limit}, got ${result.valueText}${intervalText(result)} over ${replications(result.replications)}${result.reason === '' ? '' : `; ${result.reason}`}`

/** A judged check in two lines: what it is about, and its value beside the bound. */
export function checkLine(result: CheckResult, paint: Paint): string {
  const state = stateOf(result)
  const words = STATE[state].padEnd(5)
  const text = `${result.valueText}${intervalText(result)}, expected ${result.limit}`
  const named = result.name === `${result.metric} ${result.limit}` ? result.metric : `${result.name}: ${result.metric}`
  return `  ${state === 'pass' ? paint.good(words) : paint.strong(words)} ${named}\n        ${text}${result.reason === '' ? '' : `\n        ${result.reason}`}`
}

/** How many passed, were missed, were warned of. */
export function countText(runs: readonly JudgedRun[]): string {
  const states = runs.flatMap(({ checks }) => checks.map(({ result }) => stateOf(result)))
  const count = (state: State): number => states.filter(each => each === state).length
  return `${count('pass')} passed, ${count('fail')} missed, ${count('warn')} warned`
}

export function checksText(title: string, runs: readonly JudgedRun[], paint: Paint): string {
  const blocks = runs.flatMap(({ name, manifest, checks }) => [
    paint.strong(`${title} — ${name}`),
    paint.dim(`  ${replications(manifest.replications)}, seed ${manifest.seed}, result ${manifest.resultHash}`),
    ...checks.map(({ result }) => checkLine(result, paint)),
    '',
  ])
  return `${[...blocks, countText(runs)].join('\n')}\n`
}

/** Keeps a text from ending a cell of a Markdown table or from being read as markup. */
export const markdownCell = (text: string): string => text.replace(/[|\r\n]/gu, ' ').replace(/[<>]/gu, found => (found === '<' ? '&lt;' : '&gt;'))

const ICON: Readonly<Record<State, string>> = { pass: '✅', warn: '⚠️', fail: '❌' }

export function checksMarkdown(title: string, runs: readonly JudgedRun[]): string {
  const tables = runs.flatMap(({ name, manifest, checks }) => [
    `#### ${markdownCell(name)}`,
    '',
    '| | check | value | expected |',
    '| --- | --- | ---: | --- |',
    ...checks.map(({ result }) => `| ${ICON[stateOf(result)]} | ${markdownCell(result.name === `${result.metric} ${result.limit}` ? result.metric : `${result.name} (${result.metric})`)} | ${markdownCell(result.valueText + intervalText(result))} | ${markdownCell(result.limit)}${result.reason === '' ? '' : ` (${markdownCell(result.reason)})`} |`),
    '',
    `<sub>Result \`${manifest.resultHash}\`, scenario \`${manifest.scenarioHash}\`, seed ${manifest.seed}, ${replications(manifest.replications)}</sub>`,
    '',
  ])
  return [`### ${markdownCell(title)}: ${countText(runs)}`, '', ...tables].join('\n')
}
