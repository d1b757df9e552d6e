/** Entry of the worker thread on Node. */
import * as Comlink from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { parentPort } from 'node:worker_threads'
import { createSession } from '../session.ts'
import { transferring } from '../transfer.ts'

if (parentPort === null) throw new Error('this file is the entry of a worker thread')
Comlink.expose(transferring(createSession()), nodeEndpoint(parentPort))
