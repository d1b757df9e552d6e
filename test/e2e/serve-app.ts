/** Before the tests of the built app: builds it, unless that was just done, and serves it; the address reaches the tests as `appUrl`. */
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { serveApp } from '../../.ci/app-page.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    appUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const { VITEST, NODE_ENV } = process.env
  // The configuration of the build, and what users get, not what the tests run under.
  delete process.env.VITEST
  process.env.NODE_ENV = 'production'
  if (process.env.NAMEPLATE_APP_BUILT === undefined) await build({ logLevel: 'error' })
  process.env.VITEST = VITEST
  process.env.NODE_ENV = NODE_ENV
  const server = await serveApp()
  project.provide('appUrl', server.url)
  return () => server.close()
}
