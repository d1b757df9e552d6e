import { scenarioJsonSchema } from '../../scenario/json-schema.ts'
import type { CliCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'

/** The JSON Schema of scenario files, for editors and other tools. */
export const schema: CliCommand = {
  name: 'schema',
  declare(command, act, host) {
    command.description('print the JSON Schema (draft-07) of scenario files').action(() =>
      act(async () => {
        host.out(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
        return EXIT.pass
      }),
    )
  },
}
