/** One machine as a Slurm cluster of its own: munged, slurmctld and slurmd under a folder, without systemd. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'sinfo', 'squeue'] as const
const FIRST_PORT = 17_000
const PORTS = 2_000

const found = (name: string): string | undefined => [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].map(folder => join(folder, name)).find(path => existsSync(path))

/** Why there is no Slurm here; undefined where there is one. */
export function whyNoSlurm(): string | undefined {
  const missing = PROGRAMS.filter(name => found(name) === undefined)
  if (missing.length > 0) return `no ${missing.join(', ')} here; .ci/oracles installs them`
  // The daemons run as whoever starts them, and slurmd wants to be root.
  return process.getuid?.() === 0 ? undefined : 'slurmd needs root'
}

export interface SlurmCluster {
  /** Environment of the programs that talk to it. */
  readonly env: Readonly<Record<string, string>>
  /** Ends what was started, by its process. */
  stop(): void
}

function configuration(folder: string, port: number): string {
  const host = hostname().split('.')[0]
  return `ClusterName=one
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
StateSaveLocation=${folder}/ctld
SlurmdSpoolDir=${folder}/d
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/d.pid
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/d.log
SlurmctldPort=${port}
SlurmdPort=${port + 1}
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`
}

/** Starts a cluster and waits until its node is idle; a text says why that did not happen. */
export async function startSlurm(folder: string, patienceMs: number): Promise<SlurmCluster | string> {
  for (const name of ['ctld', 'd']) mkdirSync(join(folder, name), { recursive: true })
  const config = join(folder, 'slurm.conf')
  writeFileSync(config, configuration(folder, FIRST_PORT + (process.pid % PORTS) * 2))
  writeFileSync(join(folder, 'munge.key'), Buffer.alloc(1024, 'nameplate'), { mode: 0o400 })
  const env = { SLURM_CONF: config }
  const started: ChildProcess[] = []
  const run = (name: string, args: readonly string[]): void => {
    started.push(spawn(found(name) ?? name, args, { stdio: 'ignore', env: { ...process.env, ...env } }))
  }
  const stop = (): void => {
    for (const child of started.toReversed()) child.kill('SIGKILL')
  }
  const at = (name: string): string => join(folder, name)
  run('munged', ['--foreground', '--force', `--key-file=${at('munge.key')}`, `--socket=${at('munge.socket')}`, `--pid-file=${at('munge.pid')}`, `--log-file=${at('munge.log')}`, `--seed-file=${at('munge.seed')}`])
  const until = performance.now() + patienceMs
  while (!existsSync(at('munge.socket')) && performance.now() < until) await setTimeout(50)
  run('slurmctld', ['-D', '-f', config])
  run('slurmd', ['-D', '-f', config])
  while (performance.now() < until) {
    const { stdout } = spawnSync(found('sinfo') ?? 'sinfo', ['-h', '-o', '%T'], { encoding: 'utf8', timeout: 5000, env: { ...process.env, ...env } })
    if (stdout.includes('idle')) return { env, stop }
    await setTimeout(100)
  }
  stop()
  return ['munge.log', 'ctld.log', 'd.log'].map(name => (existsSync(at(name)) ? readFileSync(at(name), 'utf8').split('\n').slice(-6).join('\n') : `${name} is empty`)).join('\n')
}

/** Submits a script and waits for the end of all its tasks; false if they did not end in time. */
export async function ranArray(cluster: SlurmCluster, script: string, cwd: string, env: Readonly<Record<string, string>>, patienceMs: number): Promise<boolean> {
  const options = { cwd, encoding: 'utf8' as const, timeout: 30_000, env: { ...process.env, ...cluster.env, ...env } }
  const job = execFileSync(found('sbatch') ?? 'sbatch', ['--parsable', `--output=${cwd}/task-%a.log`, script], options).trim()
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    const { status, stdout, stderr } = spawnSync(found('squeue') ?? 'squeue', ['-h', '-j', job], options)
    if ((status === 0 && stdout.trim() === '') || stderr.includes('Invalid job id')) return true
    await setTimeout(200)
  }
  return false
}
