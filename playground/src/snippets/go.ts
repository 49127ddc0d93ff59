import { goFunctions } from './go-functions.ts'
import { furtherParameters, type Language, textOf, toCamelCase, toExpression, type Writer } from './language.ts'
import type { Parameter, Program, ProgramRequest, Text } from './program.ts'
import { quoteGo, toComment } from './quote.ts'

export const go: Language = {
  name: 'go',
  label: 'Go (golang.org/x/oauth2)',
  fileName: 'main.go',
  howToRun: 'go mod init example.com/flow\ngo mod tidy\ngo run .',
  write(program) {
    const state: State = { declared: new Set(), program }
    const body = program.requests.flatMap((request, index) => [
      ...(index === 0 ? [] : ['']),
      ...writeRequest(request, index + 1, state),
    ])
    const code = body.map((line) => (line === '' ? '' : `\t${line}`)).join('\n')
    const usesConfig = /\bconfig\./.test(code)
    const main = ['func main() {', '\tctx := context.Background()', ...(usesConfig ? [config(program)] : []), code, '}']
    const functions = Object.entries(goFunctions).filter(([name]) => code.includes(`${name}(`))
    const text = [main.join('\n'), ...functions.map(([, part]) => part)].join('\n\n')
    return `package main\n\nimport (\n${imports(text)}\n)\n\n${text}\n`
  },
}

interface State {
  readonly declared: Set<string>
  readonly program: Program
}

/** Packages by their last name, which a program uses them by. */
// biome-ignore format: one list
const packages = [
  'bufio', 'context', 'crypto/rand', 'encoding/base64', 'encoding/json', 'fmt', 'io', 'log', 'net/http', 'net/url', 'os', 'strings',
]

function imports(text: string): string {
  const uses = (name: string) =>
    new RegExp(`\\b${name.split('/').at(-1)}\\.`).test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))
  const own = packages.filter(uses).map((name) => `\t"${name}"`)
  const foreign = ['golang.org/x/oauth2', 'golang.org/x/oauth2/clientcredentials']
    .filter(uses)
    .map((name) => `\t"${name}"`)
  return [...own, ...(foreign.length > 0 ? ['', ...foreign] : [])].join('\n')
}

function config({ settings }: Program): string {
  const { client, metadata, scope } = settings
  const style = client.clientSecret === undefined ? 'AuthStyleInParams' : 'AuthStyleInHeader'
  const lines = [
    'config := &oauth2.Config{',
    `\tClientID:     ${quoteGo(client.clientId)},`,
    ...(client.clientSecret === undefined ? [] : [`\tClientSecret: ${quoteGo(client.clientSecret)},`]),
    `\tRedirectURL:  ${quoteGo(client.redirectUri)},`,
    `\tScopes:       ${list(scope.split(' ').filter((name) => name !== ''))},`,
    '\tEndpoint: oauth2.Endpoint{',
    `\t\tAuthURL:   ${quoteGo(String(metadata.authorization_endpoint ?? ''))},`,
    `\t\tTokenURL:  ${quoteGo(String(metadata.token_endpoint ?? ''))},`,
    `\t\tAuthStyle: oauth2.${style},`,
    '\t},',
    '}',
  ]
  return lines.map((line) => `\t${line}`).join('\n')
}

function writeRequest(request: ProgramRequest, number: number, state: State): readonly string[] {
  const heading = toComment(`// ${number}. ${request.title} (${request.clause})`)
  const notes = request.notes.map((note) => `// ${toComment(note)}`)
  const copies = request.copies.map(([name, from]) => assign(state, name, toCamelCase(from)))
  const write = Object.hasOwn(writers, request.kind) ? writers[request.kind] : undefined
  const lines =
    write?.(request, state) ?? (isFrontChannel(request) ? plainFrontChannel(request, state) : plain(request, state))
  return [heading, ...notes, ...copies, ...lines]
}

const isFrontChannel = ({ kind }: ProgramRequest) => kind.startsWith('authorization') || kind === 'sign-out'

