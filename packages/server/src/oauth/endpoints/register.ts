import { formatChallenge, OAuthError } from '@valetkey/protocol'
import type { AuditType } from '../audit-event.ts'
import type { RegisteredClient, Registration } from '../client-registrar.ts'
import type { Audit, ClientAttempts } from '../ports.ts'
import { jsonReply, type OAuthRequest, originOf, type Reply } from '../request.ts'
import type { PathParameters, Route } from '../router.ts'
import { readJsonObject } from './read-json-object.ts'

export interface RegisterOptions {
  readonly issuer: string
  readonly registration: Registration
  readonly attempts: ClientAttempts
  readonly audit: Audit
}

/** The registration endpoint (RFC 7591 §3), and the one where each client manages its registration (RFC 7592 §2). */
export function registerRoutes(options: RegisterOptions): readonly Route[] {
  const { isClosed } = options.registration
  return [
    {
      path: '/register',
      methods: { POST: isClosed ? refuseClosed(options) : registerEndpoint(options) },
      errors: 'json',
      cors: true,
      ...(isClosed ? {} : { metadata: { member: 'registration_endpoint' } }),
    },
    { path: '/register/:client', methods: managementMethods(options), errors: 'json', cors: true },
  ]
}

function refuseClosed({ issuer }: RegisterOptions): () => Promise<Reply> {
  return async () => {
    throw untrusted(issuer, 'clients cannot register themselves here: ask the operator to register yours')
  }
}

function registerEndpoint(options: RegisterOptions): (request: OAuthRequest) => Promise<Reply> {
  const { issuer, audit } = options
  const { needsInitialToken, registrar } = options.registration
  return async (request) => {
    await limit(request, options)
    const initialToken = needsInitialToken ? await readInitialToken(request, options) : undefined
    const metadata = await readJsonObject(request)
    const registered = await registrar.register(metadata, initialToken)
    if (registered === undefined) throw untrusted(issuer, 'the initial access token was used up')
    audit.record({ type: 'client.registered', clientId: registered.id, ...originOf(request), flood: true })
    return jsonReply(201, toResponse(registered, issuer))
  }
}

/** A registration stores a client, and an update makes every process read its clients again. @throws OAuthError `temporarily_unavailable` (429) */
async function limit(request: OAuthRequest, { attempts, audit }: RegisterOptions): Promise<void> {
  const address = request.remoteAddress ?? ''
  const seconds = await attempts.wait('registration', '', address)
  if (seconds > 0) {
    audit.record({ type: 'client.registration-refused', ...originOf(request), flood: true })
    throw new OAuthError('temporarily_unavailable', 'too many registrations from this network: try again later', {
      status: 429,
      headers: { 'retry-after': String(seconds) },
    })
  }
  await attempts.fail('registration', '', address)
}

async function readInitialToken(request: OAuthRequest, { issuer, registration }: RegisterOptions): Promise<string> {
  const token = readBearer(request)
  if (token === undefined) throw untrusted(issuer, 'send the initial access token as Authorization: Bearer')
  if (await registration.registrar.isInitialTokenUsable(token)) return token
  throw untrusted(issuer, 'the initial access token is unknown, expired or used up')
}

function managementMethods(options: RegisterOptions): Route['methods'] {
  const { issuer, audit } = options
  const { registrar } = options.registration
  const note = (type: AuditType, clientId: string, request: OAuthRequest) =>
    audit.record({ type, clientId, ...originOf(request), flood: true })
  const tokenOf = (request: OAuthRequest) => {
    const token = readBearer(request)
    if (token !== undefined) return token
    throw untrusted(issuer, 'send the registration access token as Authorization: Bearer')
  }
  const unknown = () => untrusted(issuer, 'the registration access token is not valid for this client')
  return {
    async GET(request, { client: id = '' }: PathParameters) {
      const found = await registrar.find(id, tokenOf(request))
      if (found === undefined) throw unknown()
      return jsonReply(200, toResponse(found, issuer))
    },
    async PUT(request, { client: id = '' }: PathParameters) {
      const token = tokenOf(request)
      // Before the body is judged: a stranger learns nothing about it.
      if ((await registrar.find(id, token)) === undefined) throw unknown()
      await limit(request, options)
      const updated = await registrar.update(id, token, await readJsonObject(request))
      if (updated === undefined) throw unknown()
      note('client.registration-updated', id, request)
      return jsonReply(200, toResponse(updated, issuer))
    },
    async DELETE(request, { client: id = '' }: PathParameters) {
      if (!(await registrar.remove(id, tokenOf(request)))) throw unknown()
      note('client.deregistered', id, request)
      return { status: 204, headers: { 'cache-control': 'no-store' }, body: '' }
    },
  }
}

/** The response of RFC 7591 §3.2.1 and RFC 7592 §3. A secret is in it only when it is new: it is stored as a hash. */
function toResponse({ id, metadata, secret, registrationToken, createdAt }: RegisteredClient, issuer: string): object {
  return {
    client_id: id,
    client_id_issued_at: Math.floor(createdAt / 1000),
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    registration_client_uri: `${issuer.replace(/\/$/, '')}/register/${id}`,
    registration_access_token: registrationToken,
    ...metadata,
  }
}

function readBearer({ headers }: OAuthRequest): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.get('authorization') ?? '')?.[1]
}

function untrusted(issuer: string, description: string): OAuthError {
  return new OAuthError('invalid_token', description, {
    headers: {
      'www-authenticate': formatChallenge('Bearer', {
        realm: issuer,
        error: 'invalid_token',
        error_description: description,
      }),
    },
  })
}
