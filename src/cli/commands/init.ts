import { writeFile } from 'node:fs/promises'
import campus from '../../../scenarios/dallas-100mw.yaml?raw'
import twoSites from '../../../scenarios/inference-fleet.yaml?raw'
import quickstart from '../../../scenarios/quickstart.yaml?raw'
import { daysFromCivil, formatDate, parseDate } from '../../base/civil-date.ts'
import { sizeStarter, type StarterRequest, starterSite } from '../../engine/preflight/starter-sizes.ts'
import { CLIMATES, climateOf } from '../../scenario/catalog/climates.ts'
import { racks } from '../../scenario/catalog/racks.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { readQuantity, toUnit } from '../../scenario/schema/quantity-text.ts'
import { templatesOf } from '../../scenario/templates.ts'
import type { CliCommand } from '../command.ts'
import { UsageError } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import type { Host } from '../host.ts'

const TEMPLATES = templatesOf({ quickstart, campus, twoSites })
const RACKS = Object.keys(racks.entries)
const IT_MAX_W = 5e9

interface Flags {
  readonly template?: string
  readonly site?: string
  readonly it?: string
  readonly accelerator?: string
  readonly start?: string
  readonly force?: boolean
}

/** One of a list of names, or words that help. */
function known<T>(flag: string, name: string, names: readonly string[], found: T | undefined): T {
  if (found !== undefined) return found
  const nearest = nearestName(name, names)
  throw new UsageError(`${flag} does not know '${name}'${nearest === undefined ? '' : `, did you mean ${nearest}?`} One of: ${names.join(', ')}`)
}

function watts(text: string): number {
  const quantity = readQuantity(text)
  const value = quantity.ok ? toUnit(quantity.value, 'W') : quantity
  if (!value.ok || !(value.value > 0 && value.value <= IT_MAX_W)) throw new UsageError(`--it takes the IT power at nameplate from 10 kW to 5 GW, such as 100MW, not '${text}'`)
  return value.value
}

/** First day of the plan: as stated, else the next first of January. */
function startDay(text: string | undefined): number {
  const today = new Date()
  if (text === undefined) return daysFromCivil(today.getUTCFullYear() + 1, 1, 1)
  const day = parseDate(text)
  if (day === undefined) throw new UsageError(`--start takes a day such as 2027-01-01, not '${text}'`)
  return day
}

function requestOf(flags: Flags): StarterRequest {
  if (flags.site === undefined || flags.it === undefined) throw new UsageError('a sized site needs both --site CLIMATE and --it POWER')
  if (flags.template !== undefined) throw new UsageError('--template and --site exclude each other')
  const climate = known('--site', flags.site, CLIMATES.map(({ id }) => id), climateOf(flags.site))
  const model = flags.accelerator ?? 'gb200-nvl72'
  known('--accelerator', model, RACKS, racks.entries[model])
  const request = { climate, model, itW: watts(flags.it), startDay: startDay(flags.start) }
  const { rack, racksPerBlock } = starterSite(request)
  if (racksPerBlock < 1) throw new UsageError(`--it ${flags.it} is less than one rack of ${model}, ${(rack.max / 1000).toFixed(0)} kW`)
  return request
}

/** Sizes a site and says what it has become; findings that no number of machines would end are told. */
function sizedText(host: Host, flags: Flags): string {
  const request = requestOf(flags)
  const { text, site, sizes, left } = sizeStarter(request)
  host.say(`${site.blocks} × ${site.racksPerBlock} racks from ${formatDate(request.startDay)} on, two feeds of ${sizes.feedMw} MW; per block ${sizes.upsModules} UPS modules, ${sizes.blockTransformers} transformers, ${sizes.generators} standby sets`)
  for (const { code, message } of left) host.say(`not solved by more machines: ${code}: ${message}`)
  return text
}

function templateText(name: string = TEMPLATES[0].id): string {
  return known('--template', name, TEMPLATES.map(({ id }) => id), TEMPLATES.find(({ id }) => id === name)).text
}

/** Writes a commented scenario to start from; never over an existing file. */
export const init: CliCommand = {
  name: 'init',
  declare(command, act, host) {
    command
      .description('write a commented scenario to start from: a template, or a site sized for a climate and a power')
      .argument('[file]', 'where to write it, - for standard output', 'scenario.yaml')
      .option('--template <id>', `one of ${TEMPLATES.map(({ id }) => id).join(', ')} (default ${TEMPLATES[0].id})`)
      .option('--site <climate>', `size a site here: ${CLIMATES.map(({ id }) => id).join(', ')}`)
      .option('--it <power>', 'its IT power at nameplate, such as 100MW')
      .option('--accelerator <rack>', `its racks (default gb200-nvl72): ${RACKS.join(', ')}`)
      .option('--start <date>', 'first day of its plan (default: the next first of January)')
      .option('--force', 'overwrite an existing file')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const isSized = flags.site !== undefined || flags.it !== undefined || flags.accelerator !== undefined || flags.start !== undefined
          const text = isSized ? sizedText(host, flags) : templateText(flags.template)
          if (file === '-') {
            host.out(text)
            return EXIT.pass
          }
          try {
            await writeFile(file, text, { flag: flags.force === true ? 'w' : 'wx' })
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
