/** Planned days of a block, for plans that come from somebody else’s schedule. */
import { date, optional, optionalSection } from './fields.ts'

const day = (what: string) => optional(date({ help: `Planned end of ${what}; counted back from the next one by the median duration when left out.` }))

export const milestonesSection = optionalSection(
  {
    shell: day('civil works and shell'),
    roughIn: day('rough-in'),
    level2: day('level 2'),
    level3: day('level 3'),
    level4: day('level 4'),
    level5: optional(date({ help: 'Planned end of level 5; the ready date when left out.' })),
  },
  { help: 'Planned days of the block. Nothing begins earlier than such a day less its median duration; as planned, each step ends on its day.' },
)
