import { readFileSync } from 'node:fs'
import path from 'node:path'
import { OAuthError, type OAuthErrorCode } from '@valetkey/protocol'
import { listFiles } from '../source-files.ts'

/** An error that the source returns. */
export interface Refusal {
  readonly file: string
  readonly code: string
  /** Undefined if the error is sent to the redirect URI. */
  readonly status: number | undefined
  readonly description: string
  readonly clause: string | undefined
}

const folders = [
  'packages/protocol/src',
  'packages/server/src/oauth',
  'packages/server/src/pages',
  'packages/guard/src',
]
const files = ['observability/probes.ts', 'http/body.ts', 'http/listener.ts'].map(
  (file) => `packages/server/src/${file}`,
)

/** Errors thrown in this folder are sent to the redirect URI. */
const redirecting = 'packages/server/src/oauth/authorization/'

type Way = readonly [start: RegExp, code?: string, status?: number]

/** The code patterns that return an error, with the code and status if the arguments do not contain them. */
const ways: readonly Way[] = [
  [/new OAuthError\(/g],
  [/new PageError\(/g],
  [/throw refuse\(\s*request,/g],
  [/(?:throw|return) refuse\((?=\s*\d{3},|\{)/g],
  [/throw (?:untrusted|new UntrustedRecipient)\(/g, 'invalid_request', 400],
  [/throw refused\(issuer,/g, 'invalid_client'],
  [/function hint\([^)]*\): string \{/g, 'invalid_client'],
  [/jsonReply\(/g],
  [/showProblem\(/g],
  [/(?:return|busy =) \{(?=\s*status: \d+,\s*code: ')/g],
  [/new BodyTooLarge\(/g, 'invalid_request', 413],
  [/(?:throw|return) invalid\(/g, 'invalid_token'],
  [/return \{(?=\s*outcome: 'malformed',)/g, 'invalid_request'],
  [/const body = \{(?= error: 'unauthorized',)/g, 'unauthorized', 401],
  [/const body = \{(?= error: 'invalid_request', error_description: `this endpoint)/g, 'invalid_request', 405],
]

/** Lists the errors of the server and the guard, in the order of files. */
export function findRefusals(root: string): readonly Refusal[] {
  return [...folders.flatMap((folder) => listFiles(root, folder, '.ts')), ...files]
    .filter((file) => !/\.test(ing)?\.ts$/.test(file))
    .flatMap((file) => readRefusals(file, readFileSync(path.join(root, file), 'utf8'), ways))
}

/** Lists the errors that `@valetkey/client` throws, in the order of files. */
export function findClientErrors(root: string): readonly Refusal[] {
  return listFiles(root, 'packages/client/src', '.ts')
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => readRefusals(file, readFileSync(path.join(root, file), 'utf8'), [[/new ClientError\(/g]]))
}

function readRefusals(file: string, source: string, ways: readonly Way[]): readonly Refusal[] {
  return ways.flatMap(([start, ownCode, ownStatus]) =>
    [...source.matchAll(start)].flatMap((match) => {
      const isLiteral = match[0].endsWith('{')
      const open = match.index + (isLiteral ? match[0].length - 1 : match[0].indexOf('('))
      const text = withDescription(between(source, open), source.slice(0, match.index))
      const code = ownCode ?? /'([a-z_]+)'/.exec(text)?.[1]
      if (code === undefined) return []
      const clause = /'((?:RFC|OIDC|OAuth) [^']*§[^']*)'/.exec(text)?.[1]
      const status = ownStatus ?? statusOf(file, code, text)
      return sentences(text).map((description) => ({ file, code, status, description, clause }))
    }),
  )
}

/** The arguments of a response without its headers; with the description, if a variable was set to it just before. */
function withDescription(text: string, before: string): string {
  const answered = text.replace(/headers: \{[\s\S]*/, '')
  const name = /(?<!\.)\b(description|words)[,\s)]/.exec(answered)?.[1]
  if (name === undefined) return answered
  const named = before.slice(-400)
  const at = named.lastIndexOf(`const ${name} = `)
  return at === -1 ? answered : answered + named.slice(at)
}

function statusOf(file: string, code: string, text: string): number | undefined {
  const said = /^\s*(\d{3}),|\bstatus: (\d{3})\b/.exec(text)
  if (said !== null) return Number(said[1] ?? said[2])
  return file.startsWith(redirecting) ? undefined : new OAuthError(code as OAuthErrorCode, '').status // a code of the source
}

/** Returns the text between a bracket and the one that closes it. */
function between(source: string, open: number): string {
  let depth = 0
  for (let at = open; at < source.length; at++) {
    if ('({'.includes(source[at] ?? ' ')) depth++
    if (')}'.includes(source[at] ?? ' ') && --depth === 0) return source.slice(open + 1, at)
  }
  return ''
}

/** Descriptions are the texts with a space in them that name no clause; a gap in one is shown as an ellipsis. */
function sentences(text: string): readonly string[] {
  return [...text.matchAll(/'([^'\n]*)'|`([^`]*)`/g)]
    .map((match) => (match[1] ?? match[2] ?? '').replaceAll(/(?:\$\{(?:[^{}]|\{[^{}]*\})*\})+/g, '…'))
    .filter((one) => /[a-z]+ [a-z…]/.test(one) && !/^(RFC|OIDC|OAuth) .*§/.test(one))
}
