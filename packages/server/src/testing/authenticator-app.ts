import { spawnSync } from 'node:child_process'
import type { Browser, Page } from '../../../../conformance/browser/browser.ts'
import { stepOf, toBase32, totpCode } from '../accounts/second-factor/totp.ts'

/** Reads the key in base32 from a page that sets up an authenticator app. */
export function readKey(page: Page): string {
  const key = /<code class="set-up-key">(?:<bdi>)?([A-Z2-7 ]+)/.exec(page.html)?.[1]
  if (key === undefined) throw new Error(`no key of an authenticator app at ${page.url} (${page.status})`)
  return key.replaceAll(' ', '')
}

/** Computes the code of a moment, in milliseconds, by `oathtool`; by our own code where that is not installed. */
export function codeAt(key: string, now: number): string {
  const at = `@${Math.floor(now / 1000)}`
  const { status, stdout } = spawnSync('oathtool', ['--totp', '--base32', '--now', at, key], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : totpCode(fromBase32(key), stepOf(now))
}

/** Sets up an app on a page with the fields `secret` and `code`. */
export async function confirmApp(browser: Browser, page: Page, now: number) {
  const key = readKey(page)
  const shown = await browser.submit(page, 'secret', { code: codeAt(key, now) })
  const codes = [...shown.html.matchAll(/<li><code>([\w-]+)<\/code>/g)].map(([, code = '']) => code)
  return { key, shown, codes }
}

function fromBase32(text: string): Uint8Array {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  if (toBase32(bytes) !== text) throw new Error(`${text} is not base32`)
  return bytes
}
