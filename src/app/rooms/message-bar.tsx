/** The last message of the app, at the bottom of the window. What is done goes by itself; problems and offers stay until they are dismissed. */
import { useEffect } from 'react'
import { dismiss, type Message, useMessage } from '../state/messages.ts'
import { Button } from '../widgets/button.tsx'

const SHOWN_MS = 6000

function take(action: Message['action']): void {
  dismiss()
  action?.run()
}

export function MessageBar(): React.ReactNode {
  const message = useMessage(state => state.message)
  useEffect(() => {
    if (message?.kind !== 'done') return undefined
    const timer = setTimeout(dismiss, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [message])
  return (
    <div className="message-place" role="status">
      {message === null ? null : (
        <div className={`message ${message.kind}`}>
          <span>{message.text}</span>
          {message.action === undefined ? null : <Button label={message.action.label} className="primary" onClick={() => take(message.action)} />}
          <Button icon="close" iconOnly label="Dismiss" onClick={dismiss} />
        </div>
      )}
    </div>
  )
}
