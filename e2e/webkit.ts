import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { type Commands, type DrivenWindow, driveWindow } from './driven-window.ts'
import { findFreePorts } from './free-ports.ts'

const libraries = '/usr/lib/x86_64-linux-gnu'
const folder = existsSync(libraries)
  ? readdirSync(libraries).find((name) => name.startsWith('webkit2gtk-4'))
  : undefined
const miniBrowser = path.join(libraries, folder ?? '', 'MiniBrowser')
const needed = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb', miniBrowser]

/** Why tests in WebKit are skipped; false if it is installed. */
export const noWebKit =
  !needed.every((file) => existsSync(file)) && 'no WebKit is installed (apt-get install webkit2gtk-driver xvfb)'

/** Starts WebKit on a screen of its own; nothing of it is seen, and all of it ends with `close`. */
export async function startWebKit(): Promise<DrivenWindow> {
  const running: ChildProcess[] = []
  const display = await startScreen(running)
  const [port = 0] = await findFreePorts(1)
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_DMABUF_RENDERER: '1', LIBGL_ALWAYS_SOFTWARE: '1' }
  running.push(spawn('/usr/bin/WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' }))
  const stop = async () => {
    for (const child of running.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill()
      await once(child, 'exit')
    }
  }
  const driver = `http://127.0.0.1:${port}`
  try {
    await untilUp(driver)
    const options = { binary: miniBrowser, args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const { sessionId } = await send<{ readonly sessionId: string }>('POST', `${driver}/session`, { capabilities })
    return driveWindow(toCommands(`${driver}/session/${sessionId}`, stop))
  } catch (error) {
    await stop()
    throw error
  }
}

function toCommands(session: string, stop: () => Promise<void>): Commands {
  const post = <T>(command: string, body: unknown) => send<T>('POST', `${session}/${command}`, body)
  return {
    open: (url) => post('url', { url }),
    url: () => send('GET', `${session}/url`),
    run: (script) => post('execute/sync', { script, args: [] }),
    find: (selector) => post('element', { using: 'css selector', value: selector }),
    type: (element, text) => post(`element/${element}/value`, { text }),
    click: (element) => post(`element/${element}/click`, {}),
    cookies: () => send('GET', `${session}/cookie`),
    async close() {
      await send('DELETE', session).catch(() => undefined)
      await stop()
    },
  }
}

/** Starts an X server on a display that is free, and returns its name. */
async function startScreen(running: ChildProcess[]): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp']
  const screen = spawn('/usr/bin/Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  running.push(screen)
  const [number] = await Promise.race([once(screen.stdio[3] as Readable, 'data'), once(screen, 'exit')])
  return `:${String(number).trim()}`
}

async function untilUp(driver: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await fetch(`${driver}/status`).catch(() => undefined)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('WebKitWebDriver does not answer')
}

async function send<T>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const { value } = (await response.json()) as { readonly value: T & { readonly message?: string } }
  if (!response.ok) throw new Error(`WebDriver: ${value?.message} (${method} ${url})`)
  return value
}
