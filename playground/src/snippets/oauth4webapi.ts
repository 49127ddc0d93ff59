import {
  ask,
  askForCallback,
  assign,
  copies,
  type Declared,
  expression,
  isFrontChannel,
  openInBrowser,
  pairs,
  plainRequest,
  readCallback,
  withConstants,
} from './javascript.ts'
import { furtherParameters, type Language, textOf, type Writer } from './language.ts'
import type { Program, ProgramRequest } from './program.ts'
import { quoteJavaScript, toComment } from './quote.ts'

interface State extends Declared {
  readonly program: Program
  readonly insecure: boolean
  /** The library redeems only a code from a response that it validated. */
  isValidated: boolean
}

export const oauth4webapi: Language = {
  name: 'oauth4webapi',
  label: 'JavaScript (oauth4webapi)',
  fileName: 'flow.mjs',
  howToRun: 'npm install oauth4webapi\nnode flow.mjs',
  write(program) {
    const insecure = String(program.settings.metadata.issuer).startsWith('http://')
    const state: State = { names: new Set(), program, insecure, isValidated: false }
    const body = program.requests.flatMap((request, index) => ['', ...writeRequest(request, index + 1, state)])
    return withConstants(`${[...head(program, state), ...body, ...tail(program)].join('\n')}\n`)
  },
}

function head(program: Program, state: State): readonly string[] {
  const { metadata, client } = program.settings
  const needsBrowser = program.requests.some(isFrontChannel)
  const secret = client.clientSecret
  return [
    ...(needsBrowser ? ["import { createInterface } from 'node:readline/promises'"] : []),
    "import * as oauth from 'oauth4webapi'",
    '',
    `const issuer = new URL(${quoteJavaScript(metadata.issuer)})`,
    ...(state.insecure
      ? [
          '// The issuer has no https: for tests on this computer only.',
          'const options = { [oauth.allowInsecureRequests]: true }',
        ]
      : ['const options = {}']),
    `const discovery = await oauth.discoveryRequest(issuer, { ...options, algorithm: '${metadata.userinfo_endpoint ? 'oidc' : 'oauth2'}' })`,
    'const server = await oauth.processDiscoveryResponse(issuer, discovery)',
    `const client = { client_id: ${quoteJavaScript(client.clientId)} }`,
    secret === undefined
      ? 'const authentication = oauth.None()'
      : `const authentication = oauth.ClientSecretBasic(${quoteJavaScript(secret)})`,
  ]
}

function tail(program: Program): readonly string[] {
  return program.requests.some(isFrontChannel) ? ['', ...ask] : []
}

function writeRequest(request: ProgramRequest, number: number, state: State): readonly string[] {
  const heading = toComment(`// ${number}. ${request.title} (${request.clause})`)
  const notes = [...request.notes.map((note) => `// ${toComment(note)}`), ...copies(request, state)]
  const write = Object.hasOwn(writers, request.kind) ? writers[request.kind] : undefined
  const lines = write?.(request, state)
  if (lines !== undefined) return [heading, ...notes, ...lines]
  if (isFrontChannel(request)) return [heading, ...notes, ...plainFrontChannel(request, state)]
  const isGeneric = request.kind.startsWith('token:')
  if (isGeneric && !request.kind.endsWith(':authorization_code'))
    return [heading, ...notes, ...genericGrant(request, state)]
  const why = request.kind.startsWith('token:')
    ? ['// oauth4webapi redeems only codes of responses that it validated: this is plain HTTP.']
    : []
  return [heading, ...notes, ...why, ...plainRequest(request, state)]
}

