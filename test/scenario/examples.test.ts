import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatIssue } from '../../src/scenario/issue.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

/** YAML blocks of a Markdown file that begin a scenario (`format:`); snippets of a section are not scenarios. */
function examplesOf(markdown: string): string[] {
  return [...markdown.matchAll(/```ya?ml\n([\s\S]*?)```/g)].map(match => match[1]).filter(text => /^format:/m.test(text))
}

function markdownFiles(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => join(folder, name))
}

const files = ['README.md', ...markdownFiles('src'), ...markdownFiles('scenarios')]
const examples = files.flatMap(file => examplesOf(readFileSync(join(repositoryRoot, file), 'utf8')).map((text, index) => ({ name: `${file} example ${index + 1}`, text })))

describe('every scenario in the documentation is valid, with each of its options', () => {
  test('there are examples to check', () => expect(examples.length).toBeGreaterThanOrEqual(1))
  test.each(examples)('$name', ({ name, text }) => {
    const { scenario, issues } = loadScenario(text, { file: name })
    expect(issues.map(formatIssue)).toEqual([])
    for (const option of Object.keys(scenario?.options ?? {})) expect(loadScenario(text, { file: name, option }).issues.map(formatIssue)).toEqual([])
  })
})
