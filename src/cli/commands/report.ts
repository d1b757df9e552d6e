import { loadScenario } from '../../scenario/load.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type FinishedRun, openResults, scenarioOf } from '../open-results.ts'
import { fileToWrite } from '../out-path.ts'
import { type ChartPicture, pictures, RECORDED_CHARTS } from '../pictures.ts'
import { reportPage } from '../report-page/page.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly options?: string
  readonly charts?: string
  readonly out: string
}

const listed = (text: string | undefined): string[] => text?.split(',').map(id => id.trim()).filter(id => id !== '') ?? []

function unknownChart(id: string, known: readonly ChartPicture[]): never {
  throw new UsageError(`no chart ${id}; there are: ${known.map(picture => picture.id).join(', ')}`)
}

async function act(host: Host, file: string, { options, charts, out, ...flags }: Flags): Promise<ExitCode> {
  const opened = await openResults(host, file, { ...flags, record: listed(charts).some(id => RECORDED_CHARTS.has(id)), options: scenario => [undefined, ...(options === 'all' ? Object.keys(scenario.options) : listed(options))] })
  if (!opened.ok) return opened.exit
  const { results } = opened
  const { text, set } = results.source
  const { scenario, document } = loadScenario(text, { file, set })
  const labelOf = ({ label, report: { manifest } }: FinishedRun): string => (manifest.option === null ? 'As written' : (scenario?.options[manifest.option]?.label ?? label))
  const [first] = results.runs
  const own = scenarioOf(results, first)
  const known = charts === undefined ? [] : pictures(own, first.first, first.weekly, first.report, first.rows)
  const drawings = listed(charts).map(id => known.find(picture => picture.id === id) ?? unknownChart(id, known))
  await writeWhole(out, reportPage({ results, labelOf, document, drawings }))
  host.say(`wrote ${out}`)
  return EXIT.pass
}

/** Two pages for those who decide, as one HTML file. */
export const report: CliCommand = {
  name: 'report',
  declare(command, run, host) {
    withRunFlags(command)
      .description('write two pages for those who decide: one HTML file, nothing loaded from anywhere, printable to PDF')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input, or a bundle (.nameplate)')
      .option('--options <ids>', 'options beside the file as written, separated by commas, or all; of a bundle, all that are in it')
      .option('--charts <ids>', 'more drawings of the file as written on pages of their own, separated by commas; `chart FILE` lists them')
      .requiredOption('--out <file>', 'where the page is written', fileToWrite('--out'))
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
