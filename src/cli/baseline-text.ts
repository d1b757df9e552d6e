/** A run against its baseline as text and Markdown. */
import type { BaselineComparison, ChangeVerdict } from '../analysis/baseline.ts'
import { percent } from '../analysis/number-text.ts'
import { markdownCell } from './check-text.ts'
import type { Paint } from './report-text.ts'

const WORDS: Readonly<Record<ChangeVerdict, string>> = { same: 'same', unimportant: 'small', unclear: 'unclear', better: 'better', regression: 'WORSE' }

const verdictText = ({ isSame, regressions, importance }: BaselineComparison): string =>
  isSame ? 'the same results as the baseline, to the byte' : regressions === 0 ? `no regression beyond ${percent(importance, 1)} of the baseline` : `${regressions} ${regressions === 1 ? 'regression' : 'regressions'} beyond ${percent(importance, 1)} of the baseline`

export function baselineText(comparison: BaselineComparison, paint: Paint): string {
  const told = comparison.changes.filter(({ verdict }) => verdict !== 'same')
  const lines = told.map(({ verdict, text }) => `  ${verdict === 'better' ? paint.good('better ') : verdict === 'regression' ? paint.strong('WORSE  ') : WORDS[verdict].padEnd(7)} ${text}`)
  return `${[paint.strong('Against the baseline'), ...lines, ...(comparison.isSame ? [] : [`  ${comparison.binding}`]), '', verdictText(comparison)].join('\n')}\n`
}

export function baselineMarkdown(comparison: BaselineComparison): string {
  const told = comparison.changes.filter(({ verdict }) => verdict !== 'same')
  const table = told.length === 0 ? [] : ['| | change |', '| --- | --- |', ...told.map(({ verdict, text }) => `| ${WORDS[verdict]} | ${markdownCell(text)} |`), '']
  return [`### Against the baseline: ${verdictText(comparison)}`, '', ...table, ...(comparison.isSame ? [] : [markdownCell(comparison.binding), '']), ''].join('\n')
}
