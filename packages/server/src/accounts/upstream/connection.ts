import type * as Library from 'openid-client'
import { UpstreamFailure } from './failure.ts'
import type { GuardedRequest, LoadDocument } from './ports.ts'
import type { OpenIdSource, UpstreamProvider } from './provider.ts'

export interface ConnectionOptions {
  readonly request: GuardedRequest
  readonly loadDocument: LoadDocument
  readonly clock: () => number
}

/** The library, and what it knows of one provider. */
export interface Connection {
  readonly library: typeof Library
  readonly configuration: Library.Configuration
}

/** How long one request to a provider may take, in milliseconds. */
const timeoutMs = 5_000

/** Connects to a provider with its current metadata, which is requested on first use. */
export function createConnection(provider: UpstreamProvider, options: ConnectionOptions): () => Promise<Connection> {
  let current: { readonly document: unknown; readonly skew: number; readonly connection: Connection } | undefined
  return async () => {
    // One after the other: while the library is loaded, no time limit of a request runs.
    const library = await load()
    const document = await readMetadata(provider, options)
    // Minutes count for the library's own clock.
    const skew = Math.round((options.clock() - Date.now()) / 1000)
    if (current?.document === document && Math.abs(current.skew - skew) <= 1) return current.connection
    const connection = { library, configuration: configure(library, provider, { document, skew, ...options }) }
    current = { document, skew, connection }
    return connection
  }
}

async function load(): Promise<typeof Library> {
  try {
    return await import('openid-client')
  } catch (cause) {
    const message = 'the package openid-client is not installed, and upstream needs it: run npm install openid-client'
    throw new UpstreamFailure('misconfigured', message, { cause })
  }
}

const withoutDiscovery = new WeakMap<object, object>()

async function readMetadata({ source }: UpstreamProvider, { loadDocument }: ConnectionOptions): Promise<object> {
  if (source.kind === 'userinfo') {
    const known = withoutDiscovery.get(source) ?? {
      issuer: new URL(source.authorizationEndpoint).origin,
      authorization_endpoint: source.authorizationEndpoint,
      token_endpoint: source.tokenEndpoint,
    }
    withoutDiscovery.set(source, known)
    return known
  }
  const url = `${source.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const loaded = await loadDocument(url)
  if (loaded.outcome === 'refused') throw new UpstreamFailure('unreachable', `${url} ${loaded.description}`)
  return checkMetadata(loaded.document, source, url)
}

/** The endpoints must be as safe as the issuer (OIDC Discovery §4.3). */
function checkMetadata(document: unknown, { issuer }: OpenIdSource, url: string): object {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new UpstreamFailure('untrusted', `${url} is not a JSON object`)
  const metadata = document as Readonly<Record<string, unknown>>
  if (metadata.issuer !== issuer) {
    const stated = JSON.stringify(metadata.issuer)
    throw new UpstreamFailure('misconfigured', `${url} states the issuer ${stated}, and the configuration ${issuer}`)
  }
  const isSecure = issuer.startsWith('https:')
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    const endpoint = URL.parse(String(metadata[name]))
    if (endpoint === null || !(endpoint.protocol === 'https:' || (endpoint.protocol === 'http:' && !isSecure)))
      throw new UpstreamFailure('untrusted', `${url} has no usable ${name}`)
  }
  return document
}

function configure(
  library: typeof Library,
  provider: UpstreamProvider,
  { document, skew, request }: ConnectionOptions & { readonly document: object; readonly skew: number },
): Library.Configuration {
  const { clientId, clientSecret, authentication } = provider
  const methods = {
    header: () => library.ClientSecretBasic(clientSecret),
    body: () => library.ClientSecretPost(clientSecret),
  }
  const authenticate = clientSecret === undefined ? library.None() : methods[authentication]()
  const metadata = { [library.clockSkew]: skew, [library.clockTolerance]: 60 }
  // The members were checked; the library checks the others when it uses them.
  const server = document as Library.ServerMetadata
  const configuration = new library.Configuration(server, clientId, metadata, authenticate)
  configuration[library.customFetch] = toFetch(request)
  configuration.timeout = timeoutMs / 1000 + 1
  // The signature is verified although the ID token comes over TLS: a proxy may end that.
  if (provider.source.kind === 'openid') library.enableNonRepudiationChecks(configuration)
  // Which http hosts may be requested is decided by `outbound.allowHosts`.
  library.allowInsecureRequests(configuration)
  return configuration
}

/** Lets the library request through the guarded fetch, and nothing else. */
function toFetch(request: GuardedRequest): Library.CustomFetch {
  return async (url, { method, headers, body }) => {
    const { accept = 'application/json', ...others } = Object.fromEntries(new Headers(headers))
    const result = await request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: others,
      accept,
      timeoutMs,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    })
    const { host, pathname } = new URL(url)
    if (result.outcome === 'refused')
      throw new UpstreamFailure('unreachable', `${host}${pathname} ${result.description}`)
    if (result.status >= 500)
      throw new UpstreamFailure('unreachable', `${host}${pathname} responded with status ${result.status}`)
    const named = Object.entries(result.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    )
    const isEmpty = [204, 205, 304].includes(result.status)
    return new Response(isEmpty ? null : Buffer.from(result.body), {
      status: result.status,
      headers: named as [string, string][],
    })
  }
}
