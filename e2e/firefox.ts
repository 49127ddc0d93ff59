import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Cookie, type DrivenWindow, driveWindow } from './driven-window.ts'
import { findFreePorts } from './free-ports.ts'
import { connectMarionette } from './marionette.ts'

const binary = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => existsSync(file))

/** Why tests in Firefox are skipped; false if it is installed. */
export const noFirefox = binary === undefined && 'no Firefox is installed (apt-get install firefox-esr)'

/** Keeps Firefox from fetching anything of its own, and lets no page open before the first. */
const preferences: Readonly<Record<string, string | number | boolean>> = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
}

/** Starts a Firefox without a screen, under a profile that is removed by `close`. */
export async function startFirefox(): Promise<DrivenWindow> {
  const profile = mkdtempSync(path.join(tmpdir(), 'valetkey-firefox-'))
  const [port = 0] = await findFreePorts(1)
  const lines = Object.entries({ ...preferences, 'marionette.port': port }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(path.join(profile, 'user.js'), lines.join('\n'))
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile]
  const env = { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' }
  const firefox = spawn(binary ?? 'firefox', args, { env, stdio: 'ignore' })
  const stop = async () => {
    if (firefox.exitCode === null && firefox.signalCode === null) {
      const exited = once(firefox, 'exit')
      firefox.kill()
      await exited
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const { send, close } = await connectMarionette(port)
    await send('WebDriver:NewSession', {})
    return driveWindow({
      open: (url) => send('WebDriver:Navigate', { url }),
      url: async () => toValue<string>(await send('WebDriver:GetCurrentURL')),
      run: async (script) => toValue(await send('WebDriver:ExecuteScript', { script, args: [] })),
      find: async (value) => toValue(await send('WebDriver:FindElement', { using: 'css selector', value })),
      type: (id, text) => send('WebDriver:ElementSendKeys', { id, text }),
      click: (id) => send('WebDriver:ElementClick', { id }),
      cookies: async () => (await send('WebDriver:GetCookies')) as readonly Cookie[],
      async close() {
        await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
        close()
        await stop()
      },
    })
  } catch (error) {
    await stop()
    throw error
  }
}

function toValue<T>(result: unknown): T {
  return (result as { readonly value: T }).value
}
