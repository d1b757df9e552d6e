import { copyText } from '../state/copy-text.ts'
import { useDocument } from '../state/document.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'

const quoted = (text: string): string => (/^[\w./=:-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)

/** The command that answers the same question in a terminal. */
export function CommandLine({ verb, more, hasOption = true }: { readonly verb: string; readonly more: string; readonly hasOption?: boolean }): React.ReactNode {
  const file = useDocument(document => document.file)
  const option = useView(view => view.option)
  const text = `nameplate ${verb} ${quoted(file)}${hasOption && option !== null ? ` --option ${quoted(option)}` : ''}${more}`
  return (
    <p className="study-command">
      <code>{text}</code>
      <Button label="Copy" title="Copy the command that answers this in a terminal" onClick={() => void copyText(text, 'Command copied')} />
    </p>
  )
}
