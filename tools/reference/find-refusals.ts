import { readFileSync } from 'node:fs'
import path from 'node:path'
import { listFiles } from '../source-files.ts'

/** One place in the source that refuses a request. */
export interface Refusal {
  readonly file: string
  readonly code: string
  readonly description: string
  readonly clause: string | undefined
}

const folders = ['packages/protocol/src', 'packages/server/src/oauth', 'packages/server/src/sign-in']

/** The ways in which the source refuses: how each begins, and its code where that is not among its arguments. */
const ways: readonly (readonly [start: RegExp, code?: string])[] = [
  [/new OAuthError\(/g],
  [/new PageError\(/g],
  [/new Replayed\(/g, 'invalid_grant'],
  [/throw refuse\(request,/g],
  [/throw page\(/g, 'invalid_request'],
  [/throw refused\(issuer,/g, 'invalid_client'],
  [/function hint\([^)]*\): string \{/g, 'invalid_client'],
]

/** Lists what the source refuses requests with, in the order of files. */
export function findRefusals(root: string): readonly Refusal[] {
  return folders
    .flatMap((folder) => listFiles(root, folder, '.ts'))
    .filter((file) => !/\.test(ing)?\.ts$/.test(file))
    .flatMap((file) => readRefusals(file, readFileSync(path.join(root, file), 'utf8')))
}

function readRefusals(file: string, source: string): readonly Refusal[] {
  return ways.flatMap(([start, ownCode]) =>
    [...source.matchAll(start)].flatMap((match) => {
      const isFunction = match[0].endsWith('{')
      const open = match.index + (isFunction ? match[0].length - 1 : match[0].indexOf('('))
      const text = between(source, open)
      const code = ownCode ?? /'([a-z_]+)'/.exec(text)?.[1]
      if (code === undefined) return []
      const clause = /'((?:RFC|OIDC|OAuth) [^']*§[^']*)'/.exec(text)?.[1]
      return sentences(text).map((description) => ({ file, code, description, clause }))
    }),
  )
}

/** Gives the text between a bracket and the one that closes it. */
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
    .map((match) => (match[1] ?? match[2] ?? '').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…'))
    .filter((one) => /[a-z]+ [a-z…]/.test(one) && !/^(RFC|OIDC|OAuth) .*§/.test(one))
}
