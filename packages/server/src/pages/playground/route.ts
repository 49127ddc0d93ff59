import { type BuiltPlayground, notBuilt, type PlaygroundAsset } from '../../http/built-playground.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import { jsonReply, type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { aliasRoute } from '../page-route.ts'
import type { PlaygroundSetup } from './setup.ts'

/** The playground of a server that has it. */
export interface PlaygroundOptions {
  /** Undefined while it is not built. */
  readonly readBuilt: () => Promise<BuiltPlayground | undefined>
  readonly setup: PlaygroundSetup
}

export interface PlaygroundRouteOptions {
  readonly playground: PlaygroundOptions
  readonly issuer: string
  readonly base: string
  readonly notFound: (request: OAuthRequest) => Promise<Reply>
}

/**
 * Lists the page of the playground and its files. The page is a client like any other: only its own files, and what the
 * application published for it, are served here.
 */
export function playgroundRoutes(options: PlaygroundRouteOptions): readonly Route[] {
  const { playground, issuer, base, notFound } = options
  const { clients = [], apis = [] } = playground.setup
  const redirectUri = `${issuer.replace(/\/$/, '')}/playground/callback`
  const routes: readonly Omit<Route, 'errors' | 'cors'>[] = [
    { path: '/playground', methods: { GET: () => showPage('index', options) } },
    {
      path: '/playground/callback',
      methods: {
        GET: () => showPage('callback', options),
        POST: (request) => toFragment(request, base),
      },
    },
    {
      path: '/playground/assets/:file',
      methods: {
        async GET(request, { file = '' }) {
          const asset = (await playground.readBuilt())?.assets.get(file)
          return asset === undefined ? notFound(request) : assetReply(request, asset)
        },
      },
    },
    {
      path: '/playground/config.json',
      methods: { GET: async () => jsonReply(200, { issuer, redirectUri, clients, apis }) },
    },
  ]
  return [
    ...routes.map((route): Route => ({ ...route, errors: 'page', cors: false })),
    aliasRoute('/playground/', options, '/playground'),
  ]
}

/**
 * Nothing inline, and nothing from elsewhere. The page may send requests to any server that its user names; pop-ups need an
 * opener, so there is no Cross-Origin-Opener-Policy.
 */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' http: https:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const

async function showPage(
  name: keyof BuiltPlayground['pages'],
  { playground, base }: PlaygroundRouteOptions,
): Promise<Reply> {
  const built = await playground.readBuilt()
  if (built === undefined) {
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
    return { status: 503, headers, body: notBuilt }
  }
  // The build does not know the path of the issuer.
  const body = built.pages[name].replaceAll('"./assets/', `"${base}/playground/assets/`)
  return { status: 200, headers: pageHeaders, body }
}

function assetReply(request: OAuthRequest, { type, bytes, brotli }: PlaygroundAsset): Reply {
  const compressed = acceptsBrotli(request) ? brotli : undefined
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'Accept-Encoding',
      ...(type === 'image/svg+xml' ? { 'content-security-policy': "default-src 'none'; sandbox" } : {}),
      ...(compressed === undefined ? {} : { 'content-encoding': 'br' }),
    },
    body: '',
    bytes: compressed ?? bytes,
  }
}

/** Browsers name it, at https and on loopback; a weight of zero refuses it (RFC 9110 §12.5.3). */
function acceptsBrotli({ headers }: OAuthRequest): boolean {
  return /(?:^|,)[ \t]*br[ \t]*(?:,|;[ \t]*q=(?:1|0?\.0{0,2}[1-9])|$)/i.test(headers.get('accept-encoding') ?? '')
}

const longestResponse = 16_384

/**
 * Turns a posted authorization response into the fragment of the callback page, where a script can read it (OAuth 2.0 Form
 * Post Response Mode). Any site may post here, as it may link here: the page compares `state`.
 */
async function toFragment(request: OAuthRequest, base: string): Promise<Reply> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    throw refuse(415, 'the Content-Type must be application/x-www-form-urlencoded')
  }
  const fields = new URLSearchParams(await request.text()).toString()
  if (fields.length > longestResponse) {
    throw refuse(413, `the authorization response has ${fields.length} characters, and the limit is ${longestResponse}`)
  }
  return seeOther(`${base}/playground/callback#${fields}`)
}

function refuse(status: number, description: string): PageError {
  return new PageError({ status, code: 'invalid_request', description, clause: undefined })
}
