import { type Parameters, parameter } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Features } from '../features.ts'
import type { Keys, OAuthStores } from '../ports.ts'
import type { Checked, CheckInput, Entrance } from './checks/check.ts'
import { checks } from './checks/index.ts'
import { readPrompt } from './checks/prompt.ts'
import { type ReturnAddress, toRedirectError, toSilentError } from './errors.ts'
import { findRecipient } from './recipient.ts'
import { type StoredRequest, toStoredRequest } from './resolve/stored-request.ts'

/** An authorization request that passed all checks (RFC 6749 §4.1.1, §4.2.1). */
export interface AuthorizationRequest extends Checked {
  readonly client: Client
  readonly to: ReturnAddress
  readonly redirectUriSent: boolean
  /** The request for the time in which the user decides. */
  readonly stored: StoredRequest
}

export interface CheckRequestOptions {
  readonly stores: Pick<OAuthStores, 'findClient' | 'listApis'>
  readonly features: Pick<
    Features,
    'responseTypes' | 'responseModes' | 'identityScopes' | 'scopeClaims' | 'promptValues'
  >
  readonly issuer: string
  readonly keys: Pick<Keys, 'verify' | 'decrypt'>
}

/**
 * Checks a resolved request whose response goes to a redirect URI.
 * @throws UntrustedRecipient before the redirect URI is known to be the client's own, RedirectError after
 */
export async function checkRequest(
  parameters: Parameters,
  options: CheckRequestOptions,
): Promise<AuthorizationRequest> {
  const { stores, features, issuer, keys } = options
  const { client, to, redirectUriSent } = await findRecipient(parameters, stores, features)
  try {
    const apis = await stores.listApis()
    const checked = await runChecks('authorize', { parameters, client, features, apis, issuer, keys })
    const stored = toStoredRequest(parameters)
    const modes = { responseMode: checked.responseMode, defaultMode: checked.responseType.defaultMode }
    return { ...checked, client, to: { ...to, ...modes }, redirectUriSent, stored }
  } catch (cause) {
    const isSilent = readPrompt(parameter(parameters, 'prompt')).includes('none')
    throw isSilent ? toSilentError(cause, to) : toRedirectError(cause, to)
  }
}

const none: Partial<Checked> = { codeChallenge: undefined, maxAge: undefined, nonce: undefined, claims: undefined }

/** Runs the checks of one entrance in order. @throws OAuthError of the first that fails */
export async function runChecks(at: Entrance, input: Omit<CheckInput, 'found'>): Promise<Checked> {
  const found = { ...none }
  for (const check of checks) {
    if (!check.at.includes(at)) continue
    const result = check.run({ ...input, found })
    Object.assign(found, result instanceof Promise ? await result : result)
  }
  return found as Checked // the checks of this entrance find the rest, or throw
}
