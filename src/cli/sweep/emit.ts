/** Ready-made scripts that spread a sweep over machines: a Slurm array, an indexed Kubernetes job, a matrix of GitHub Actions. */

export const EMITTED = ['slurm', 'kubernetes', 'github'] as const
export type Emitted = (typeof EMITTED)[number]

export interface EmitChoice {
  /** Words of the sweep without shard, output and emit. */
  readonly words: readonly string[]
  readonly out: string
  readonly shards: number
  readonly image: string
  readonly workers: number
}

/** A word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
const lineOf = (words: readonly string[]): string => words.map(quoted).join(' ')

function slurm({ words, out, shards, workers }: EmitChoice): string {
  return `#!/bin/bash
# sbatch this file: one task a shard, restarted tasks go on where they were.
# Then: sbatch --dependency=afterok:<job id> --wrap "npx nameplate merge ${quoted(out)}"
#SBATCH --job-name=nameplate-sweep
#SBATCH --array=1-${shards}
#SBATCH --cpus-per-task=${workers}
#SBATCH --requeue
set -euo pipefail
program="\${NAMEPLATE:-npx nameplate}"
$program sweep ${lineOf(words)} --workers ${workers} --out ${quoted(out)}
`
}

const yamlText = (word: string): string => JSON.stringify(word)

function kubernetes({ words, out, shards, image, workers }: EmitChoice): string {
  return `# kubectl apply -f this file. The claim holds the scenario and takes the results; merge them with: npx nameplate merge ${out}
apiVersion: batch/v1
kind: Job
metadata:
  name: nameplate-sweep
spec:
  completions: ${shards}
  parallelism: ${shards}
  completionMode: Indexed
  backoffLimitPerIndex: 3
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: sweep
          image: ${yamlText(image)}
          workingDir: /work
          command: [${['npx', 'nameplate', 'sweep', ...words, '--shards', String(shards), '--workers', String(workers), '--out', out].map(yamlText).join(', ')}]
          resources: {requests: {cpu: "${workers}", memory: ${workers}Gi}}
          volumeMounts: [{name: work, mountPath: /work}]
      volumes:
        - name: work
          persistentVolumeClaim: {claimName: nameplate-work}
`
}

function github({ words, out, shards, workers }: EmitChoice): string {
  const list = Array.from({ length: shards }, (_, index) => index + 1).join(', ')
  const command = lineOf(['npx', 'nameplate', 'sweep', ...words, '--workers', String(workers), '--out', out])
  return `# .github/workflows/sweep.yml
name: sweep
on: workflow_dispatch
jobs:
  shard:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        shard: [${list}]
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: ${yamlText(`${command} --shard \${{ matrix.shard }}/${shards}`)}
      - uses: actions/upload-artifact@v4
        with: {name: "shard-\${{ matrix.shard }}", path: ${yamlText(`${out}/shard-*.parquet`)}}
  merge:
    needs: shard
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - uses: actions/download-artifact@v4
        with: {path: ${yamlText(out)}, merge-multiple: true}
      - run: ${yamlText(`npx nameplate merge ${quoted(out)} --format md >> "$GITHUB_STEP_SUMMARY"`)}
      - uses: actions/upload-artifact@v4
        with: {name: results, path: ${yamlText(`${out}/results.parquet`)}}
`
}

const WRITERS: Readonly<Record<Emitted, (choice: EmitChoice) => string>> = { slurm, kubernetes, github }

export const emitted = (kind: Emitted, choice: EmitChoice): string => WRITERS[kind](choice)
