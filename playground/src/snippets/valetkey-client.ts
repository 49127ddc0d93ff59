import {
  ask,
  askForCallback,
  assign,
  copies,
  type Declared,
  expression,
  isFrontChannel,
  openInBrowser,
  plainRequest,
  readCallback,
  withConstants,
} from './javascript.ts'
import { furtherParameters, type Language, textOf, type Writer } from './language.ts'
import type { Program, ProgramRequest } from './program.ts'
import { quoteJavaScript, toComment } from './quote.ts'

interface State extends Declared {
  readonly program: Program
  /** Whose tokens API calls use: a user's, the client's own, or those of a grant that the library does not have. */
  source: 'session' | 'machine' | 'plain'
}

export const valetkeyClient: Language = {
  name: 'valetkey-client',
  label: 'JavaScript (@valetkey/client)',
  fileName: 'flow.mjs',
  howToRun: 'npm install @valetkey/client\nnode flow.mjs',
  write(program) {
    const state: State = { names: new Set(), program, source: 'plain' }
    const body = program.requests.flatMap((request, index) => ['', ...writeRequest(request, index + 1, state)])
    const code = body.join('\n')
    return withConstants(`${[...head(program, code), ...body, ...tail(code)].join('\n')}\n`)
  },
}

function head(program: Program, code: string): readonly string[] {
  const { metadata, client, scope } = program.settings
  const resource = program.requests.flatMap((request) => textOf(request, 'resource') ?? []).at(0)
  const needsAllowed = resource === undefined
  return [
    ...(code.includes('ask(') ? ["import { createInterface } from 'node:readline/promises'"] : []),
    ...(code.includes('client.') ? ["import { createClient } from '@valetkey/client'"] : []),
    ...(code.includes('client.')
      ? [
          '',
          'const client = createClient({',
          `  issuer: ${quoteJavaScript(metadata.issuer)},`,
          `  clientId: ${quoteJavaScript(client.clientId)},`,
          ...(client.clientSecret === undefined ? [] : [`  clientSecret: ${quoteJavaScript(client.clientSecret)},`]),
          `  redirectUri: ${quoteJavaScript(client.redirectUri)},`,
          ...(scope.trim() === '' ? [] : [`  scope: ${quoteJavaScript(scope.trim())},`]),
          ...(resource === undefined ? [] : [`  resource: ${quoteJavaScript(resource)},`]),
          ...(needsAllowed && URL.canParse(program.settings.api)
            ? [`  allowedOrigins: [${quoteJavaScript(new URL(program.settings.api).origin)}],`]
            : []),
          '})',
        ]
      : []),
  ]
}

function tail(code: string): readonly string[] {
  return [
    ...(code.includes('ask(') ? ['', ...ask] : []),
    ...(code.includes('toChallenge(') ? ['', ...challenge] : []),
    ...(code.includes('random()') ? ['', 'function random() {', ...random, '}'] : []),
  ]
}

const random = ["  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')"]
const challenge = [
  'async function toChallenge(verifier) {',
  "  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))",
  "  return Buffer.from(hash).toString('base64url')",
  '}',
]

function writeRequest(request: ProgramRequest, number: number, state: State): readonly string[] {
  const heading = toComment(`// ${number}. ${request.title} (${request.clause})`)
  const notes = [...request.notes.map((note) => `// ${toComment(note)}`), ...copies(request, state)]
  const write = Object.hasOwn(writers, request.kind) ? writers[request.kind] : undefined
  const lines = write?.(request, state)
  if (lines !== undefined) return [heading, ...notes, ...lines]
  const why = whyPlain(request)
  if (isFrontChannel(request)) return [heading, ...notes, ...why, ...plainFrontChannel(request, state)]
  if (request.kind.startsWith('token:')) state.source = 'plain'
  return [heading, ...notes, ...why, ...plainRequest(request, state)]
}

function whyPlain({ kind }: ProgramRequest): readonly string[] {
  if (['other', 'api'].includes(kind)) return []
  return ['// @valetkey/client leaves this out on purpose or does not have it: this is plain HTTP.']
}