const writers: Readonly<Record<string, Writer<State>>> = {
  'authorization:code'(request, state) {
    const known = [
      'response_type',
      'client_id',
      'redirect_uri',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
    ]
    const hasPkce = request.makes.includes('code_verifier')
    const given = [
      'state',
      ...(hasPkce ? ['oauth2.S256ChallengeOption(codeVerifier)'] : []),
      ...options(furtherParameters(request, ...known)),
    ]
    return [
      ...request.makes.map((name) => assign(state, name, 'oauth2.GenerateVerifier()')),
      'fmt.Println("Open this address in a browser:")',
      `fmt.Println(config.AuthCodeURL(${given.join(', ')}))`,
      ...readCallback(request, state),
    ]
  },
  'token:authorization_code'(request, state) {
    const known = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret']
    const hasPkce = request.parameters.some(([name]) => name === 'code_verifier')
    const verifier = hasPkce ? ['oauth2.VerifierOption(codeVerifier)'] : []
    const given = ['ctx', 'code', ...verifier, ...options(furtherParameters(request, ...known))]
    return tokens(request, state, `config.Exchange(${given.join(', ')})`)
  },
  'token:refresh_token'(request, state) {
    const known = ['grant_type', 'refresh_token', 'client_id', 'client_secret']
    if (furtherParameters(request, ...known).length > 0) return undefined
    const value = expression(request.parameters.find(([name]) => name === 'refresh_token')?.[1] ?? [])
    return tokens(request, state, `config.TokenSource(ctx, &oauth2.Token{RefreshToken: ${value}}).Token()`)
  },
  'token:client_credentials'(request, { declared, program }) {
    const { client, metadata } = program.settings
    const further = furtherParameters(request, 'grant_type', 'client_id', 'client_secret')
    const source = [
      'source := &clientcredentials.Config{',
      `\tClientID:       ${quoteGo(client.clientId)},`,
      `\tClientSecret:   ${quoteGo(client.clientSecret ?? '')},`,
      `\tTokenURL:       ${quoteGo(String(metadata.token_endpoint))},`,
      '\tAuthStyle:      oauth2.AuthStyleInHeader,',
      `\tEndpointParams: ${values(further)},`,
      '}',
    ]
    return [...source, ...tokens(request, { declared, program }, 'source.Token(ctx)')]
  },
  'token:password'(request, state) {
    const known = ['grant_type', 'username', 'password', 'scope', 'client_id', 'client_secret']
    if (furtherParameters(request, ...known).length > 0) return undefined
    const [username, password] = ['username', 'password'].map((name) => quoteGo(textOf(request, name) ?? ''))
    return tokens(request, state, `config.PasswordCredentialsToken(ctx, ${username}, ${password})`)
  },
}

function tokens(request: ProgramRequest, state: State, call: string): readonly string[] {
  const isNew = !state.declared.has('token')
  state.declared.add('token')
  const first = `token, err ${isNew ? ':=' : '='} ${call}`
  return [
    first,
    'if err != nil {',
    '\tlog.Fatal(err)',
    '}',
    'fmt.Println("access token:", token.AccessToken)',
    ...request.reads.map((name) => assign(state, name, fields[name] ?? `token.Extra(${quoteGo(name)}).(string)`)),
  ]
}

const fields: Readonly<Record<string, string>> = {
  access_token: 'token.AccessToken',
  refresh_token: 'token.RefreshToken',
}

function plainFrontChannel(request: ProgramRequest, state: State): readonly string[] {
  const hasPkce = request.makes.includes('code_verifier')
  return [
    '// x/oauth2 has no function for this: the request is written and the response is read without it.',
    ...request.makes.map((name) => assign(state, name, 'oauth2.GenerateVerifier()')),
    ...(hasPkce ? [assign(state, 'code_challenge', 'oauth2.S256ChallengeFromVerifier(codeVerifier)')] : []),
    'fmt.Println("Open this address in a browser:")',
    `fmt.Println(${expression(request.url)} + "?" + ${values(request.parameters)}.Encode())`,
    ...(request.kind === 'sign-out' ? [] : readCallback(request, state)),
  ]
}

