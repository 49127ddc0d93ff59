import { OAuthError, type Parameters } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Attempts, Audit, OAuthStores, Secrets } from '../ports.ts'
import { type OAuthRequest, originOf } from '../request.ts'
import type { Attempt, Claim, ClientAuthenticationMethod } from './method.ts'

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
 * Finds out which client sent a request, by the one method that it registered (RFC 6749 §2.3, §3.2.1).
 * An unknown client and a wrong secret look and last the same.
 * @throws OAuthError `invalid_client` (401), `invalid_request` where two methods are used
 */
export async function authenticateClient(
  request: OAuthRequest,
  form: Parameters,
  options: ClientAuthenticationOptions,
): Promise<Client> {
  const { issuer, methods, stores, secrets, attempts } = options
  const attempt = { authorization: request.headers.get('authorization'), form }
  const [method, second] = methods.filter((one) => one.recognizes(attempt))
  if (second !== undefined) {
    throw new OAuthError('invalid_request', 'the client authenticates in more than one way', {
      clause: 'RFC 6749 §2.3',
    })
  }
  if (method === undefined) throw refused(issuer, 'the Authorization header uses an unknown scheme')
  const claim = readClaim(issuer, method, attempt)
  const client = await stores.findClient(claim.clientId)
  const usable = client !== undefined && !client.disabled && client.authenticationMethod === method.name
  if (usable && isProven(claim, client, secrets)) return client
  const keys = [
    ['client', `${claim.clientId.slice(0, longestCounted)}@${request.remoteAddress}`],
    ['client-address', `${request.remoteAddress}`],
  ] as const
  const refuseBeyondLimit = async () => {
    const wait = Math.max(...(await Promise.all(keys.map(([kind, key]) => attempts.wait(kind, key)))))
    if (wait === 0) return
    noteFailure(request, client, 'told to wait', options)
    throw tooManyFailures(wait)
  }
  await refuseBeyondLimit()
  if (usable && claim.secrets.some((secret) => secrets.remembers(client, secret))) return client
  const verify = (secret: string) => secrets.verify(usable ? client : undefined, secret, request.remoteAddress)
  const right = await findRight(claim, verify)
  // Many guesses sent at once all came past the first look: those beyond the limit are told nothing.
  await refuseBeyondLimit()
  if (usable && right !== undefined) {
    secrets.remember(client, right)
    return client
  }
  await Promise.all(keys.map(([kind, key]) => attempts.fail(kind, key)))
  noteFailure(request, client, client === undefined ? 'unknown client' : method.name, options)
  throw refused(issuer, hint(client, method))
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
  { secrets }: Claim,
  verify: (secret: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const secret of secrets) {
    if (await verify(secret)) return secret
  }
  return undefined
}

/** Tells at once, for a public client and for a secret that needs no slow hash. */
function isProven(claim: Claim, client: Client, secrets: Secrets): boolean {
  return claim.secrets.length === 0 || claim.secrets.some((secret) => secrets.knows(client, secret))
}

function readClaim(issuer: string, method: ClientAuthenticationMethod, attempt: Attempt): Claim {
  try {
    return method.read(attempt)
  } catch (cause) {
    if (cause instanceof OAuthError && cause.code === 'invalid_client') throw refused(issuer, cause.description)
    throw cause
  }
}

function hint(client: Client | undefined, method: ClientAuthenticationMethod): string {
  if (client === undefined || client.disabled || client.authenticationMethod === method.name) {
    return 'client authentication failed: unknown client or wrong secret'
  }
  return `this client authenticates with ${client.authenticationMethod}, and ${method.name} was used`
}

function refused(issuer: string, description: string): OAuthError {
  return new OAuthError('invalid_client', description, {
    headers: { 'www-authenticate': `Basic realm="${issuer}", charset="UTF-8"` },
  })
}

function tooManyFailures(seconds: number): OAuthError {
  return new OAuthError('temporarily_unavailable', 'too many failed attempts: try again later', {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  })
}
