import { join, type Language } from './language.ts'
import type { Parameter, ProgramRequest, Text } from './program.ts'
import { quoteShell, toComment } from './quote.ts'

/** Runs in bash and zsh: one subshell, so that all of it is read before the first line runs, and an error ends no terminal. */
export const curl: Language = {
  name: 'curl',
  label: 'curl',
  fileName: 'flow.sh',
  howToRun: '',
  write(program) {
    const needsBrowser = program.requests.some(isFrontChannel)
    const lines = [
      'set -eu',
      `field() { sed -n 's/.*"'"$1"'" *: *"\\([^"]*\\)".*/\\1/p'; }`,
      ...(needsBrowser ? browser : []),
      ...program.requests.flatMap((request, index) => ['', ...writeRequest(request, index + 1)]),
    ]
    return `(\n${lines.join('\n')}\n)\n`
  },
}

const isFrontChannel = ({ kind }: ProgramRequest) => kind.startsWith('authorization') || kind === 'sign-out'

const browser = [
  `random() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\\n'; }`,
  `challenge() { printf %s "$1" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\\n'; }`,
  `parameter() { printf '%b' "$(printf %s "$callback" | tr '?#&' '\\n\\n\\n' | sed -n "s/^$1=//p" | head -n 1 | sed 's/+/ /g; s/%/\\\\x/g')"; }`,
]

function writeRequest(request: ProgramRequest, number: number): readonly string[] {
  const heading = toComment(`== ${number}. ${request.title} (${request.clause})`)
  const notes = request.notes.map((note) => `echo ${quoteShell(toComment(note))}`)
  const copies = request.copies.map(([name, from]) => `${variable(name)}=$${variable(from)}`)
  const write = isFrontChannel(request) ? openInBrowser : send
  return [`echo ${quoteShell(heading)}`, ...notes, ...copies, ...write(request)]
}

function openInBrowser(request: ProgramRequest): readonly string[] {
  const makes = request.makes.map((name) => `${variable(name)}=$(random)`)
  const challenge = request.makes.includes('code_verifier') ? ['code_challenge=$(challenge "$code_verifier")'] : []
  const query = request.parameters.flatMap(([name, value], index) => [
    { text: `${index === 0 ? '?' : '&'}${encode(name)}=` },
    ...value.map(encodePiece),
  ])
  const open = [
    ...makes,
    ...challenge,
    `url=${quote([...request.url, ...query])}`,
    `printf '%s\\n' 'Open this address in a browser:' "$url"`,
  ]
  if (request.kind === 'sign-out') return open
  const readsJwt = request.parameters.some(
    ([name, value]) => name === 'response_mode' && fixedText(value).includes('jwt'),
  )
  const check = request.makes.includes('state')
    ? [
        `[ "$(parameter state)" = "$state" ] || { echo 'The state is not the one that was sent (RFC 6749 §10.12).'; exit 1; }`,
      ]
    : []
  return [
    ...open,
    `printf '%s\\n' 'Paste the address that the browser arrives at:'`,
    'read -r callback',
    ...(readsJwt ? fromJwt : []),
    `error=$(parameter error)`,
    `[ -z "$error" ] || { printf '%s\\n' "$error: $(parameter error_description)"; exit 1; }`,
    ...check,
    ...request.reads.map((name) => `${variable(name)}=$(parameter ${name})`),
  ]
}

/** Reads a response that is a JWT (JARM) as if it were a query. */
const fromJwt = [
  `echo 'The response is a JWT. A program verifies its signature first; this one only reads it (JARM §2.4).'`,
  `payload=$(parameter response | cut -d . -f 2 | tr -- '-_' '+/')`,
  `while [ $((\${#payload} % 4)) -ne 0 ]; do payload="$payload="; done`,
  `callback="?$(printf %s "$payload" | openssl base64 -d -A | sed 's/[{}"]//g; s/,/\\&/g; s/&\\([a-z_]*\\):/\\&\\1=/g; s/^\\([a-z_]*\\):/\\1=/')"`,
]

function send(request: ProgramRequest): readonly string[] {
  const { method, parameters, headers, basic, bearer, json, reads } = request
  const isGet = method !== 'POST'
  const options = [
    ...(method === 'DELETE' ? ['--request DELETE'] : []),
    ...(isGet && parameters.length > 0 ? ['--get'] : []),
    ...(basic ? [`--user ${quoteShell(`${basic.user}:${basic.password}`)}`] : []),
    ...(bearer ? [`--header ${quote([{ text: 'Authorization: Bearer ' }, ...bearer])}`] : []),
    ...headers.map(([name, value]) => `--header ${quote([{ text: `${name}: ` }, ...value])}`),
    ...parameters.map(toData),
    ...(json === undefined ? [] : ["--header 'Content-Type: application/json'", `--data-raw ${quoteShell(json)}`]),
    `--write-out '\\nHTTP %{http_code}\\n'`,
  ]
  const command = [`curl --silent --show-error ${quote(request.url)}`, ...options].join(' \\\n  ')
  if (reads.length === 0) return [command]
  return [
    `answer=$(${command})`,
    `printf '%s\\n' "$answer"`,
    ...reads.map((name) => `${variable(name)}=$(printf '%s\\n' "$answer" | field ${name})`),
    ...reads.map((name) => `[ -n "$${variable(name)}" ] || { echo 'The response has no ${name}.'; exit 1; }`),
  ]
}

const toData = ([name, value]: Parameter) => `--data-urlencode ${quote([{ text: `${name}=` }, ...value])}`

/** Adjoining pieces make one word. */
function quote(text: Text): string {
  const pieces = join(text).map((piece) =>
    'text' in piece ? quoteShell(piece.text) : `"$${variable(piece.variable)}"`,
  )
  return pieces.join('') || "''"
}

const fixedText = (text: Text) => text.map((piece) => ('text' in piece ? piece.text : '')).join('')
const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
const encodePiece = (piece: Text[number]) => ('text' in piece ? { text: encode(piece.text) } : piece)

/** Names that mean something to a shell. */
const taken = new Set(['path', 'status', 'options', 'argv', 'history', 'url', 'answer', 'callback', 'error', 'payload'])
const variable = (name: string) => (taken.has(name) ? `${name}_value` : name)