function readCallback(request: ProgramRequest, state: State): readonly string[] {
  const isJwt = (textOf(request, 'response_mode') ?? '').includes('jwt')
  return [
    assign(state, 'answer', `readCallback("Paste the address that the browser arrives at: ")`),
    ...(isJwt
      ? [
          '// The response is a JWT. A program verifies its signature first; this one only reads it (JARM §2.4).',
          'answer = readClaims(answer.Get("response"))',
        ]
      : []),
    'if answer.Get("error") != "" {',
    '\tlog.Fatal(answer.Get("error"), ": ", answer.Get("error_description"))',
    '}',
    'if answer.Get("state") != state {',
    '\tlog.Fatal("the state is not the one that was sent (RFC 6749 §10.12)")',
    '}',
    ...request.reads.map((name) => assign(state, name, `answer.Get(${quoteGo(name)})`)),
  ]
}

/** Why a token request is not left to the library. */
const why = '// x/oauth2 cannot send all of these parameters with this grant: this is plain HTTP.'

function plain(request: ProgramRequest, state: State): readonly string[] {
  const { method, url, parameters, headers, basic, bearer, json, reads, kind } = request
  const form = values(parameters)
  const hasForm = method === 'POST' && json === undefined
  const query = !hasForm && parameters.length > 0 ? ` + "?" + ${form}.Encode()` : ''
  const text = hasForm ? `${form}.Encode()` : json === undefined ? undefined : quoteGo(json)
  const body = text === undefined ? 'nil' : `strings.NewReader(${text})`
  const header = (name: string, value: string) => `request.Header.Set(${quoteGo(name)}, ${value})`
  return [
    ...(kind.startsWith('token:') ? [why] : []),
    assign(state, 'request', `newRequest(ctx, "${method}", ${expression(url)}${query}, ${body})`),
    ...(hasForm ? [header('Content-Type', quoteGo('application/x-www-form-urlencoded'))] : []),
    ...(json === undefined ? [] : [header('Content-Type', quoteGo('application/json'))]),
    ...headers.map(([name, value]) => header(name, expression(value))),
    ...(basic ? [`request.SetBasicAuth(${quoteGo(basic.user)}, ${quoteGo(basic.password)})`] : []),
    ...(bearer ? [header('Authorization', expression([{ text: 'Bearer ' }, ...bearer]))] : []),
    reads.length === 0 ? 'send(request)' : assign(state, 'body', 'send(request)'),
    ...reads.map((name) => assign(state, name, `field(body, ${quoteGo(name)})`)),
  ]
}

/** Names are not those of packages and functions in use. */
function variable(name: string): string {
  const camel = toCamelCase(name)
  return ['url', 'json', 'http', 'log', 'field', 'send', 'config', 'source', 'ctx'].includes(camel)
    ? `${camel}Value`
    : camel
}

function assign({ declared }: State, name: string, value: string): string {
  const isNew = !declared.has(name)
  declared.add(name)
  return `${variable(name)} ${isNew ? ':=' : '='} ${value}`
}

function options(parameters: readonly Parameter[]): readonly string[] {
  return parameters.map(([name, value]) => `oauth2.SetAuthURLParam(${quoteGo(name)}, ${expression(value)})`)
}

function values(parameters: readonly Parameter[]): string {
  const names = [...new Set(parameters.map(([name]) => name))]
  const entries = names.map((name) => {
    const all = parameters.filter(([one]) => one === name).map(([, value]) => expression(value))
    return `${quoteGo(name)}: {${all.join(', ')}}`
  })
  return `url.Values{${entries.join(', ')}}`
}

const list = (names: readonly string[]) => `[]string{${names.map(quoteGo).join(', ')}}`
const expression = (text: Text) => toExpression(text, quoteGo, variable)
