/** The command line: `nameplate <verb>`. Data on stdout, everything else on stderr, stable exit codes. */
import { Command, CommanderError } from 'commander'
import { UsageError } from './command.ts'
import { commands } from './commands/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { createHost, type Host } from './host.ts'
import { setUpV8 } from './v8-settings.ts'
import { isSystemError, systemErrorText } from './system-error.ts'

/** Runs an action and turns what it throws into words and an exit code. */
async function guarded(host: Host, action: () => Promise<ExitCode>): Promise<void> {
  try {
    const exit = await action()
    process.exitCode = host.interrupted.aborted ? EXIT.interrupted : exit
  } catch (error) {
    if (error instanceof UsageError) {
      host.say(error.message)
      process.exitCode = EXIT.usage
      return
    }
    if (isSystemError(error)) {
      host.say(systemErrorText(error))
      process.exitCode = EXIT.failure
      return
    }
    host.say(`unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exitCode = EXIT.failure
  }
}

function build(host: Host): Command {
  const program = new Command('nameplate')
    .description('How much sustained, useful compute an AI site really delivers, when, at what cost, and what took the rest.')
    .version('0.1.0')
    .showHelpAfterError('(add --help for the flags)')
    .exitOverride()
  for (const { name, declare } of commands) declare(program.command(name).exitOverride(), action => guarded(host, action), host)
  return program
}

async function main(): Promise<void> {
  setUpV8()
  const host = createHost()
  try {
    await build(host).parseAsync(process.argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.pass : EXIT.usage
    } else if (error instanceof UsageError) {
      host.say(error.message)
      process.exitCode = EXIT.usage
    } else {
      throw error
    }
  }
}

await main()
