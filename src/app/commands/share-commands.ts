import { compareCommand, fileWord, shellWord } from '../state/compare-command.ts'
import { copyText } from '../state/copy-text.ts'
import { useDocument } from '../state/document.ts'
import { tell } from '../state/messages.ts'
import { lookedAt, sidesOfFile, useSides } from '../state/sides.ts'
import { enterRoom, useView } from '../state/view.ts'
import type { Command } from './command.ts'

const group = 'Share'

/** The command line that computes what is looked at. */
export function presentCommand(): string {
  const { file, options } = useDocument.getState()
  const { option, compareWith, room, site } = useView.getState()
  const { chosen, importance } = useSides.getState()
  if (room === 'decide') {
    const { base, others } = lookedAt(sidesOfFile(options), option, compareWith, chosen)
    const { command } = compareCommand({ file, base, others, importance })
    if (command !== null) return command
  }
  return ['npx nameplate run', fileWord(file), ...(option === null ? [] : ['--option', shellWord(option)]), ...(site === null ? [] : ['--site', shellWord(site)])].join(' ')
}

async function copyLink(): Promise<void> {
  const { presentAddress } = await import('../link/present-link.ts')
  const found = presentAddress()
  if ('problem' in found) tell(found.problem, 'problem')
  else await copyText(found.address, 'Link copied. It holds the text and what you look at; nothing was sent anywhere.')
}

/** The Decide room is what prints; it is drawn before the dialog of the browser stops the page. */
async function printDecision(): Promise<void> {
  await import('../panels/decide/decide-panel.tsx')
  enterRoom('decide')
  requestAnimationFrame(() => requestAnimationFrame(() => print()))
}

export const shareCommands: readonly Command[] = [
  { id: 'share.link', label: 'Copy link to what is shown', group, keys: 'Mod+Shift+L', run: copyLink },
  { id: 'share.command', label: 'Copy as command line', group, run: () => void copyText(presentCommand(), 'Command line copied. Save the text beside it under the same name.') },
  { id: 'share.print', label: 'Print what there is to decide', group, run: printDecision },
]
