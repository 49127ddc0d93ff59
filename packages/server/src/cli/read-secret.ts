import { buffer } from 'node:stream/consumers'
import { decodeText, withoutLineEnd } from '../config/decode-text.ts'
import { ofVariable } from '../config/overrides.ts'
import { UsageError } from './refusals.ts'

export interface SecretSource {
  /** The name of the secret in prompts and errors, such as `password of alice`. */
  readonly what: string
  /** Whether the option to read it from standard input is given. */
  readonly stdin: boolean
  readonly stdinOption: string
  /** The environment variable that may contain it. */
  readonly variable: string
  /** A new secret must be typed twice. */
  readonly isNew: boolean
}

/**
 * Reads a secret from standard input, the environment or a prompt without echo; never from an argument, which every
 * user of the computer can read in the list of processes.
 * @throws UsageError if there is none, or it is empty
 */
export async function readSecret(source: SecretSource): Promise<string> {
  const { what, stdin, stdinOption, variable } = source
  if (stdin) return notEmpty(await readStdin(source), source)
  const given = ofVariable(process.env, variable)
  if (given !== undefined) return given.value
  if (!process.stdin.isTTY)
    throw new UsageError(`${what} is missing: pipe it in with ${stdinOption}, or set ${variable}`)
  const typed = notEmpty(await ask(`${what}: `), source)
  if (source.isNew && (await ask(`${what}, again: `)) !== typed)
    throw new UsageError(`the two entries of ${what} differ: nothing was changed`)
  return typed
}

async function readStdin({ what }: SecretSource): Promise<string> {
  const decoded = decodeText(await buffer(process.stdin))
  if ('fault' in decoded) throw new UsageError(`${what} on standard input ${decoded.fault.replace('save', 'send')}`)
  return withoutLineEnd(decoded.text)
}

function notEmpty(secret: string, { what }: SecretSource): string {
  if (secret === '') throw new UsageError(`${what} is empty`)
  return secret
}

const enter = ['\r', '\n', '\u0004']
const erase = ['\u007f', '\b']
const interrupt = '\u0003'

function ask(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true).setEncoding('utf8').resume()
  return new Promise((resolve, reject) => {
    let typed: readonly string[] = []
    function read(chunk: string): void {
      for (const character of chunk) {
        if (enter.includes(character) || character === interrupt) {
          stdin.off('data', read).setRawMode(false).pause()
          stderr.write('\n')
          if (character === interrupt) reject(new UsageError('cancelled: nothing was changed'))
          resolve(typed.join(''))
          return
        }
        typed = erase.includes(character) ? typed.slice(0, -1) : [...typed, character]
      }
    }
    stdin.on('data', read)
  })
}
