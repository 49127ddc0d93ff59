import type { Instant } from '@valetkey/protocol'
import type { Notice } from '../mail/mail.ts'
import type { SessionStore } from '../ports.ts'
import { makeRecoveryCodes, normalizeRecoveryCode } from './recovery-codes.ts'
import type { FactorChange, SecondFactorState, SecondFactorStore } from './second-factor-store.ts'
import { findStep } from './totp.ts'

/** Wrong codes in a few minutes, and in a day. */
const limits = {
  short: { points: 5, milliseconds: 5 * 60_000 },
  day: { points: 50, milliseconds: 24 * 3_600_000 },
} as const

export interface SecondFactorOptions {
  readonly store: SecondFactorStore
  readonly sessions: Pick<SessionStore, 'isKnownBrowser'>
  /** Counts a try that was refused by a limit. */
  readonly noteLimited: () => void
  /** Encrypts a text for the database; `open` returns undefined for what it did not encrypt. */
  readonly sealer: { seal(text: string): string; open(sealed: string): string | undefined }
  /** A keyed hash, so that a copy of the database is no help in guessing. */
  readonly digest: (text: string) => string
  readonly random: (bytes: number) => string
  readonly clock: () => Instant
}

/** A code that a user typed after the password. */
export interface CodeAttempt {
  readonly accountId: string
  readonly way: 'code' | 'recovery-code'
  readonly text: string
  readonly browserHash: string
  /** Makes the notice that a recovery code was used. */
  readonly notice: () => Notice
}

export type CodeResult =
  | { readonly outcome: 'right' }
  | { readonly outcome: 'wrong' }
  /** The code was right, and was used before. */
  | { readonly outcome: 'used' }
  | { readonly outcome: 'wait'; readonly seconds: number }

export interface SecondFactors extends Pick<SecondFactorStore, 'trust' | 'useDevice' | 'listDevices' | 'endTrust'> {
  /** Undefined for an account that does not exist. */
  find(accountId: string): Promise<SecondFactorState | undefined>
  /** Checks a code, which is used then. Wrong ones are limited, those from a known browser apart from others. */
  check(attempt: CodeAttempt): Promise<CodeResult>
  /** Sets up an authenticator app with new recovery codes. */
  setUp(change: Changing, totp: { readonly secret: Uint8Array; readonly code: string }): Promise<SetUpResult>
  replaceRecoveryCodes(change: Changing): Promise<readonly string[]>
  /** Removes the authenticator app and the recovery codes. */
  remove(change: Changing): Promise<void>
}

export type Changing = Pick<FactorChange, 'accountId' | 'expectedVersion' | 'keptSession' | 'notice'>

export type SetUpResult =
  | {
      readonly outcome: 'done'
      /** The recovery codes, which are not shown again. */
      readonly codes: readonly string[]
      readonly credentialsVersion: string
    }
  /** The code is not one of the app's. */
  | { readonly outcome: 'wrong' }
  /** The account's credentials have another version than expected. */
  | { readonly outcome: 'changed' }

/** Whether a second factor is asked for after the password: recovery codes exist since the first one was set up. */
export function isTwoStep(state: SecondFactorState | undefined): boolean {
  return state !== undefined && (state.totp !== undefined || state.recoveryCodes > 0)
}

/** Creates the rules of second factors. */
export function createSecondFactors(options: SecondFactorOptions): SecondFactors {
  const { store, random, clock, sealer } = options
  const hashOf = (accountId: string, code: string) =>
    options.digest(JSON.stringify(['recovery code', accountId, normalizeRecoveryCode(code)]))
  const change = (changing: Changing) => ({ ...changing, version: random(16), now: clock() })

  const checkCode = async ({ accountId, text }: CodeAttempt): Promise<CodeResult> => {
    const secret = readSecret(accountId, (await store.find(accountId))?.totp?.sealed, sealer)
    const step = secret && findStep(secret, text.replace(/\s/g, ''), clock())
    if (step === undefined) return { outcome: 'wrong' }
    return { outcome: (await store.useStep(accountId, step)) ? 'right' : 'used' }
  }
  const checkRecoveryCode = async ({ accountId, text, notice }: CodeAttempt): Promise<CodeResult> => {
    const code = normalizeRecoveryCode(text)
    if (code === undefined) return { outcome: 'wrong' }
    const isUsed = await store.useRecoveryCode(accountId, hashOf(accountId, code), clock(), notice())
    return { outcome: isUsed ? 'right' : 'wrong' }
  }
  return {
    find: (accountId) => store.find(accountId),
    trust: (accountId, device) => store.trust(accountId, device),
    useDevice: (accountId, hash, now) => store.useDevice(accountId, hash, now),
    listDevices: (accountId, now) => store.listDevices(accountId, now),
    endTrust: (accountId, hash) => store.endTrust(accountId, hash),
    check(attempt) {
      const check = attempt.way === 'code' ? checkCode : checkRecoveryCode
      return limited(attempt, options, () => check(attempt))
    },
    async setUp(changing, { secret, code }) {
      const step = findStep(secret, code.replace(/\s/g, ''), clock())
      if (step === undefined) return { outcome: 'wrong' }
      const { accountId } = changing
      const codes = makeRecoveryCodes(random)
      const sealed = sealer.seal(JSON.stringify([accountId, Buffer.from(secret).toString('base64url')]))
      const recoveryHashes = codes.map((one) => hashOf(accountId, one))
      const credentialsVersion = await store.setUpTotp(change(changing), { sealed, step, recoveryHashes })
      return credentialsVersion === undefined ? { outcome: 'changed' } : { outcome: 'done', codes, credentialsVersion }
    },
    async replaceRecoveryCodes(changing) {
      const codes = makeRecoveryCodes(random)
      await store.replaceRecoveryCodes(
        change(changing),
        codes.map((one) => hashOf(changing.accountId, one)),
      )
      return codes
    },
    async remove(changing) {
      await store.remove(change(changing))
    },
  }
}

/** Runs a check unless there were too many wrong codes. Only a caller with the right password gets here. */
async function limited(
  { accountId, browserHash: asking }: CodeAttempt,
  { store: { attempts }, sessions, noteLimited, clock }: SecondFactorOptions,
  check: () => Promise<CodeResult>,
): Promise<CodeResult> {
  // Someone who knows the password must not lock the owner out.
  const key = { accountId, browserHash: (await sessions.isKnownBrowser(asking, accountId)) ? asking : '' }
  const now = clock()
  const freeAt = await attempts.count({ ...key, now, ...limits })
  if (freeAt !== undefined) {
    noteLimited()
    return { outcome: 'wait', seconds: Math.max(1, Math.ceil((freeAt - now) / 1000)) }
  }
  const result = await check()
  if (result.outcome === 'right') await attempts.forgive(key)
  return result
}

/** Decrypts a secret; the account is part of it, so that a row moved to another account is of no use. */
function readSecret(
  accountId: string,
  sealed: string | undefined,
  sealer: SecondFactorOptions['sealer'],
): Uint8Array | undefined {
  const text = sealed === undefined ? undefined : sealer.open(sealed)
  if (text === undefined) return undefined
  const [owner, secret] = JSON.parse(text) as readonly [string, string] // written by `setUp`
  return owner === accountId ? Buffer.from(secret, 'base64url') : undefined
}
