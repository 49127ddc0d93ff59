import { readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'
import { decodeText, withoutLineEnd } from './decode-text.ts'
import { whyUnreadable } from './describe-read-fault.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A value from outside the file, with its option or variable. */
export interface Given {
  readonly source: string
  readonly value: string
}

/** Names the value of a command line option. */
export function ofOption(source: string, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { source, value }
}

/** Reads a variable; an empty one counts as not set. @throws ConfigError if it is not UTF-8 */
export function ofVariable(environment: Environment, name: string): Given | undefined {
  const value = withoutLineEnd(environment[name] ?? '')
  if (value === '') return undefined
  if (value.includes('\ufffd')) throw new ConfigError(`${name}: is not UTF-8: set it in a UTF-8 locale`)
  return { source: name, value }
}

/** Reads a variable, or the file that `NAME_FILE` names, as container platforms provide secrets. @throws ConfigError */
export function ofVariableOrFile(environment: Environment, name: string): Given | undefined {
  const given = ofVariable(environment, name)
  if (given !== undefined) return given
  const file = ofVariable(environment, `${name}_FILE`)
  return file && { source: file.source, value: readSecretFile(file.value, file.source) }
}

/** Reads a file that contains one secret. @throws ConfigError naming the option or variable that named the file */
export function readSecretFile(file: string, source: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`${source}: ${file} ${whyUnreadable(cause)}`, { cause })
  }
  const decoded = decodeText(bytes)
  if ('fault' in decoded) throw new ConfigError(`${source}: ${file} ${decoded.fault}`)
  return withoutLineEnd(decoded.text)
}

export function toPort({ source, value }: Given): number {
  if (!/^[0-9]{1,5}$/.test(value)) throw new ConfigError(`${source}: ${value} is not a port number`)
  return Number(value)
}
