import { OAuthError, type Parameters, parameter, parseParameters } from '@valetkey/protocol'
import { readUiLocales } from '../authorization/checks/ui-locales.ts'
import { toPageError } from '../authorization/errors.ts'
import type { Client } from '../client.ts'
import type { Keys, OAuthStores } from '../ports.ts'
import { type EndedSession, frontChannelUris } from './front-channel.ts'
import { sessionIdOf, subjectOf } from './subject.ts'
import { verifyHint } from './verify-hint.ts'

/** A session as a logout request may name it. */
export interface NamedSession {
  readonly accountId: string
  readonly context: { readonly sid?: string }
}

/** A logout request that was checked (OIDC RP-Initiated Logout §2). */
export interface LogoutRequest {
  /** The client that asks; undefined if the request names none. */
  readonly client: Client | undefined
  /** Whether an ID token of the client proves that it asks, so that the browser may be sent back to it. */
  readonly isProven: boolean
  /** Where the browser goes after the logout: a registered URI of a proven client, with `state`, or `returnTo`. */
  readonly returnTo: string | undefined
  /** The languages that the client asked for. */
  readonly locales: readonly string[]
  /** The parameters, for a form that sends them again. */
  readonly fields: Readonly<Record<string, string | undefined>>
  /** Whether the hint names this session; false without a hint. */
  names(session: NamedSession): boolean
}

/** Reads requests to log a user out. */
export interface LogoutRequests {
  /**
   * Checks a request: the query, or the body of a POST.
   * @throws PageError for a hint that is not ours, and for a URI that is not registered: nobody is logged out then
   */
  read(text: string): Promise<LogoutRequest>
  /** Lists what the browser loads so that the clients of ended sessions log the user out there. */
  frontChannelUris(ended: readonly EndedSession[]): Promise<readonly string[]>
}

export interface LogoutRequestOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'verify' | 'decrypt' | 'mac'>
  readonly stores: Pick<OAuthStores, 'findClient'>
}

/** The parameters that are read; `logout_hint` is accepted, and the ID token names the user. */
const names = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales', 'returnTo'] as const

const clause = 'OIDC RP-Initiated Logout §2'

export function createLogoutRequests(options: LogoutRequestOptions): LogoutRequests {
  return {
    async read(text) {
      try {
        return await check(parseParameters(text), options)
      } catch (cause) {
        throw cause instanceof OAuthError ? toPageError(cause) : cause
      }
    },
    frontChannelUris: (ended) => frontChannelUris(ended, options),
  }
}

async function check(parameters: Parameters, { issuer, keys, stores }: LogoutRequestOptions): Promise<LogoutRequest> {
  const hint = await readHint(parameter(parameters, 'id_token_hint'), issuer, keys)
  const clientId = parameter(parameters, 'client_id')
  if (hint !== undefined && clientId !== undefined && clientId !== hint.clientId)
    throw refuse('client_id is not the client to which the ID token of id_token_hint was issued: send the same')
  const client = await findClient(hint?.clientId ?? clientId, stores)
  const uri = parameter(parameters, 'post_logout_redirect_uri')
  // Without a client there is nothing to compare it with, and it is never followed.
  if (uri !== undefined && client !== undefined) checkRedirectUri('post_logout_redirect_uri', uri, client)
  const confirmed = readConfirmed(parameters, client)
  return {
    client,
    isProven: hint !== undefined,
    returnTo: hint === undefined || uri === undefined ? confirmed : withState(uri, parameter(parameters, 'state')),
    locales: readUiLocales(parameters),
    fields: Object.fromEntries(names.map((name) => [name, parameter(parameters, name)])),
    names({ accountId, context }) {
      if (hint === undefined || client === undefined) return false
      const { sid } = context
      const isSession = sid !== undefined && hint.sid === sessionIdOf(sid, client, keys)
      return isSession || subjectOf(accountId, client, keys) === hint.subject
    },
  }
}

/** Reads an ID token that this server issued; it may have expired, since users log out late (§4). */
async function readHint(hint: string | undefined, issuer: string, keys: Pick<Keys, 'verify' | 'decrypt'>) {
  if (hint === undefined) return undefined
  const { iss, sub, aud, exp, sid } = (await verifyHint(hint, keys)) ?? {}
  const [clientId, more] = [aud].flat()
  // Other JWTs of the same type have no `sub` or never expire.
  const isIdToken = iss === issuer && typeof sub === 'string' && typeof exp === 'number'
  if (!isIdToken || typeof clientId !== 'string' || more !== undefined)
    throw refuse(
      'id_token_hint is not an ID token that this server signed with a key it still publishes, as it is or encrypted to one of its keys: leave it out',
    )
  return { clientId, subject: sub, sid: typeof sid === 'string' ? sid : undefined }
}

async function findClient(
  id: string | undefined,
  stores: Pick<OAuthStores, 'findClient'>,
): Promise<Client | undefined> {
  if (id === undefined) return undefined
  const client = await stores.findClient(id)
  if (client === undefined || client.disabled) throw refuse('client_id is unknown or disabled: log out without it')
  return client
}

/**
 * Reads where the libraries of Auth0 want the browser to go: they send no ID token, so that the user confirms the logout
 * first, and the client is the one that `client_id` names.
 */
function readConfirmed(parameters: Parameters, client: Client | undefined): string | undefined {
  const uri = parameter(parameters, 'returnTo')
  if (uri === undefined || client === undefined) return undefined
  checkRedirectUri('returnTo', uri, client)
  return uri
}

/** Compares character by character, as for redirect URIs. */
function checkRedirectUri(name: string, uri: string, { metadata }: Client): void {
  if (metadata.post_logout_redirect_uris?.includes(uri)) return
  throw refuse(`${name} is not registered for this client: send one of its post_logout_redirect_uris`)
}

function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
}

function refuse(description: string): OAuthError {
  return new OAuthError('invalid_request', description, { clause })
}
