import { textOf, toCamelCase, toExpression } from './language.ts'
import type { Parameter, ProgramRequest, Text } from './program.ts'
import { quoteJavaScript } from './quote.ts'

/** The variables that were declared so far. */
export interface Declared {
  readonly names: Set<string>
}

export const expression = (text: Text): string => toExpression(text, quoteJavaScript, toCamelCase)

/** Declares a variable, or assigns to one that was declared. */
export function assign({ names }: Declared, name: string, value: string): string {
  const variable = toCamelCase(name)
  const isNew = !names.has(variable)
  names.add(variable)
  return `${isNew ? 'let ' : ''}${variable} = ${value}`
}

/** Declares what is assigned once as a constant. */
export function withConstants(code: string): string {
  return code.replaceAll(/^let (\w+) = /gm, (text, name: string) =>
    new RegExp(`^${name} = `, 'm').test(code) ? text : `const ${name} = `,
  )
}

/** Keeps values before they are replaced. */
export function copies({ copies }: ProgramRequest, declared: Declared): readonly string[] {
  return copies.map(([name, from]) => assign(declared, name, toCamelCase(from)))
}

/** A list of pairs, as `URLSearchParams` and the options of libraries take it. */
export function pairs(parameters: readonly Parameter[], indent: string): string {
  if (parameters.length === 0) return '[]'
  const lines = parameters.map(([name, value]) => `${indent}  [${quoteJavaScript(name)}, ${expression(value)}],`)
  return `[\n${lines.join('\n')}\n${indent}]`
}

/** Sends a request with `fetch` alone. */
export function plainRequest(request: ProgramRequest, declared: Declared, fetcher = 'fetch'): readonly string[] {
  const { method, parameters, headers, basic, bearer, json, reads } = request
  const authorization: readonly (readonly [string, string])[] = [
    ...(basic
      ? [['authorization', `'Basic ' + btoa(${quoteJavaScript(`${basic.user}:${basic.password}`)})`] as const]
      : []),
    ...(bearer ? [['authorization', expression([{ text: 'Bearer ' }, ...bearer])] as const] : []),
    ...headers.map(([name, value]) => [name, expression(value)] as const),
    ...(json === undefined ? [] : [['content-type', "'application/json'"] as const]),
  ]
  const hasForm = method === 'POST' && json === undefined
  const query = !hasForm && parameters.length > 0 ? ` + '?' + new URLSearchParams(${pairs(parameters, '')})` : ''
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(authorization.length > 0
      ? [`  headers: { ${authorization.map(([name, value]) => `${quoteJavaScript(name)}: ${value}`).join(', ')} },`]
      : []),
    ...(hasForm ? [`  body: new URLSearchParams(${pairs(parameters, '  ')}),`] : []),
    ...(json === undefined ? [] : [`  body: ${quoteJavaScript(json)},`]),
  ]
  const given = options.length > 0 ? `, {\n${options.join('\n')}\n}` : ''
  return [
    assign(declared, 'response', `await ${fetcher}(${expression(request.url)}${query}${given})`),
    ...(reads.length === 0
      ? ['console.log(response.status, await response.text())']
      : [
          assign(declared, 'body', 'await response.json()'),
          'console.log(response.status, body)',
          ...reads.map((name) => assign(declared, name, `body.${name}`)),
        ]),
  ]
}

/** Prints an address for the reader's browser, and reads the one that it arrives at. */
export const askForCallback = "await ask('Paste the address that the browser arrives at: ')"

export const ask = [
  'async function ask(question) {',
  '  const terminal = createInterface({ input: process.stdin, output: process.stdout })',
  '  const text = await terminal.question(question)',
  '  terminal.close()',
  '  return text.trim()',
  '}',
]

export const isFrontChannel = ({ kind }: ProgramRequest): boolean =>
  kind.startsWith('authorization') || kind === 'sign-out'

/** The URL of a front-channel request, without a library. */
export function openInBrowser(
  request: ProgramRequest,
  declared: Declared,
  { random, challenge }: { readonly random: string; readonly challenge: string },
): readonly string[] {
  const hasPkce = request.makes.includes('code_verifier')
  return [
    ...request.makes.map((name) => assign(declared, name, random)),
    ...(hasPkce ? [assign(declared, 'code_challenge', challenge)] : []),
    `console.log('Open this address in a browser:\\n' + ${expression(request.url)} + '?' + new URLSearchParams(${pairs(request.parameters, '')}))`,
  ]
}

/** Checks the authorization response as a client must, and reads what it carries. Written without a library. */
export function readCallback(request: ProgramRequest, declared: Declared): readonly string[] {
  const isJwt = (textOf(request, 'response_mode') ?? '').includes('jwt')
  return [
    assign(declared, 'callback', `new URL(${askForCallback})`),
    assign(declared, 'answer', 'new URLSearchParams(callback.hash.slice(1) || callback.search)'),
    ...(isJwt
      ? [
          '// The response is a JWT. A program verifies its signature first; this one only reads it (JARM §2.4).',
          assign(declared, 'payload', "answer.get('response').split('.')[1]"),
          assign(declared, 'answer', "new URLSearchParams(JSON.parse(Buffer.from(payload, 'base64url').toString()))"),
        ]
      : []),
    "if (answer.has('error')) throw new Error(answer.get('error') + ': ' + answer.get('error_description'))",
    ...(request.makes.includes('state')
      ? [
          "if (answer.get('state') !== state) throw new Error('the state is not the one that was sent (RFC 6749 §10.12)')",
        ]
      : []),
    ...request.reads.map((name) => assign(declared, name, `answer.get(${quoteJavaScript(name)})`)),
  ]
}