/** Asks with the library, and checks its answer. */
const writers: Readonly<Record<string, Writer<State>>> = {
  'authorization:code'(request, state) {
    state.isValidated = true
    const isJwt = (textOf(request, 'response_mode') ?? '').includes('jwt')
    const callback = 'new URLSearchParams(callback.hash.slice(1) || callback.search)'
    const expected = request.makes.includes('state') ? 'state' : 'oauth.expectNoState'
    const answer = isJwt
      ? `await oauth.validateJwtAuthResponse(server, client, ${callback}, ${expected}, options)`
      : `oauth.validateAuthResponse(server, client, ${callback}, ${expected})`
    return [
      ...frontChannel(request, state),
      assign(state, 'callback', `new URL(${askForCallback})`),
      assign(state, 'answer', answer),
    ]
  },
  'authorization:code+id_token'(request, state) {
    state.isValidated = true
    return [
      ...frontChannel(request, state),
      assign(state, 'callback', `new URL(${askForCallback})`),
      assign(
        state,
        'answer',
        'await oauth.validateCodeIdTokenResponse(server, client, callback, nonce, state, undefined, options)',
      ),
      ...request.reads
        .filter((name) => name !== 'code')
        .map((name) =>
          assign(state, name, `callback.hash.slice(1) && new URLSearchParams(callback.hash.slice(1)).get('${name}')`),
        ),
    ]
  },
  'token:authorization_code'(request, state) {
    if (!state.isValidated) return undefined
    const known = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret']
    const verifier = request.parameters.some(([name]) => name === 'code_verifier') ? 'codeVerifier' : 'oauth.nopkce'
    const nonce = state.names.has('nonce') ? ', { expectedNonce: nonce }' : ''
    return tokens(request, state, {
      call: `oauth.authorizationCodeGrantRequest(server, client, authentication, answer, ${quoteJavaScript(textOf(request, 'redirect_uri') ?? '')}, ${verifier}, ${withFurther(request, known)})`,
      process: `oauth.processAuthorizationCodeResponse(server, client, response${nonce})`,
    })
  },
  'token:refresh_token'(request, state) {
    const known = ['grant_type', 'refresh_token', 'client_id', 'client_secret']
    return tokens(request, state, {
      call: `oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, ${withFurther(request, known)})`,
      process: 'oauth.processRefreshTokenResponse(server, client, response)',
    })
  },
  'token:client_credentials'(request, state) {
    const further = furtherParameters(request, 'grant_type', 'client_id', 'client_secret')
    return tokens(request, state, {
      call: `oauth.clientCredentialsGrantRequest(server, client, authentication, ${pairs(further, '')}, options)`,
      process: 'oauth.processClientCredentialsResponse(server, client, response)',
    })
  },
  revocation(request, state) {
    return [
      assign(
        state,
        'response',
        `await oauth.revocationRequest(server, client, authentication, ${token(request)}, options)`,
      ),
      'await oauth.processRevocationResponse(response)',
      "console.log('revoked')",
    ]
  },
  introspection(request, state) {
    return [
      assign(
        state,
        'response',
        `await oauth.introspectionRequest(server, client, authentication, ${token(request)}, options)`,
      ),
      'console.log(await oauth.processIntrospectionResponse(server, client, response))',
    ]
  },
  api({ method, url, bearer, json }, state) {
    const body =
      json === undefined
        ? 'undefined, undefined'
        : `new Headers({ 'content-type': 'application/json' }), ${quoteJavaScript(json)}`
    const given = `${expression(bearer ?? [])}, '${method}', new URL(${expression(url)}), ${body}, options`
    return [
      assign(state, 'response', `await oauth.protectedResourceRequest(${given})`),
      'console.log(response.status, await response.text())',
    ]
  },
  userinfo({ bearer }, state) {
    return [
      assign(state, 'response', `await oauth.userInfoRequest(server, client, ${expression(bearer ?? [])}, options)`),
      'console.log(await oauth.processUserInfoResponse(server, client, oauth.skipSubjectCheck, response))',
    ]
  },
}

function genericGrant(request: ProgramRequest, state: State): readonly string[] {
  const further = furtherParameters(request, 'grant_type', 'client_id', 'client_secret')
  const type = quoteJavaScript(textOf(request, 'grant_type') ?? '')
  return tokens(request, state, {
    call: `oauth.genericTokenEndpointRequest(server, client, authentication, ${type}, ${pairs(further, '')}, options)`,
    process: 'oauth.processGenericTokenEndpointResponse(server, client, response)',
  })
}

function tokens(
  request: ProgramRequest,
  state: Declared,
  { call, process }: { readonly call: string; readonly process: string },
): readonly string[] {
  return [
    assign(state, 'response', `await ${call}`),
    assign(state, 'tokens', `await ${process}`),
    'console.log(tokens)',
    ...request.reads.map((name) => assign(state, name, `tokens.${name}`)),
  ]
}

function withFurther(request: ProgramRequest, known: readonly string[]): string {
  const further = furtherParameters(request, ...known)
  return further.length === 0 ? 'options' : `{ ...options, additionalParameters: ${pairs(further, '')} }`
}

function frontChannel(request: ProgramRequest, state: State): readonly string[] {
  const challenge = 'await oauth.calculatePKCECodeChallenge(codeVerifier)'
  return openInBrowser(request, state, { random: 'oauth.generateRandomState()', challenge })
}

function plainFrontChannel(request: ProgramRequest, state: State): readonly string[] {
  const open = frontChannel(request, state)
  if (request.kind === 'sign-out') return open
  const why = '// oauth4webapi has no function for this response type: the response is read without it.'
  return [...open, why, ...readCallback(request, state)]
}

function token(request: ProgramRequest): string {
  return expression(request.parameters.find(([name]) => name === 'token')?.[1] ?? [])
}
