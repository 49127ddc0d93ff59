import { buffer } from 'node:stream/consumers'
import { decodeText, withoutLineEnd } from '../config/decode-text.ts'
import { ofVariable } from '../config/overrides.ts'
import { UsageError } from './refusals.ts'

/** Where a secret may come from. */
export interface SecretSource {
  /** What to ask for, such as `password for alice`. */
  readonly what: string
  /** Whether the caller said that it comes on standard input. */
  readonly stdin: boolean
  readonly stdinOption: string
  /** The environment variable that may hold it. */
  readonly variable: string
  /** Whether it is new, and so is asked for twice. */
  readonly isNew: boolean
}

/**
 * Reads a secret from standard input, the environment or a prompt that shows nothing; never from an argument, which
 * every user of the machine could read in the list of processes.
 * @throws UsageError where there is none of them
 */
export async function readSecret(source: SecretSource): Promise<string> {
  const { what, stdin, stdinOption, variable } = source
  if (stdin) return notEmpty(await readStdin(source), source)
  const given = ofVariable(process.env, variable)
  if (given !== undefined) return given.value
  if (!process.stdin.isTTY)
    throw new UsageError(`${what} is missing: pipe it in with ${stdinOption}, or set ${variable}`)
  const typed = notEmpty(await ask(`${what}: `), source)
  if (source.isNew && (await ask('the same again: ')) !== typed) throw new UsageError('the two are not the same')
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
          if (character === interrupt) reject(new UsageError('stopped; nothing was changed'))
          resolve(typed.join(''))
          return
        }
        typed = erase.includes(character) ? typed.slice(0, -1) : [...typed, character]
      }
    }
    stdin.on('data', read)
  })
}
