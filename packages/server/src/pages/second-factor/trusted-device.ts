import type { LoginAccount, SecondFactorStore } from '../../accounts/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { OAuthRequest } from '../../oauth/request.ts'
import type { BrowserOptions } from '../browser.ts'

/** How long a device is trusted, in seconds. */
const lifetime = 30 * 86_400

const deviceCookie = 'valetkey-device'

export interface DeviceOptions extends Pick<BrowserOptions, 'web' | 'clock' | 'random'> {
  readonly secondFactors: Pick<SecondFactorStore, 'trust' | 'useDevice'>
}

/** Whether the user trusts this browser, so that it needs no second step. */
export async function isTrustedDevice(
  request: OAuthRequest,
  account: LoginAccount,
  { web, clock, secondFactors }: Pick<DeviceOptions, 'web' | 'clock' | 'secondFactors'>,
): Promise<boolean> {
  const secret = web.readCookie(request.headers.get('cookie'), deviceCookie)
  return secret !== undefined && secondFactors.useDevice(account.id, hashOf(account, secret), clock())
}

/** Trusts this browser from now on, and returns the cookie by which it is known; one serves all accounts. */
export async function trustDevice(
  request: OAuthRequest,
  account: LoginAccount,
  { web, clock, random, secondFactors }: DeviceOptions,
): Promise<string> {
  const secret = web.readCookie(request.headers.get('cookie'), deviceCookie) ?? random(32)
  const now = clock()
  await secondFactors.trust(account.id, {
    hash: hashOf(account, secret),
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 200),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + lifetime * 1000,
  })
  return web.writeCookie(deviceCookie, secret, lifetime)
}

/** With the version of the credentials in it, trust ends with every change of them, whatever made it. */
function hashOf({ id, credentialsVersion }: LoginAccount, secret: string): string {
  return hashSecret('device', JSON.stringify([id, credentialsVersion, secret]))
}
