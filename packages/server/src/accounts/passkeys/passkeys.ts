import { hash } from 'node:crypto'
import type { Instant } from '@valetkey/protocol'
import type { Notice } from '../mail/mail.ts'
import type { Account, LoginAccount } from '../ports.ts'
import {
  type ChallengeOptions,
  type ChallengeSubject,
  challengeLifetime,
  makeChallenge,
  openChallenge,
} from './challenge.ts'
import { namePasskey } from './makers.ts'
import { readPasskeyResponse } from './response.ts'
import type { Passkey, PasskeyRemoval, PasskeyStore } from './store.ts'
import { passkeyAlgorithms, type RelyingParty, verifyNewPasskey, verifyPasskey } from './verify.ts'

/** How many passkeys an account may have. */
export const mostPasskeys = 20

/** Characters of a name. */
const longestName = 60

export interface PasskeysOptions extends ChallengeOptions {
  readonly store: PasskeyStore
  readonly issuer: string
  /** Whether a device must check who uses it: `preferred` also accepts those that cannot. */
  readonly userVerification: 'preferred' | 'required'
  /** The name of this server, as devices show it. */
  readonly name: string
}

/** The account for which a passkey is added, or whose login one confirms. */
export type PasskeyOwner = Pick<Account, 'id' | 'username' | 'displayName'>

/** A response of a browser, and for whom it has to be. */
export interface PasskeyAttempt {
  /** The JSON text that the page's script sent. */
  readonly response: string
  readonly browser: string
  readonly now: Instant
}

export type NewPasskeyResult =
  | { readonly outcome: 'added'; readonly passkey: Pick<Passkey, 'id' | 'name'> }
  | { readonly outcome: 'refused' | 'expired' | 'full' | 'taken' | 'gone' }

/** The result of a login. The account of a refused one is for the audit log only, not for the caller. */
export type PasskeyResult =
  | {
      readonly outcome: 'welcome'
      readonly account: LoginAccount
      readonly methods: readonly string[]
      readonly passkey: Pick<Passkey, 'id' | 'name'>
      readonly isUserVerified: boolean
    }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'refused'; readonly accountId: string | undefined; readonly detail: string }

/** Adds, checks and lists passkeys. */
export interface Passkeys {
  /** Writes the options of `navigator.credentials.create`, as JSON. */
  creationOptions(owner: PasskeyOwner, browser: string, now: Instant): Promise<string>
  /** Writes the options of `navigator.credentials.get`, as JSON, for a login with any passkey. */
  loginOptions(browser: string, now: Instant): string
  /** Writes those that confirm a login of one account, as a second step. */
  confirmOptions(owner: Pick<Account, 'id'>, browser: string, now: Instant): Promise<string>
  add(
    owner: PasskeyOwner,
    attempt: PasskeyAttempt & { readonly userAgentName: string; readonly notice: Notice },
  ): Promise<NewPasskeyResult>
  /**
   * Checks a login: of whom the passkey belongs to, or of one account that is known already. An unknown passkey and one of a
   * disabled account look the same.
   */
  verify(owner: Pick<Account, 'id'> | undefined, attempt: PasskeyAttempt): Promise<PasskeyResult>
  list(accountId: string): Promise<readonly Passkey[]>
  /** Renames a passkey and returns its name; undefined for one that the account does not have, or an empty name. */
  rename(id: string, accountId: string, name: string): Promise<string | undefined>
  remove(id: string, accountId: string, change: Omit<PasskeyRemoval, 'version'>): ReturnType<PasskeyStore['remove']>
}

/** Whether browsers offer passkeys at an issuer: they need https or localhost, and a name instead of an address. */
export function mayHavePasskeys(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer)
  if (/^[\d.]+$|^\[/.test(hostname)) return false
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
}

