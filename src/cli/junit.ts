/** JUnit XML as build servers read it: a suite an option, a case a check; a miss that is only a warning counts as skipped, with its words. */
import type { JudgedRun } from './judged-run.ts'
import { missText } from './check-text.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0; what it cannot hold becomes a replacement character. */
function xml(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu, '\uFFFD').replace(/[&<>"]/gu, found => ESCAPES[found])
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('')

function suite({ name, file, manifest, checks }: JudgedRun): string {
  const missed = checks.filter(({ result: { pass } }) => !pass)
  const failures = missed.filter(({ result: { level } }) => level === 'error').length
  const { seed, replications, scenarioHash, resultHash, tool } = manifest
  const properties = Object.entries({ seed, replications, scenarioHash, resultHash, tool }).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`)
  const cases = checks.map(({ result, line }) => {
    const open = `    <testcase${attributes({ name: result.name, classname: name, file, line })}`
    if (result.pass) return `${open}/>`
    const tag = result.level === 'error' ? 'failure' : 'skipped'
    const message = missText(result)
    return `${open}>\n      <${tag}${attributes({ message })}${tag === 'failure' ? `>${xml(`${file}:${line} ${message}`)}</failure>` : '/>'}\n    </testcase>`
  })
  return [`  <testsuite${attributes({ name, tests: checks.length, failures, errors: 0, skipped: missed.length - failures })}>`, '    <properties>', ...properties, '    </properties>', ...cases, '  </testsuite>'].join('\n')
}

export function junitXml(title: string, runs: readonly JudgedRun[]): string {
  const all = runs.flatMap(({ checks }) => checks)
  const missed = all.filter(({ result: { pass } }) => !pass)
  const failures = missed.filter(({ result: { level } }) => level === 'error').length
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes({ name: title, tests: all.length, failures, errors: 0, skipped: missed.length - failures })}>`, ...runs.map(suite), '</testsuites>', ''].join('\n')
}
