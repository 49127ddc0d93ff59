import { isLoopback, OAuthError, type Parameters } from '@valetkey/protocol'
import { type Client, type ClientFeatures, toClient } from '../client.ts'
import type { ClientKeys } from '../client-keys/client-keys.ts'
import type { Audit, ClientAttempts, Clock, OAuthStores, Secrets } from '../ports.ts'
import { type OAuthRequest, originOf } from '../request.ts'
import { AssertionMeans } from './assertion-means.ts'
import { identifyByForm } from './identify-by-form.ts'
import { Guesses } from './limit-guesses.ts'
import type { Attempt, ClientAuthenticationMethod, Presented } from './method.ts'
import { present, toAttempt } from './present.ts'
import { Proven } from './proven.ts'

/** What client authentication needs. */
export interface ClientAuthenticationOptions {
  readonly issuer: string
  readonly features: ClientFeatures
  readonly stores: Pick<OAuthStores, 'findClient' | 'spendAssertion'>
  readonly secrets: Secrets
  readonly clientKeys: Pick<ClientKeys, 'verify'>
  /** The URL of the token endpoint. */
  readonly tokenEndpoint: string
  readonly clock: Clock
  readonly attempts: ClientAttempts
  readonly audit: Audit
}

/**
 * Authenticates the client of a request by the one method that it is registered for (RFC 6749 §2.3, §3.2.1).
 * An unknown client and a wrong secret look and last the same. Without proof by that method the request is refused.
 * @throws OAuthError `invalid_client` (401), `invalid_request` if two methods are used
 */
export async function authenticateClient(
  request: OAuthRequest,
  form: Parameters,
  options: ClientAuthenticationOptions,
): Promise<Client> {
  const { features, stores } = options
  const presented = present(request, form, options.issuer)
  const method = chooseMethod(presented, options)
  const ids = readIds(method, presented, options)
  const found: Client[] = []
  for (const id of ids) {
    const one = await stores.findClient(id)
    if (one !== undefined) found.push(one)
  }
  const usable = found.filter((one) => !one.disabled && one.authenticationMethod === method.name)
  const client = usable[0] ?? found[0]
  const guesses = new Guesses(options.attempts, {
    clientId: client?.id ?? ids[0] ?? '',
    address: request.remoteAddress ?? 'unknown',
    onRefusal: () => noteFailure(request, client, 'rate limited', options),
  })
  const attempt = toAttempt(presented, {
    address: request.remoteAddress,
    isSecretOf: (one, candidates) => checkSecret(one, candidates, guesses, request, options),
    assertions: () => new AssertionMeans(guesses, options),
  })
  let fault: string | undefined
  for (const one of usable) {
    try {
      if (Proven.isFor(await method.authenticate(attempt, one), one)) return one
    } catch (cause) {
      fault = faultOf(cause)
    }
  }
  const someone = client?.disabled ? undefined : client
  let isProvenOtherwise = false
  try {
    isProvenOtherwise =
      usable.length === 0 &&
      (await provesOtherwise(method, attempt, someone, () => nobody(ids[0] ?? '', method, features)))
  } catch (cause) {
    fault = faultOf(cause)
  }
  if (!isProvenOtherwise) await guesses.noteFailure(method.isConfidential)
  const reason = fault ?? attempt.assertions.reason
  const detail = reason === undefined ? method.name : `${method.name}: ${reason}`
  noteFailure(request, client, client === undefined ? 'unknown client' : detail, options)
  // A caller without proof learns nothing about a client, except at a loopback issuer, for developers.
  const mayKnow = isProvenOtherwise || isLoopback(options.issuer)
  const registered = features.clientAuthenticationMethods.find(
    (one) => mayKnow && !client?.disabled && one.name === client?.authenticationMethod,
  )
  throw refused(fault ?? hint(method, registered), presented, options, registered)
}

/** Tries the used method on a client that is registered for another, or on nobody, which takes the same time. */
async function provesOtherwise(
  method: ClientAuthenticationMethod,
  attempt: Attempt,
  client: Client | undefined,
  nobody: () => Client,
): Promise<boolean> {
  const one = client ?? nobody()
  const proof = await method.authenticate(attempt, one)
  return method.isConfidential && one === client && Proven.isFor(proof, one)
}

