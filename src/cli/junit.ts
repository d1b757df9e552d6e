/** JUnit XML as build servers read it: a suite an option, a case a check; a miss that is only a warning counts as skipped, with its words. */
import { xmlText } from '../charts/mark.ts'
import type { JudgedRun } from './judged-run.ts'
import { missText } from './check-text.ts'

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('')

function suite({ name, file, manifest, checks }: JudgedRun): string {
  const missed = checks.filter(({ result: { pass } }) => !pass)
  const failures = missed.filter(({ result: { level } }) => level === 'error').length
  const { seed, replications, scenarioHash, resultHash, tool } = manifest
  const properties = Object.entries({ seed, replications, scenarioHash, resultHash, tool }).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`)
  const cases = checks.map(({ result, line }) => {
    const isAlone = result.name.endsWith(result.limit) || checks.filter(each => each.result.index === result.index).length === 1
    const open = `    <testcase${attributes({ name: isAlone ? result.name : `${result.name}: ${result.limit}`, classname: name, file, line })}`
    if (result.pass) return `${open}/>`
    const tag = result.level === 'error' ? 'failure' : 'skipped'
    const message = missText(result)
    return `${open}>\n      <${tag}${attributes({ message })}${tag === 'failure' ? `>${xmlText(`${file}:${line} ${message}`)}</failure>` : '/>'}\n    </testcase>`
  })
  return [`  <testsuite${attributes({ name, tests: checks.length, failures, errors: 0, skipped: missed.length - failures })}>`, '    <properties>', ...properties, '    </properties>', ...cases, '  </testsuite>'].join('\n')
}

export function junitXml(title: string, runs: readonly JudgedRun[]): string {
  const all = runs.flatMap(({ checks }) => checks)
  const missed = all.filter(({ result: { pass } }) => !pass)
  const failures = missed.filter(({ result: { level } }) => level === 'error').length
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes({ name: title, tests: all.length, failures, errors: 0, skipped: missed.length - failures })}>`, ...runs.map(suite), '</testsuites>', ''].join('\n')
}
