import { readFileSync } from 'node:fs'
import path from 'node:path'
import { standardFeatures } from '../packages/server/src/oauth/features.ts'
import { listFiles } from './source-files.ts'

const src = 'packages/server/src'

/** The files in which the names of standard grants, methods, response types and response modes belong. */
const homes: readonly string[] = [
  'oauth/grants/',
  'oauth/client-authentication/',
  'oauth/authorization/response-types/',
  'oauth/authorization/response-modes/',
  // The defaults of RFC 7591 §2.
  'oauth/registration-defaults.ts',
  // Here the command line is a client of the server.
  'cli/token/',
  // Fields of HTML have types of their own, and no page compares anything else.
  'ui/',
].map((place) => `${src}/${place}`)

/** Names that are also a token, a parameter or an everyday word: only a comparison with them is reported. */
const ambiguous: ReadonlySet<string> = new Set([
  'refresh_token',
  'password',
  'code',
  'token',
  'none',
  'query',
  'fragment',
  'jwt',
  'id_token',
])

const { grantTypes, clientAuthenticationMethods, responseTypes, responseModes } = standardFeatures
const names: readonly string[] = [
  ...new Set(
    [...grantTypes, ...clientAuthenticationMethods, ...responseTypes, ...responseModes].map((one) => one.name),
  ),
]

/** An expression that holds the name of a grant type, a method, a response type or a response mode. */
const holder = String.raw`[\w.?]*(?:grant|method|response_?type|mode|auth)[\w.?]*`

function patternsOf(name: string): readonly RegExp[] {
  const quoted = `['"\`]${name}['"\`]`
  const comparisons = [
    new RegExp(String.raw`${holder}\)?\s*[!=]==?\s*${quoted}`, 'gi'),
    new RegExp(String.raw`${quoted}\s*[!=]==?\s*${holder}`, 'gi'),
    new RegExp(String.raw`${holder}\)?\.(?:includes|has|indexOf|startsWith)\(${quoted}\)`, 'gi'),
    new RegExp(String.raw`switch \(${holder}\)[\s\S]{0,400}?case ${quoted}:`, 'gi'),
    new RegExp(String.raw`\.(?:name|type) [!=]==? ${quoted}`, 'g'),
  ]
  return ambiguous.has(name) ? comparisons : [...comparisons, new RegExp(quoted, 'g')]
}

const patterns = names.map((name) => ({ name, patterns: patternsOf(name) }))

/** Lists the places where a source asks for a standard grant, method, response type or response mode by its name. */
export function findFeatureNames(file: string, source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ' '))
  return patterns.flatMap(({ name, patterns: all }) => {
    const lines = all.flatMap((one) =>
      [...code.matchAll(one)].map(({ index }) => code.slice(0, index).split('\n').length),
    )
    return [...new Set(lines)].map(
      (line) => `${file}:${line}: “${name}” belongs into its own file: ask the list of features`,
    )
  })
}

/** Checks every source of the server but tests and the files of the features themselves. */
export function findMisplacedNames(root: string): readonly string[] {
  return listFiles(root, src, '.ts')
    .filter((file) => !/\.test(ing)?\.ts$|\/testing\/|\/generated\//.test(file))
    .filter((file) => !homes.some((home) => file.startsWith(home)))
    .flatMap((file) => findFeatureNames(file, readFileSync(path.join(root, file), 'utf8')))
}
