import { furtherParameters, type Language, textOf, toExpression, type Writer } from './language.ts'
import type { Parameter, Program, ProgramRequest, Text } from './program.ts'
import { quotePython, toComment } from './quote.ts'

export const python: Language = {
  name: 'python',
  label: 'Python (Authlib)',
  fileName: 'flow.py',
  howToRun: 'pip install authlib requests\npython flow.py',
  write(program) {
    const body = program.requests.flatMap((request, index) => ['', ...writeRequest(request, index + 1, program)])
    const lines = [...settingUp(program), ...body]
    return `${[...imports(lines.join('\n')), '', ...lines].join('\n')}\n`
  },
}

const isFrontChannel = ({ kind }: ProgramRequest) => kind.startsWith('authorization') || kind === 'sign-out'
const isJwt = (request: ProgramRequest) => (textOf(request, 'response_mode') ?? '').includes('jwt')

/** What programs import, and how a use of it is recognized. */
const modules: readonly (readonly [line: string, use: RegExp])[] = [
  ['import base64', /\bbase64\./],
  ['import json', /\bjson\./],
  ['import os', /\bos\./],
  ['from urllib.parse import parse_qs, urlsplit', /\burlsplit\(/],
  ['from urllib.parse import quote_plus', /\bquote_plus\(/],
  ['from urllib.parse import urlencode', /\burlencode\(/],
  ['', /$/],
  ['from authlib.common.security import generate_token', /\bgenerate_token\(/],
  ['from authlib.integrations.requests_client import OAuth2Session', /\bOAuth2Session\(/],
  ['from authlib.oauth2.rfc7636 import create_s256_code_challenge', /\bcreate_s256_code_challenge\(/],
]

function imports(code: string): readonly string[] {
  const text = code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
  const lines = modules.flatMap(([line, use]) => (use.test(text) ? [line] : []))
  return lines[0] === '' ? lines.slice(1) : lines
}

function settingUp({ settings, requests }: Program): readonly string[] {
  const { client, scope, metadata } = settings
  const needsOwnBasic = [client.clientId, client.clientSecret ?? ''].some((text) => encode(text) !== text)
  const basic = needsOwnBasic ? 'basic' : '"client_secret_basic"'
  const method = client.clientSecret === undefined ? '"none"' : basic
  const hasPkce = requests.some(({ makes }) => makes.includes('code_verifier'))
  const types = requests.map((request) => textOf(request, 'response_type')).find((type) => type !== undefined)
  return [
    ...(metadata.issuer.startsWith('http://')
      ? [
          '# The issuer has no https: for tests on this computer only.',
          'os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"',
        ]
      : []),
    ...(method === 'basic' ? encodedBasic : []),
    'session = OAuth2Session(',
    `    ${quotePython(client.clientId)},`,
    ...(client.clientSecret === undefined ? [] : [`    ${quotePython(client.clientSecret)},`]),
    ...(scope.trim() === '' ? [] : [`    scope=${quotePython(scope.trim())},`]),
    `    redirect_uri=${quotePython(client.redirectUri)},`,
    ...(types === undefined || types === 'code' ? [] : [`    response_type=${quotePython(types)},`]),
    `    token_endpoint_auth_method=${method},`,
    `    revocation_endpoint_auth_method=${method},`,
    ...(hasPkce ? ['    code_challenge_method="S256",'] : []),
    ')',
  ]
}

const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)

/** Authlib's own function sends credentials that need encoding as they are. */
const encodedBasic = [
  'def basic(client, method, uri, headers, body):',
  '    # The credentials are form-encoded first (RFC 6749 §2.3.1).',
  '    credentials = quote_plus(client.client_id) + ":" + quote_plus(client.client_secret)',
  '    value = "Basic " + base64.b64encode(credentials.encode()).decode()',
  '    return uri, {**headers, "Authorization": value}, body',
  '',
  '',
]

function writeRequest(request: ProgramRequest, number: number, program: Program): readonly string[] {
  const heading = toComment(`# ${number}. ${request.title} (${request.clause})`)
  const notes = request.notes.map((note) => `# ${toComment(note)}`)
  const copies = request.copies.map(([name, from]) => `${variable(name)} = ${variable(from)}`)
  const before = [heading, ...notes, ...copies]
  const write = Object.hasOwn(writers, request.kind) ? writers[request.kind] : undefined
  const lines = write?.(request, program)
  if (lines !== undefined) return [...before, ...lines]
  if (request.kind.startsWith('token:')) return [...before, ...grant(request)]
  return [...before, ...(isFrontChannel(request) ? plainFrontChannel(request) : plainRequest(request))]
}

const writers: Readonly<Record<string, Writer<Program>>> = {
  'authorization:code'(request) {
    const known = [
      'response_type',
      'client_id',
      'redirect_uri',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
    ]
    const verifier = request.makes.includes('code_verifier') ? ['code_verifier=code_verifier'] : []
    const nonce = request.makes.includes('nonce') ? ['nonce=nonce'] : []
    const further = keywords(furtherParameters(request, ...known, 'nonce'))
    const makes = request.makes.filter((name) => name !== 'state').map((name) => `${name} = generate_token(48)`)
    return [
      ...makes,
      ...call('url, state = session.create_authorization_url', [
        expression(request.url),
        ...verifier,
        ...nonce,
        ...further,
      ]),
      'print("Open this address in a browser:", url, sep="\\n")',
      ...readCallback(request),
    ]
  },
  'token:authorization_code'(request) {
    const known = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret']
    const verifier = request.parameters.some(([name]) => name === 'code_verifier')
      ? ['code_verifier=code_verifier']
      : []
    return tokens(request, [
      expression(request.url),
      'grant_type="authorization_code"',
      'code=code',
      ...verifier,
      ...keywords(furtherParameters(request, ...known)),
    ])
  },
  'token:refresh_token'(request) {
    const known = ['grant_type', 'refresh_token', 'client_id', 'client_secret']
    const value = expression(request.parameters.find(([name]) => name === 'refresh_token')?.[1] ?? [])
    const given = [expression(request.url), `refresh_token=${value}`, ...keywords(furtherParameters(request, ...known))]
    return [...call('token = session.refresh_token', given), ...readTokens(request)]
  },
  revocation(request) {
    return [
      `response = session.revoke_token(${expression(request.url)}, ${token(request)})`,
      'print(response.status_code)',
    ]
  },
  introspection(request) {
    return [
      `response = session.introspect_token(${expression(request.url)}, ${token(request)})`,
      'print(response.status_code, response.text)',
    ]
  },
}

/** Any other grant: Authlib sends what it is given (RFC 6749 §4.5). */
function grant(request: ProgramRequest): readonly string[] {
  const type = `grant_type=${quotePython(textOf(request, 'grant_type') ?? '')}`
  const further = furtherParameters(request, 'grant_type', 'client_id', 'client_secret', 'scope')
  return tokens(request, [expression(request.url), type, ...keywords(further)])
}

function tokens(request: ProgramRequest, given: readonly string[]): readonly string[] {
  return [...call('token = session.fetch_token', given), ...readTokens(request)]
}

function readTokens({ reads }: ProgramRequest): readonly string[] {
  return ['print(token)', ...reads.map((name) => `${variable(name)} = token["${name}"]`)]
}

/** The URL and the response of a response type that Authlib has no function for. */
function plainFrontChannel(request: ProgramRequest): readonly string[] {
  return [
    '# Authlib has no function for this: the request is written and the response is read without it.',
    ...request.makes.map((name) => `${name} = generate_token(48)`),
    ...(request.makes.includes('code_verifier') ? ['code_challenge = create_s256_code_challenge(code_verifier)'] : []),
    `url = ${expression(request.url)} + "?" + urlencode(${pairs(request.parameters)})`,
    'print("Open this address in a browser:", url, sep="\\n")',
    ...(request.kind === 'sign-out' ? [] : readCallback(request)),
  ]
}

function readCallback(request: ProgramRequest): readonly string[] {
  return [
    `callback = urlsplit(input("Paste the address that the browser arrives at: ").strip())`,
    'answer = {name: values[0] for name, values in parse_qs(callback.fragment or callback.query).items()}',
    ...(isJwt(request)
      ? [
          '# The response is a JWT. A program verifies its signature first; this one only reads it (JARM §2.4).',
          'payload = answer["response"].split(".")[1]',
          'answer = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))',
        ]
      : []),
    'if "error" in answer:',
    '    raise SystemExit(answer["error"] + ": " + answer.get("error_description", ""))',
    'if answer.get("state") != state:',
    '    raise SystemExit("the state is not the one that was sent (RFC 6749 §10.12)")',
    ...request.reads.map((name) => `${variable(name)} = answer["${name}"]`),
  ]
}

/** Sends a request with the requests library alone, which Authlib builds on. */
function plainRequest(request: ProgramRequest): readonly string[] {
  const { method, url, parameters, headers, basic, bearer, json, reads } = request
  const isForm = method === 'POST' && json === undefined
  const own = [
    ...(bearer ? [['Authorization', [{ text: 'Bearer ' }, ...bearer]] as const] : []),
    ...headers,
    ...(json === undefined ? [] : [['Content-Type', [{ text: 'application/json' }]] as const]),
  ]
  const given = [
    `"${method}"`,
    expression(url),
    ...(own.length > 0
      ? [`headers={${own.map(([name, value]) => `${quotePython(name)}: ${expression(value)}`).join(', ')}}`]
      : []),
    ...(basic ? [`auth=(${quotePython(basic.user)}, ${quotePython(basic.password)})`] : []),
    ...(parameters.length > 0 ? [`${isForm ? 'data' : 'params'}=${pairs(parameters)}`] : []),
    ...(json === undefined ? [] : [`data=${quotePython(json)}.encode()`]),
    'withhold_token=True',
  ]
  return [
    ...call('response = session.request', given),
    'print(response.status_code, response.text)',
    ...reads.map((name) => `${variable(name)} = response.json()["${name}"]`),
  ]
}

function call(start: string, given: readonly string[]): readonly string[] {
  const line = `${start}(${given.join(', ')})`
  return line.length <= 100 ? [line] : [`${start}(`, ...given.map((one) => `    ${one},`), ')']
}

/** Parameters as keyword arguments; a name that Python does not take as one, or that is repeated, is passed in a dictionary. */
function keywords(parameters: readonly Parameter[]): readonly string[] {
  const isPlain = ([name]: Parameter) => /^[a-z_][a-z0-9_]*$/i.test(name) && !reserved.has(name)
  return parameters
    .filter(([name], at, all) => all.findLastIndex(([other]) => other === name) === at)
    .map((one) =>
      isPlain(one) ? `${one[0]}=${expression(one[1])}` : `**{${quotePython(one[0])}: ${expression(one[1])}}`,
    )
}

/** Keywords of the language, and arguments of Authlib's functions. */
const reserved = new Set([
  'from',
  'import',
  'class',
  'def',
  'lambda',
  'is',
  'in',
  'url',
  'body',
  'method',
  'headers',
  'auth',
])

function pairs(parameters: readonly Parameter[]): string {
  return `[${parameters.map(([name, value]) => `(${quotePython(name)}, ${expression(value)})`).join(', ')}]`
}

function token(request: ProgramRequest): string {
  return expression(request.parameters.find(([name]) => name === 'token')?.[1] ?? [])
}

const variable = (name: string) => (reserved.has(name) ? `${name}_value` : name)
const expression = (text: Text) => toExpression(text, quotePython, variable)
