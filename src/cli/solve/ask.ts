/** A question of a search from the command line: read from a file, with what is wrong told on the spot. */
import { type Question, readQuestion, type SolveFlags } from '../../analysis/solve/question.ts'
import { StudyProblem } from '../../analysis/studies/laboratory.ts'
import { UsageError } from '../command.ts'
import type { CheckedScenario } from '../experiment/point.ts'
import type { Host } from '../host.ts'
import { issuesText } from '../issues-text.ts'
import { hasErrors, type ReadScenario, readScenario } from '../read-scenario.ts'
import type { RunFlags } from '../run-flags.ts'

export interface SolveCommandFlags extends RunFlags, SolveFlags {
  readonly set?: RunFlags['set'] & SolveFlags['set']
  readonly replications?: number
  readonly mostReplications?: number
  readonly chart?: string
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

export interface AskedQuestion extends Question {
  readonly host: Host
  readonly flags: SolveCommandFlags
  readonly base: CheckedScenario
}

/** Reads the question; undefined where the file has errors, which were printed. Problems of flags are thrown all at once. */
export async function askQuestion(host: Host, file: string, flags: SolveCommandFlags): Promise<AskedQuestion | undefined> {
  const before = flags.halfWidth === undefined ? [] : ['--half-width is not for a search, which stops when it is sure: give --confidence']
  const reads: ReadScenario[] = []
  try {
    const question = await readQuestion(file, flags, async (option, set) => {
      const found = await readScenario(file, { option, set })
      reads.push(found)
      return { text: found.source.text, scenario: found.scenario, issues: found.issues }
    }, before)
    if ('issues' in question) {
      for (const problem of question.problems) host.say(problem)
      host.say(issuesText(question.issues).trimEnd())
      return undefined
    }
    // The file as it stands is read first, then with the bounds as its checks.
    const [plain, own] = reads
    if (own.scenario === undefined || hasErrors(own.issues)) throw new Error('a question without problems can be asked')
    const warnings = plain.issues.filter(({ severity }) => severity !== 'error')
    if (warnings.length > 0) host.say(issuesText(warnings).trimEnd())
    return { ...question, host, flags, base: { read: own, scenario: own.scenario } }
  } catch (error) {
    throw error instanceof StudyProblem ? new UsageError(error.message) : error
  }
}
