import { OAuthError, type Parameters } from '@valetkey/protocol'
import { type Client, toClient } from '../client.ts'
import type { Attempts, Audit, OAuthStores, Secrets } from '../ports.ts'
import { type OAuthRequest, originOf } from '../request.ts'
import { identifyByForm } from './identify-by-form.ts'
import type { ClientAuthenticationMethod, Presented } from './method.ts'
import { Proven } from './proven.ts'

/** An id is counted by so many of its characters: whoever makes ids up fills no memory with them. */
const longestCounted = 200

/** What client authentication needs. */
export interface ClientAuthenticationOptions {
  readonly issuer: string
  readonly methods: readonly ClientAuthenticationMethod[]
  readonly stores: Pick<OAuthStores, 'findClient'>
  readonly secrets: Secrets
  readonly attempts: Attempts
  readonly audit: Audit
}

/**
 * Authenticates the client of a request by the one method that it is registered for (RFC 6749 §2.3, §3.2.1).
 * An unknown client and a wrong secret look and last the same. Without proof by that method the request is refused.
 * @throws OAuthError `invalid_client` (401), `invalid_request` where two methods are used
 */
export async function authenticateClient(
  request: OAuthRequest,
  form: Parameters,
  options: ClientAuthenticationOptions,
): Promise<Client> {
  const { methods, stores, secrets } = options
  const presented = { authorization: request.headers.get('authorization'), form }
  const method = chooseMethod(presented, options)
  const ids = readIds(method, presented, options)
  const found = (await Promise.all(ids.map((id) => stores.findClient(id)))).filter((one) => one !== undefined)
  const usable = found.filter((one) => !one.disabled && one.authenticationMethod === method.name)
  const client = usable[0] ?? found[0]
  const clientId = client?.id ?? ids[0] ?? ''
  const keys = [
    ['client', `${clientId.slice(0, longestCounted)}@${request.remoteAddress}`],
    ['client-address', `${request.remoteAddress}`],
  ] as const
  const refuseBeyondLimit = async () => {
    const wait = Math.max(...(await Promise.all(keys.map(([kind, key]) => options.attempts.wait(kind, key)))))
    if (wait === 0) return
    noteFailure(request, client, 'told to wait', options)
    throw tooManyFailures(wait)
  }
  const attempt = {
    ...presented,
    address: request.remoteAddress,
    async isSecretOf(one: Client, candidates: readonly string[]) {
      if (candidates.some((secret) => secrets.knows(one, secret))) return true
      await refuseBeyondLimit()
      if (candidates.some((secret) => secrets.remembers(one, secret))) return true
      const verify = (secret: string) => secrets.verify(one, secret, request.remoteAddress)
      const right = await findRight(candidates, verify)
      // Many guesses sent at once all came past the first look: those beyond the limit are told nothing.
      await refuseBeyondLimit()
      if (right !== undefined) secrets.remember(one, right)
      return right !== undefined
    },
  }
  for (const one of usable) {
    if (Proven.isFor(await method.authenticate(attempt, one), one)) return one
  }
  if (usable.length === 0) await method.authenticate(attempt, nobody(clientId, method))
  await refuseBeyondLimit()
  await Promise.all(keys.map(([kind, key]) => options.attempts.fail(kind, key)))
  noteFailure(request, client, client === undefined ? 'unknown client' : method.name, options)
  const registered = methods.find((one) => !client?.disabled && one.name === client?.authenticationMethod)
  throw refused(hint(method, registered), presented, options, registered)
}

/** Finds the method that a request uses: the one confidential method that recognizes it, else one that proves nothing. */
function chooseMethod(presented: Presented, options: ClientAuthenticationOptions): ClientAuthenticationMethod {
  const { methods } = options
  const [method, second] = methods.filter((one) => one.isConfidential && one.recognizes(presented))
  if (second !== undefined) {
    throw new OAuthError('invalid_request', 'the client authenticates in more than one way', {
      clause: 'RFC 6749 §2.3',
    })
  }
  const chosen = method ?? methods.find((one) => !one.isConfidential && one.recognizes(presented))
  if (chosen === undefined) throw refused('the Authorization header uses an unknown scheme', presented, options)
  return chosen
}

function readIds(method: ClientAuthenticationMethod, presented: Presented, options: ClientAuthenticationOptions) {
  try {
    return method.identify?.(presented) ?? identifyByForm(presented)
  } catch (cause) {
    if (cause instanceof OAuthError && cause.code === 'invalid_client')
      throw refused(cause.description, presented, options)
    throw cause
  }
}

/** A client that no proof can be of, so that an unknown identifier takes as long as a wrong secret. */
function nobody(clientId: string, { name }: ClientAuthenticationMethod): Client {
  return toClient({ client_id: clientId, token_endpoint_auth_method: name, disabled: true }, undefined)
}

/** A client_id that nobody has may be a secret that went astray: it is not recorded. */
function noteFailure(
  request: OAuthRequest,
  client: Client | undefined,
  detail: string,
  { audit }: ClientAuthenticationOptions,
): void {
  const type = 'client.authentication-failed'
  audit.record({ type, clientId: client?.id, ...originOf(request), detail, flood: true })
}

async function findRight(
  secrets: readonly string[],
  verify: (secret: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const secret of secrets) {
    if (await verify(secret)) return secret
  }
  return undefined
}

function hint(used: ClientAuthenticationMethod, registered: ClientAuthenticationMethod | undefined): string {
  if (registered === undefined || registered === used) {
    return 'client authentication failed: unknown client or wrong secret'
  }
  return `this client authenticates with ${registered.name}, and ${used.name} was used`
}

/**
 * Challenges with a scheme where the client sent an `Authorization` header (RFC 6749 §5.2) or is registered for the scheme, and
 * nobody else: a browser answers `Basic` by asking the user for a password.
 */
function refused(
  description: string,
  { authorization }: Presented,
  { issuer, methods }: ClientAuthenticationOptions,
  registered?: ClientAuthenticationMethod,
): OAuthError {
  const challenging = authorization === null ? [registered] : methods
  const challenges = challenging.flatMap((one) => one?.challenge?.(issuer) ?? [])
  const headers = challenges.length === 0 ? {} : { 'www-authenticate': challenges.join(', ') }
  return new OAuthError('invalid_client', description, { headers })
}

function tooManyFailures(seconds: number): OAuthError {
  return new OAuthError('temporarily_unavailable', 'too many failed attempts: try again later', {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  })
}
