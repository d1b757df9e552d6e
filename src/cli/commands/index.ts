/** All commands, in the order of `--help`. */
import type { CliCommand } from '../command.ts'
import { audit } from './audit.ts'
import { chart } from './chart.ts'
import { compare } from './compare.ts'
import { convert } from './convert.ts'
import { designDay } from './design-day.ts'
import { explain } from './explain.ts'
import { fabric } from './fabric.ts'
import { importCommand } from './import.ts'
import { init } from './init.ts'
import { life } from './life.ts'
import { orderBy } from './order-by.ts'
import { place } from './place.ts'
import { run } from './run.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

export const commands: readonly CliCommand[] = [validate, run, chart, compare, audit, designDay, place, fabric, life, orderBy, explain, schema, importCommand, convert, init]