export function createPasskeys(options: PasskeysOptions): Passkeys {
  const { store, issuer, userVerification, name: serverName, random } = options
  const { origin, hostname } = new URL(issuer)
  const party: RelyingParty = { id: hostname, origin, requiresUserVerification: userVerification === 'required' }
  const asked = { timeout: challengeLifetime, userVerification }
  const writeRequest = (subject: ChallengeSubject, allowCredentials: readonly object[], now: Instant) =>
    JSON.stringify({ rpId: hostname, challenge: makeChallenge(subject, now, options), ...asked, allowCredentials })
  return {
    async creationOptions(owner, browser, now) {
      return JSON.stringify({
        rp: { id: hostname, name: serverName },
        user: { id: userHandleOf(owner.id), name: owner.username, displayName: owner.displayName },
        challenge: makeChallenge({ purpose: 'add', browser, accountId: owner.id }, now, options),
        pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
        timeout: asked.timeout,
        attestation: 'none',
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification },
        excludeCredentials: (await store.list(owner.id)).map(toDescriptor),
        extensions: { credProps: true },
      })
    },
    loginOptions: (browser, now) => writeRequest({ purpose: 'log-in', browser }, [], now),
    confirmOptions: async (owner, browser, now) =>
      writeRequest(toSubject(owner, browser), (await store.list(owner.id)).map(toDescriptor), now),
    async add(owner, { response: text, browser, now, userAgentName, notice }) {
      const response = readPasskeyResponse(text)
      if (response === undefined) return { outcome: 'refused' }
      const opened = openChallenge(response.challenge, { purpose: 'add', browser, accountId: owner.id }, now, options)
      if (opened.outcome !== 'open') return { outcome: opened.outcome === 'expired' ? 'expired' : 'refused' }
      const credential = await verifyNewPasskey(response, party)
      if (credential === undefined) return { outcome: 'refused' }
      const name = toName(namePasskey(credential.aaguid) ?? userAgentName)
      const passkey = { ...credential, accountId: owner.id, transports: response.transports, name, createdAt: now }
      const outcome = await store.add(passkey, opened.spent, { most: mostPasskeys, version: random(16), notice })
      if (outcome === 'added') return { outcome, passkey: { id: passkey.id, name } }
      return { outcome: outcome === 'replayed' ? 'refused' : outcome }
    },
    async verify(owner, { response: text, browser, now }) {
      const response = readPasskeyResponse(text)
      if (response === undefined) return refuse('malformed response')
      const opened = openChallenge(response.challenge, toSubject(owner, browser), now, options)
      if (opened.outcome === 'expired') return { outcome: 'expired' }
      if (opened.outcome === 'foreign') return refuse('challenge of another browser or login')
      const found = await store.find(response.id)
      if (found === undefined || (owner !== undefined && found.passkey.accountId !== owner.id)) {
        return refuse('unknown passkey')
      }
      const { passkey, account } = found
      const isOfUser =
        response.userHandle === undefined ? owner !== undefined : response.userHandle === userHandleOf(account.id)
      const use = isOfUser ? await verifyPasskey(response, passkey.publicKey, party) : undefined
      if (use === undefined) return refuse('wrong signature, origin or user verification')
      if (account.disabled) return refuse('refused', account.id)
      const { counter, isBackedUp, isSynced, isUserVerified } = use
      const done = await store.use({ id: passkey.id, challenge: opened.spent, counter, isBackedUp, now })
      if (done !== 'used') return refuse(useFaults[done], account.id)
      const methods = [isSynced ? 'swk' : 'hwk', 'user', ...(isUserVerified ? ['mfa'] : [])]
      return { outcome: 'welcome', account, methods, passkey, isUserVerified }
    },
    list: (accountId) => store.list(accountId),
    async rename(id, accountId, name) {
      const trimmed = toName(name)
      return trimmed !== '' && (await store.rename(id, accountId, trimmed)) ? trimmed : undefined
    },
    remove: (id, accountId, change) => store.remove(id, accountId, { ...change, version: random(16) }),
  }
}

const useFaults = {
  replayed: 'replayed response',
  copied: 'the counter of the passkey did not increase',
  gone: 'unknown passkey',
} as const

const refuse = (detail: string, accountId?: string): PasskeyResult => ({ outcome: 'refused', accountId, detail })

function toSubject(owner: Pick<Account, 'id'> | undefined, browser: string): ChallengeSubject {
  return owner === undefined ? { purpose: 'log-in', browser } : { purpose: 'confirm', browser, accountId: owner.id }
}

/** Devices keep it, and sites may ask for it: it reveals neither the username nor the subject that apps know. */
function userHandleOf(accountId: string): string {
  return hash('sha256', `passkey user:${accountId}`, 'base64url')
}

function toDescriptor({ id, transports }: Passkey) {
  return { type: 'public-key', id, ...(transports.length === 0 ? {} : { transports }) }
}

function toName(text: string): string {
  return [...text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, longestName).join('').trim()
}
