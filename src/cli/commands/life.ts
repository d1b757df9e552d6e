import { biography } from '../../charts/biography.ts'
import { toSvgText } from '../../charts/mark.ts'
import type { Life, LifeQuery } from '../../results/biography.ts'
import { createSession } from '../../runner/session.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { lifeText } from '../life-text.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly node?: string
  readonly accelerator: number
  readonly run?: string
  readonly job: number
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly format: 'text' | 'json' | 'csv' | 'svg'
}

const COUNT_MAX = 100_000_000
const PICTURE = { width: 900, height: 0, theme: 'light', source: '' } as const

function queryOf({ node, accelerator, run, job, site }: Flags): LifeQuery {
  if ((node === undefined) === (run === undefined)) throw new UsageError('life takes either --node with --accelerator, or --run with --job')
  const at = (name: string): string => (site === undefined ? name : `${site}/${name}`)
  return node === undefined ? { run: at(run ?? ''), ordinal: job } : { node: at(node), accelerator }
}

const cell = (value: string | number | null): string => (value === null ? '' : typeof value === 'string' && /[",\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value))

/** One line a stretch. */
function lifeCsv(life: Life): string {
  const { columns, rows } = biography.rows({ life, startDay: 0 })
  return `${[columns.map(({ name, unit }) => (unit === '' ? name : `${name}_${unit}`)).join(','), ...rows.map(row => row.map(cell).join(','))].join('\n')}\n`
}

/** The life of one accelerator, from its order on, or of one run, from its submission on. */
export const life: CliCommand = {
  name: 'life',
  declare(command, act, host) {
    command
      .description('the life of one accelerator or of one run: what it was when, and what its time went to, to the millisecond')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--node <path>', 'node of the accelerator, such as hall/rack[3]/node[1]')
      .option('--accelerator <n>', 'which of the accelerators of the node, from 0', wholeNumber('--accelerator', 0, 10_000), 0)
      .option('--run <id>', 'workload entry whose run is told')
      .option('--job <n>', 'which of the jobs of the entry, in order of submission, from 1', wholeNumber('--job', 1, COUNT_MAX), 1)
      .option('--site <id>', 'site of the node or the run, where the file has several')
      .option('--option <id>', 'with this option of the file')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--format <format>', 'text, json, csv or svg', oneOf('--format', ['text', 'json', 'csv', 'svg']), 'text')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const query = queryOf(flags)
          const checked = await readChecked(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { read, scenario } = checked
          const outcome = await createSession().life(read.source, read.inputs, query, null)
          if (outcome.status === 'unknown') throw new UsageError(`${outcome.problem.message}; there is ${outcome.problem.allowed}`)
          if (outcome.status !== 'finished') throw new Error(outcome.status === 'failed' ? outcome.message : 'the life was not told')
          const told = outcome.life
          if (told === null) throw new UsageError(`${flags.run} has no job ${flags.job} that came to wait within the horizon`)
          const writers: Record<Flags['format'], () => string> = {
            text: () => lifeText(told, scenario.horizon.start, createPaint(host.hasColour)),
            json: () => `${JSON.stringify(told, null, 2)}\n`,
            csv: () => lifeCsv(told),
            svg: () => toSvgText(biography.layout({ life: told, startDay: scenario.horizon.start }, PICTURE)),
          }
          host.out(writers[flags.format]())
          return EXIT.pass
        }),
      )
  },
}
