import { writeFile } from 'node:fs/promises'
import campus from '../../../scenarios/dallas-100mw.yaml?raw'
import quickstart from '../../../scenarios/quickstart.yaml?raw'
import { templatesOf } from '../../scenario/templates.ts'
import type { CliCommand } from '../command.ts'
import { UsageError } from '../command.ts'
import { EXIT } from '../exit-codes.ts'

const TEMPLATES = templatesOf({ quickstart, campus })

interface Flags {
  readonly template: string
  readonly force?: boolean
}

/** Writes a commented scenario to start from; never over an existing file. */
export const init: CliCommand = {
  name: 'init',
  declare(command, act, host) {
    command
      .description('write a commented scenario to start from')
      .argument('[file]', 'where to write it, - for standard output', 'scenario.yaml')
      .option('--template <id>', `one of ${TEMPLATES.map(({ id }) => id).join(', ')}`, TEMPLATES[0].id)
      .option('--force', 'overwrite an existing file')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const template = TEMPLATES.find(({ id }) => id === flags.template)
          if (template === undefined) throw new UsageError(`--template takes one of ${TEMPLATES.map(({ id }) => id).join(', ')}, not '${flags.template}'`)
          if (file === '-') {
            host.out(template.text)
            return EXIT.pass
          }
          try {
            await writeFile(file, template.text, { flag: flags.force === true ? 'w' : 'wx' })
          } catch (error) {
            const { code } = error as NodeJS.ErrnoException
            throw new UsageError(code === 'EEXIST' ? `${file} exists; --force overwrites it` : `cannot write ${file}: ${code}`)
          }
          host.say(`wrote ${file}; next: nameplate run ${file}`)
          return EXIT.pass
        }),
      )
  },
}
