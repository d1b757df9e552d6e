import { type Axis, AS_WRITTEN, OPTION_AXIS, readAxis } from '../../scenario/matrix.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { FIRST_LOOK, MOST_REPLICATIONS } from '../../analysis/statistics/stopping.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { toLine } from '../../results/plain-text.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { engineVersion } from '../experiment/engine-version.ts'
import { type CheckedScenario, sayingOnce } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { emitted, EMITTED, type Emitted } from '../sweep/emit.ts'
import { estimateText } from '../sweep/estimate.ts'
import { mergeShards } from '../sweep/merge.ts'
import { chosenShard, type Design, type DesignChoice, DESIGNS, shardPoints, sizeOf, sweepPoints } from '../sweep/plan.ts'
import { runShard } from '../sweep/run-shard.ts'
import type { SweepPlan } from '../sweep/shard-file.ts'
import { collectFigures, pointTable, TABLE_FORMATS } from '../sweep/table.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly vary?: Axis[]
  readonly design: Design
  readonly points?: number
  readonly designSeed: number
  readonly mostRuns: number
  readonly out: string
  readonly shard?: string
  readonly shards?: number
  readonly dryRun?: boolean
  readonly emit?: Emitted
  readonly image: string
  readonly figures?: (keyof RunFigures)[]
  readonly format: keyof typeof TABLE_FORMATS
}

function collectAxis(text: string, previous: readonly Axis[] = []): Axis[] {
  const axis = readAxis(text)
  if (!axis.ok) throw new UsageError(`--vary ${axis.error.message}; it takes ${axis.error.allowed ?? 'path=value,value'}`)
  return [...previous, axis.value]
}

/** Axes of the file and of the flags; a flag replaces the axis of its path. */
function axesOf(scenario: Scenario, { vary = [] }: Flags): Axis[] {
  const axes = [...scenario.matrix.filter(({ path }) => !vary.some(axis => axis.path === path)), ...vary]
  for (const { path, levels } of axes) {
    if (path !== OPTION_AXIS) continue
    if (levels.kind === 'range') throw new UsageError('the axis option takes a list of options')
    const unknown = levels.values.find(id => id !== AS_WRITTEN && scenario.options[id] === undefined)
    if (unknown !== undefined) throw new UsageError(`there is no option '${unknown}'; the file has ${[...Object.keys(scenario.options), AS_WRITTEN].join(', ')}`)
  }
  return axes
}

function planOf({ read, scenario }: CheckedScenario, axes: readonly Axis[], points: number, flags: Flags): SweepPlan {
  const goals = flags.halfWidth ?? []
  return {
    format: 1, engine: engineVersion(), scenario: scenario.name, scenarioHash: read.scenarioHash, inputHashes: read.inputHashes,
    axes, design: flags.design, designSeed: flags.designSeed, points,
    option: flags.option ?? null, set: (flags.set ?? []).map(({ path, value }) => `${path}=${value}`), seed: flags.seed ?? scenario.seed,
    replications: goals.length > 0 ? null : (flags.replications ?? scenario.replications),
    goals: goals.map(({ text }) => text), mostReplications: flags.mostReplications ?? MOST_REPLICATIONS, until: flags.until ?? null,
  }
}

/** Words of this command line that a script repeats. */
function wordsOf(argv: readonly string[]): string[] {
  const dropped = new Set(['--emit', '--shards', '--shard', '--out', '--image', '--workers'])
  const words = argv.slice(argv.indexOf('sweep') + 1)
  return words.filter((word, at) => word !== '--dry-run' && !dropped.has(word.split('=')[0]) && !(at > 0 && dropped.has(words[at - 1])))
}

