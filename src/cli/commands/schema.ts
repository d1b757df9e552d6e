import { FIGURE_COLUMNS } from '../../analysis/figure-text.ts'
import { scenarioJsonSchema } from '../../scenario/json-schema.ts'
import type { CliCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { resultsSchema } from '../../exchange/results-schema.ts'

/** The JSON Schema of scenario files, for editors and other tools; or what the tables of results are made of. */
export const schema: CliCommand = {
  name: 'schema',
  declare(command, act, host) {
    command.description('print the JSON Schema (draft-07) of scenario files, or what the tables of results are made of').option('--results', 'the tables that run and export write').action((flags: { results?: boolean }) =>
      act(async () => {
        host.out(`${JSON.stringify(flags.results === true ? resultsSchema(FIGURE_COLUMNS) : scenarioJsonSchema(), null, 2)}\n`)
        return EXIT.pass
      }),
    )
  },
}