const writers: Readonly<Record<string, Writer<State>>> = {
  'authorization:code'(request, state) {
    const mode = textOf(request, 'response_mode') ?? ''
    if (mode.includes('jwt')) return undefined
    state.source = 'session'
    const known = [
      'response_type',
      'client_id',
      'redirect_uri',
      'scope',
      'resource',
      'state',
      'nonce',
      'code_challenge',
      'code_challenge_method',
      'max_age',
      'acr_values',
      'prompt',
    ]
    const extra = furtherParameters(request, ...known).map(
      ([name, value]) => `${quoteJavaScript(name)}: ${expression(value)}`,
    )
    const given = [
      ...(textOf(request, 'prompt') === undefined
        ? []
        : [`prompt: ${quoteJavaScript(textOf(request, 'prompt') ?? '')}`]),
      ...(textOf(request, 'max_age') === undefined ? [] : [`maxAge: ${Number(textOf(request, 'max_age'))}`]),
      ...(textOf(request, 'acr_values') === undefined
        ? []
        : [`acrValues: ${quoteJavaScript(textOf(request, 'acr_values') ?? '')}`]),
      ...(extra.length === 0 ? [] : [`extra: { ${extra.join(', ')} }`]),
    ]
    return [
      assign(state, 'request', `await client.authorizationUrl(${given.length === 0 ? '' : `{ ${given.join(', ')} }`})`),
      "console.log('Open this address in a browser:\\n' + request.url)",
      assign(state, 'callback', askForCallback),
    ]
  },
  'token:authorization_code'(request, state) {
    if (state.source !== 'session') return undefined
    return [
      '// callback checks state and iss, then redeems the code. With openid it verifies the ID token, too.',
      assign(state, 'token_set', "await client.callback(callback.replace('#', '?'), request.transaction)"),
      assign(state, 'session', 'client.session(tokenSet)'),
      'console.log(tokenSet)',
      ...readTokens(request, state),
    ]
  },
  'token:refresh_token'(request, state) {
    const usesOld = request.parameters.some(
      ([name, [piece]]) =>
        name === 'refresh_token' && piece && 'variable' in piece && piece.variable !== 'refresh_token',
    )
    if (state.source !== 'session' || usesOld) return undefined
    return [
      '// A session refreshes by itself, once for all callers. This lets it believe that the access token has expired.',
      assign(state, 'session', 'client.session({ ...session.tokenSet(), expiresAt: 0, renewAt: 0 })'),
      'await session.accessToken()',
      assign(state, 'token_set', 'session.tokenSet()'),
      'console.log(tokenSet)',
      ...readTokens(request, state),
    ]
  },
  'token:client_credentials'(request, state) {
    state.source = 'machine'
    return [
      assign(state, 'session', 'client.clientCredentials()'),
      ...(request.reads.includes('access_token')
        ? [assign(state, 'access_token', 'await session.accessToken()')]
        : ['await session.accessToken()']),
    ]
  },
  revocation(request, state) {
    if (state.source !== 'session') return undefined
    const isRefresh = tokenName(request) === 'refresh_token'
    const isAccess = tokenName(request) === 'access_token'
    if (!isRefresh && !isAccess) return undefined
    const given = isRefresh ? 'session.tokenSet()' : '{ accessToken }'
    return [`await client.revoke(${given})`, "console.log('revoked')"]
  },
  introspection(request, state) {
    if (state.source === 'plain') return undefined
    const name = tokenName(request)
    return name === undefined
      ? undefined
      : [`console.log(await client.introspect(${expression([{ variable: name }])}))`]
  },
  api(request, state) {
    const own = request.bearer?.some((piece) => 'variable' in piece && piece.variable === 'access_token')
    if (state.source === 'plain' || own !== true) return undefined
    return plainRequest({ ...request, bearer: undefined }, state, 'session.fetch')
  },
  userinfo(_, { source }) {
    return source === 'session' ? ['console.log(await session.userinfo())'] : undefined
  },
  'sign-out'(request, state) {
    if (state.source !== 'session') return undefined
    const uri = textOf(request, 'post_logout_redirect_uri')
    const given = uri === undefined ? '' : `, { postLogoutRedirectUri: ${quoteJavaScript(uri)} }`
    return [`console.log('Open this address in a browser:\\n' + (await client.logoutUrl(tokenSet${given})))`]
  },
}

/** The tokens of the library, under the names of the wire. */
const members: Readonly<Record<string, string>> = {
  access_token: 'accessToken',
  refresh_token: 'refreshToken',
  id_token: 'idToken',
}

function readTokens({ reads }: ProgramRequest, state: State): readonly string[] {
  return reads.map((name) => assign(state, name, `tokenSet.${members[name] ?? name}`))
}

function tokenName(request: ProgramRequest): string | undefined {
  const [piece] = request.parameters.find(([name]) => name === 'token')?.[1] ?? []
  return piece && 'variable' in piece ? piece.variable : undefined
}

function plainFrontChannel(request: ProgramRequest, state: State): readonly string[] {
  const open = openInBrowser(request, state, { random: 'random()', challenge: 'await toChallenge(codeVerifier)' })
  if (request.kind === 'sign-out') return open
  return [...open, ...readCallback(request, state)]
}
