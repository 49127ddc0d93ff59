import assert from 'node:assert/strict'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { type DemoWindow, useDemo } from './demo-window.ts'
import { logIn } from './steps.ts'

/** The demo with windows in which alice is logged in: she logs in once for all tests of a file. */
export function usePlayground(): DemoWindow {
  const { site, inWindow } = useDemo()
  let login: Promise<BrowserContextOptions['storageState']> | undefined
  const begin = async () => {
    let state: BrowserContextOptions['storageState']
    await inWindow(async (page) => {
      await page.goto(`${site.issuer}/keys`)
      await logIn(page)
      await page.waitForURL(`${site.issuer}/keys`)
      state = await page.context().storageState()
    })
    return state
  }
  return {
    site,
    async inWindow(act, options) {
      login ??= begin()
      const storageState = await login
      await inWindow(act, { ...(storageState && { storageState }), reducedMotion: 'reduce', ...options })
    },
  }
}

/** Opens the playground; with a fragment, as a link to a scenario does. */
export async function openPlayground(page: Page, issuer: string, fragment = ''): Promise<void> {
  await page.goto('about:blank') // a page whose fragment alone changes is not loaded again
  await page.goto(`${issuer}/playground${fragment === '' ? '' : `#${fragment}`}`)
  await page.waitForSelector('[data-action=send]:enabled')
}

/** Has alice log in and allow everything in each window that the playground opens. A page of errors she closes. */
export function answerWindows(page: Page): void {
  page.on('popup', (popup) => {
    answerAgain(popup)
  })
}

/** A page that leads to another one interrupts what is asked of it. */
async function answerAgain(popup: Page): Promise<void> {
  while (!popup.isClosed()) await answer(popup).catch(() => undefined)
}

async function answer(popup: Page): Promise<void> {
  while (!popup.isClosed()) {
    if ((await popup.locator('[name=username]').count()) > 0) await logIn(popup)
    else if ((await popup.locator('[name=decision][value=allow]').count()) > 0) {
      await popup.click('[name=decision][value=allow]')
    } else if (await popup.evaluate(isErrorPage)) return popup.close()
    await popup.waitForTimeout(50)
  }
}

function isErrorPage(): boolean {
  const [page] = performance.getEntriesByType('navigation')
  const status = page && 'responseStatus' in page ? Number(page.responseStatus) : 0
  return document.readyState === 'complete' && status >= 400
}

/** Chooses a flow by its name. */
export async function chooseFlow(page: Page, name: string): Promise<void> {
  await page.click('.picker summary')
  await page.click(`[data-flow="${name}"]`)
  await page.waitForSelector('[data-action=send]:enabled')
}

/** Presses the button of the next step and waits for all that it sends. Returns what a screen reader says of the end. */
export async function sendStep(page: Page): Promise<string> {
  const before = await announced(page)
  await page.click('[data-action=send]')
  return waitForAnswer(page, before)
}

/** Waits until something else than `before` is the last that happened, and nothing is waited for. */
export async function waitForAnswer(page: Page, before: string): Promise<string> {
  await page.waitForFunction(
    (old) => {
      const said = document.querySelector('[data-announcer]')?.textContent ?? ''
      const send = document.querySelector<HTMLButtonElement>('[data-action=send]')
      return (
        said !== old &&
        !said.endsWith(': sent.') &&
        !document.querySelector('.badge.waiting') &&
        send?.disabled !== true
      )
    },
    before,
    { timeout: 25_000, polling: 50 },
  )
  return announced(page)
}

/** What the page says of the newest exchange, such as `3. List the contacts: done.` */
export async function announced(page: Page): Promise<string> {
  return (await page.locator('[data-announcer]').textContent()) ?? ''
}

/** Sends steps until the flow is over, and returns what was said of each. */
export async function playToEnd(page: Page): Promise<readonly string[]> {
  const said: string[] = []
  while ((await page.locator('[data-action=send]').count()) > 0) {
    said.push(await sendStep(page))
    assert.ok(said.length < 12, `the flow does not end: ${said.join(' ')}`)
  }
  return said
}
