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
  const asTest = process.env.VITEST
  delete process.env.VITEST // the configuration of the build, not that of the tests
  if (process.env.NAMEPLATE_APP_BUILT === undefined) await build({ logLevel: 'error' })
  process.env.VITEST = asTest
  const server = await serveApp()
  project.provide('appUrl', server.url)
  return () => server.close()
}
