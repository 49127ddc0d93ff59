import { toBase32, toOtpAuth } from '../../accounts/second-factor/totp.ts'
import { type Html, html } from '../../ui/html.ts'
import type { Browser } from '../browser.ts'
import type { Web } from '../ports.ts'
import type { SetUp } from './page.ts'

/** How long a secret may wait to be confirmed, in milliseconds. */
const lifetime = 30 * 60_000

export interface SetUpOptions {
  readonly web: Pick<Web, 'sealer'>
  readonly clock: () => number
  readonly random: (bytes: number) => string
  /** Names this server in the app. */
  readonly issuer: string
}

/** Who sets up an app, where. */
export interface SettingUp {
  readonly browser: Pick<Browser, 'secret'>
  readonly account: { readonly id: string; readonly username: string }
}

/** Makes a new secret. It is stored once a code has confirmed it; until then the form carries it, encrypted. */
export function newSecret({ random }: Pick<SetUpOptions, 'random'>): Uint8Array {
  return Buffer.from(random(20), 'base64url')
}

/** Draws what the user's app needs of a secret. */
export async function showSetUp(secret: Uint8Array, who: SettingUp, options: SetUpOptions): Promise<SetUp> {
  const { web, clock, issuer } = options
  const address = toOtpAuth(secret, { server: new URL(issuer).host, username: who.account.username })
  const text = `${clock() + lifetime}.${Buffer.from(secret).toString('base64url')}`
  return {
    picture: await draw(address),
    key: (toBase32(secret).match(/.{1,4}/g) ?? []).join(' '),
    sealedKey: web.sealer.seal(text, toBinding(who)),
  }
}

/** Reads the secret that a form returned; undefined for one of another browser or account, or an old one. */
export function readSetUp(
  sealed: string | undefined,
  who: SettingUp,
  { web, clock }: Pick<SetUpOptions, 'web' | 'clock'>,
): Uint8Array | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(who))
  const [, until, secret] = /^(\d+)\.([\w-]+)$/.exec(text ?? '') ?? []
  return secret === undefined || Number(until) <= clock() ? undefined : Buffer.from(secret, 'base64url')
}

/** Draws a QR code as one path, black on white in each colour scheme, since cameras need that. */
async function draw(text: string): Promise<Html> {
  const { encode } = await import('uqr')
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return html`<svg viewBox="0 0 ${size} ${size}" aria-hidden="true" focusable="false" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`
}

function toBinding({ browser, account }: SettingUp): string {
  return `authenticator app|${browser.secret}|${account.id}`
}
