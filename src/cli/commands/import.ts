import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { importSheet } from '../../exchange/importers/index.ts'
import type { ImportIssue } from '../../exchange/import-issue.ts'
import { MAX_SHEET_BYTES } from '../../exchange/sheet.ts'
import { applyEdits, importRows, SHEET_KINDS, type SheetImport } from '../../exchange/spreadsheet/index.ts'
import { showValue } from '../../scenario/issue.ts'
import { parse } from '../../scenario/parse.ts'
import type { CliCommand } from '../command.ts'
import { collectMap, oneOf, UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { reasonOf } from '../file-issue.ts'
import type { Host } from '../host.ts'
import { issuesText } from '../issues-text.ts'
import { readText } from '../read-scenario.ts'

interface Flags {
  readonly into: string
  readonly map?: Record<string, string>
  readonly sheet?: string
  readonly dryRun?: boolean
  readonly format: 'text' | 'json'
}

const KINDS = SHEET_KINDS.map(({ id }) => id)

/** `racks.xlsx: row 4, column C (Qty): “many” is not a whole number`. */
function issueLine(file: string, { line, column, message, severity }: ImportIssue): string {
  const place = [line === undefined ? '' : `row ${line}`, column === undefined ? '' : `column ${column}`].filter(text => text !== '').join(', ')
  return `${file}: ${place === '' ? '' : `${place}: `}${severity === 'warn' ? 'warning: ' : ''}${message}`
}

function changesText({ edits, rowCount }: SheetImport, file: string): string {
  const lines = edits.map(({ written, before, value, row }) => `  ${written}: ${showValue(before) ?? 'nothing'} → ${showValue(value) ?? 'nothing'}  (row ${row})`)
  return `${rowCount} row${rowCount === 1 ? '' : 's'} of ${file} ${edits.length === 0 ? 'say what the scenario says already' : `change${rowCount === 1 ? 's' : ''} ${edits.length} value${edits.length === 1 ? '' : 's'}`}\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}`
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > MAX_SHEET_BYTES) throw new UsageError(`${file} has ${size} bytes; at most ${MAX_SHEET_BYTES} are read`)
    return await readFile(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} ${reasonOf(error)}`)
  }
}

/** Writes beside the file first, so that a disk that is full leaves the old text. */
async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}.part`
  await writeFile(next, text)
  await rename(next, file)
}

function told(host: Host, file: string, found: SheetImport, format: Flags['format'], errors: readonly ImportIssue[]): void {
  for (const issue of format === 'json' ? [] : found.issues) host.say(issueLine(file, issue))
  if (format === 'json') host.out(`${JSON.stringify({ rows: found.rowCount, headerRow: found.headerRow, columns: found.columns, edits: found.edits, issues: found.issues }, null, 2)}\n`)
  else if (errors.length === 0) host.out(changesText(found, file))
}

async function work(host: Host, kindId: string, file: string, flags: Flags): Promise<ExitCode> {
  const kind = SHEET_KINDS.find(({ id }) => id === kindId)
  if (kind === undefined) throw new UsageError(`the kind is one of ${KINDS.join(', ')}, not '${kindId}'`)
  const bytes = await readBytes(file)
  const scenario = await readText(flags.into)
  if ('issue' in scenario) throw new UsageError(`${flags.into} ${scenario.issue.message}`)
  const parsed = parse(scenario.text)
  if (!parsed.ok) {
    host.say(issuesText(parsed.error.map(issue => ({ ...issue, file: flags.into }))).trimEnd())
    return EXIT.invalidScenario
  }
  const sheet = importSheet(bytes, flags.sheet)
  if (!sheet.ok) {
    for (const issue of sheet.error) host.say(issueLine(file, issue))
    return EXIT.invalidScenario
  }
  const found = importRows(kind, sheet.value.table, parsed.value.data, flags.map ?? {})
  const errors = found.issues.filter(({ severity }) => severity === 'error')
  told(host, file, found, flags.format, errors)
  if (errors.length > 0) return EXIT.invalidScenario
  const edited = applyEdits(scenario.text, found.edits, flags.into)
  if (!edited.ok) {
    host.say(issuesText(edited.error).trimEnd())
    host.say(`${flags.into} is unchanged: with these rows it would not be valid`)
    return EXIT.invalidScenario
  }
  if (flags.dryRun === true || found.edits.length === 0) return EXIT.pass
  if (flags.into === '-') host.out(edited.value)
  else {
    await replaceFile(flags.into, edited.value)
    host.say(`wrote ${flags.into}; next: nameplate validate ${flags.into}`)
  }
  return EXIT.pass
}

/** Takes racks, milestones, assets or orders from a spreadsheet into the text of a scenario, whose comments and layout stay. */
export const importCommand: CliCommand = {
  name: 'import',
  declare(command, act, host) {
    command
      .description('take racks, milestones, assets or orders from a spreadsheet (CSV or XLSX) into a scenario')
      .argument('<kind>', `one of ${KINDS.join(', ')}`)
      .argument('<file>', 'spreadsheet: .csv, .tsv or .xlsx')
      .requiredOption('--into <scenario>', 'scenario file whose text is changed')
      .option('--map <field=column>', 'heading or letter of the column of a field; commas between several, may be repeated', collectMap)
      .option('--sheet <name>', 'sheet of a workbook; the first one when left out')
      .option('--dry-run', 'say what would change and write nothing')
      .option('--format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text')
      .addHelpText('after', () => `\nFields:\n${SHEET_KINDS.map(({ id, help, fields }) => `  ${id}: ${help}\n${fields.map(field => `    ${field.name.padEnd(10)} ${field.help}${field.isRequired ? ' (required)' : ''}`).join('\n')}`).join('\n')}\n\nFormulas are never worked out. Exit codes: 0 done, 2 usage, 3 something in the sheet or the scenario is wrong; then nothing is written.`)
      .action((kind: string, file: string, flags: Flags) => act(() => work(host, kind, file, flags)))
  },
}
