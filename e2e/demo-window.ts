import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Demo } from '../examples/start-demo.ts'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { startSite } from './site.ts'

/** The demo and a browser for the tests of one file. */
export interface DemoWindow {
  /** Where the demo is, once a test runs. */
  readonly site: Pick<Demo, 'issuer' | 'api' | 'web' | 'notes' | 'closeApi'>
  /** Runs a test's steps in a window that shares no cookie with another; fails if the browser reported an error. */
  inWindow(act: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void>
}

/** Starts the demo and a Chromium before the tests of a file, and ends both after them. */
export function useDemo(): DemoWindow {
  let demo: Demo | undefined
  let browser: Browser | undefined
  before(async () => {
    if (noBrowser) return
    demo = await startSite()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await demo?.close()
  })
  const started = <T>(one: T | undefined): T => one ?? assert.fail('the demo runs within tests only')
  return {
    site: {
      get issuer() {
        return started(demo).issuer
      },
      get api() {
        return started(demo).api
      },
      get web() {
        return started(demo).web
      },
      get notes() {
        return started(demo).notes
      },
      closeApi: () => started(demo).closeApi(),
    },
    async inWindow(act, options) {
      const { page, complaints, close } = await openWindow(started(browser), options)
      try {
        await act(page)
        assert.deepEqual(complaints, [], 'the browser reported no error')
      } finally {
        await close()
      }
    },
  }
}
