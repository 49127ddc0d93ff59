import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { program } from './server-node.ts'

const run = promisify(execFile)

/** Runs a command of the server's command line while nodes run; returns its output. @throws Error if it failed */
export async function valetkey(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const options = { env: { ...process.env, ...env }, timeout: 60_000 }
  return (await run(process.execPath, [program, ...args], options)).stdout
}
