/** Entry of the browser worker. */
import * as Comlink from 'comlink'
import { createSession } from '../session.ts'
import { transferring } from '../transfer.ts'
import { holdLife } from './life.ts'

Comlink.expose(transferring(createSession()))
holdLife()