async function act(given: Host, file: string, flags: Flags): Promise<ExitCode> {
  // The file is read for the plan, then for each point.
  const host = sayingOnce(given)
  const checked = await readChecked(host, file, { option: flags.option, set: flags.set ?? [] })
  if (checked === undefined) return EXIT.invalidScenario
  const axes = axesOf(checked.scenario, flags)
  const choice: DesignChoice = { design: flags.design, points: flags.points, seed: flags.designSeed }
  const size = sizeOf(axes, choice)
  const plan = planOf(checked, axes, size, flags)
  const runs = size * (plan.replications ?? FIRST_LOOK)
  if (runs > flags.mostRuns) throw new UsageError(`${size} points with ${plan.replications ?? `at least ${FIRST_LOOK}`} replications each are ${runs} runs, more than ${flags.mostRuns}; vary less, or allow it with --most-runs ${runs}`)
  if (flags.emit !== undefined) {
    host.out(emitted(flags.emit, { words: wordsOf(process.argv), out: flags.out, shards: flags.shards ?? Math.min(size, 8), image: flags.image, workers: flags.workers ?? 1 }))
    return EXIT.pass
  }
  const shard = chosenShard(flags, process.env)
  const points = sweepPoints(axes, choice, { file, option: flags.option, set: flags.set ?? [] })
  if (flags.dryRun === true) return estimateText(host, { points, plan, own: shardPoints(size, shard), flags })
  const exit = await runShard(host, { folder: flags.out, planText: toLine(plan), points, source: checked.read.source.text, shard, flags: { ...flags, replications: plan.replications ?? undefined } })
  if (exit !== EXIT.pass) return exit
  if (shard.count > 1) {
    host.say(`when all ${shard.count} shards are there: nameplate merge ${flags.out}`)
    return EXIT.pass
  }
  const merged = await mergeShards(flags.out)
  if (!merged.ok) {
    for (const problem of merged.problems) host.say(problem)
    return EXIT.failure
  }
  host.say(`wrote ${merged.file}`)
  host.out(TABLE_FORMATS[flags.format](pointTable(merged.plan, merged.values, merged.rows, flags.figures)))
  return EXIT.pass
}

/** Simulates many points of a design, on one machine or in shards on many. */
export const sweep: CliCommand = {
  name: 'sweep',
  declare(command, run, host) {
    withRunFlags(command, ' at all points')
      .description('simulate every point of a matrix or design, resumable, on one machine or in shards on many')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'at all points with this option of the file')
      .option('--vary <path=values>', 'vary this value: path=4,8,12 or path=100 MW..200 MW:5; beside the matrix: of the file; may be repeated', collectAxis)
      .option('--design <design>', 'grid, latin-hypercube or sobol', oneOf('--design', DESIGNS), 'grid')
      .option('--points <n>', 'points of a latin-hypercube or sobol design', wholeNumber('--points', 1, 1_000_000))
      .option('--design-seed <n>', 'seed of the design', wholeNumber('--design-seed', 0, 4_294_967_295), 1)
      .option('--most-runs <n>', 'refuse more runs than this', wholeNumber('--most-runs', 1, 1_000_000_000), 100_000)
      .option('--out <dir>', 'folder of the results', 'results')
      .option('--shard <i/n>', 'only the points of this shard; a Slurm array task knows its own')
      .option('--shards <n>', 'number of shards, for --emit and for indexed Kubernetes jobs', wholeNumber('--shards', 1, 100_000))
      .option('--dry-run', 'print how many runs, how long and how much memory; the time is that of one run')
      .option('--emit <kind>', 'print a ready-made script for slurm, kubernetes or github', oneOf('--emit', EMITTED))
      .option('--image <name>', 'with --emit kubernetes: container image with the program', 'node:24')
      .option('--figures <keys>', 'figures of the table, such as meanUtilisation,pue', collectFigures)
      .option('--format <format>', 'text, json, csv or md', oneOf('--format', ['text', 'json', 'csv', 'md']), 'text')
      .addHelpText('after', '\nA sweep that was stopped goes on where it was with the same command. Results: one Parquet file a shard, then results.parquet;\n`nameplate merge` joins the shards. Points get the same random numbers, so that they differ by what is varied alone.')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