/** Checks a secret: at once if it is random or was right before, else by a slow hash, and never past the limits of guessing. */
function checkSecret(
  client: Client,
  candidates: readonly string[],
  guesses: Guesses,
  { remoteAddress: address }: OAuthRequest,
  { secrets }: ClientAuthenticationOptions,
): Promise<boolean> {
  if (candidates.some((secret) => secrets.knows(client, secret))) return known
  return checkByHash(client, candidates, guesses, address, secrets)
}

const known = Promise.resolve(true)

async function checkByHash(
  client: Client,
  candidates: readonly string[],
  guesses: Guesses,
  address: string | undefined,
  secrets: Secrets,
): Promise<boolean> {
  const remembered = candidates.find((secret) => secrets.remembers(client, secret))
  await guesses.refuseBeyondLimit(remembered !== undefined && secrets.wasProvenFrom(client, address))
  if (remembered !== undefined) {
    secrets.remember(client, remembered, { address })
    return true
  }
  const trust = await guesses.trust()
  const right = await findRight(candidates, (secret) => secrets.verify(client, secret, { address, trust }))
  // Many guesses sent at once all passed the first check: those beyond the limit get no verdict.
  await guesses.refuseBeyondLimit(false)
  if (right !== undefined) secrets.remember(client, right.secret, { address, hash: right.hash })
  return right !== undefined
}

/** Finds the method that a request uses: the one confidential method that recognizes it, else one that proves nothing. */
function chooseMethod(presented: Presented, options: ClientAuthenticationOptions): ClientAuthenticationMethod {
  const methods = options.features.clientAuthenticationMethods
  const [method, second] = methods.filter((one) => one.isConfidential && one.recognizes(presented))
  if (second !== undefined) {
    throw new OAuthError('invalid_request', 'the request uses more than one client authentication method: use one', {
      clause: 'RFC 6749 §2.3',
    })
  }
  const chosen = method ?? methods.find((one) => !one.isConfidential && one.recognizes(presented))
  if (chosen === undefined)
    throw refused('the Authorization header has an unsupported scheme: use Basic', presented, options)
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
function nobody(clientId: string, { name }: ClientAuthenticationMethod, features: ClientFeatures): Client {
  return toClient({ client_id: clientId, token_endpoint_auth_method: name, disabled: true }, undefined, features)
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
  verify: (secret: string) => Promise<string | undefined>,
): Promise<{ readonly secret: string; readonly hash: string } | undefined> {
  for (const secret of secrets) {
    const hash = await verify(secret)
    if (hash !== undefined) return { secret, hash }
  }
  return undefined
}

/** A refusal of the request itself is a failed proof, which is counted and recorded like any other. */
function faultOf(cause: unknown): string {
  if (cause instanceof OAuthError && cause.code === 'invalid_client') return cause.description
  throw cause
}

function hint(used: ClientAuthenticationMethod, registered: ClientAuthenticationMethod | undefined): string {
  if (registered === undefined || registered === used) {
    return `client authentication failed: unknown client or wrong ${used.signingAlgorithms ? 'signature' : 'secret'}`
  }
  return `this client is registered for ${registered.name}, but the request used ${used.name}`
}

/**
 * Challenges with a scheme if the client used it in `Authorization` (RFC 6749 §5.2) or is registered for it, and nobody else:
 * a browser reacts to `Basic` by asking the user for a password.
 */
function refused(
  description: string,
  { authorization }: Presented,
  { issuer, features }: ClientAuthenticationOptions,
  registered?: ClientAuthenticationMethod,
): OAuthError {
  const scheme = schemeOf(authorization ?? '')
  const challenges = features.clientAuthenticationMethods.flatMap((one) => {
    const challenge = one.challenge?.(issuer)
    return challenge !== undefined && (one === registered || schemeOf(challenge) === scheme) ? challenge : []
  })
  const headers = challenges.length === 0 ? {} : { 'www-authenticate': challenges.join(', ') }
  return new OAuthError('invalid_client', description, { headers })
}

function schemeOf(header: string): string | undefined {
  return header.trim().split(/\s/, 1)[0]?.toLowerCase()
}
