import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { type Demo, DemoError, type DemoPorts, standardPorts, startDemo } from './start-demo.ts'

const root = path.dirname(import.meta.dirname)

/** The text that the demo prints when it is ready; its two `curl` lines can be pasted. */
function banner({ issuer, playground, api, web, notes }: Demo): string {
  const strong = (text: string) => styleText('bold', text, { stream: process.stdout })
  return `
  ${strong('Valetkey is running.')} See OAuth happen, drawn step by step:   ${strong(playground)}

  Or hand out a key, and take it back:

    1. Open   ${strong(web)}   and press “Connect your contacts”
    2. Log in as   alice / wonderland   or   bob / builder
    3. See, narrow and take back your keys at   ${strong(`${issuer}/keys`)}
    4. ${
      notes === undefined
        ? `The notes web app is not running: its port is in use`
        : `Open   ${strong(notes)}   and sign in without a password; one “Sign out” ends both apps`
    }

  A program gets a key of its own, and reads contacts with it:

TOKEN=$(curl -s -u contacts-robot:contacts-robot-demo-secret -d grant_type=client_credentials -d scope=read ${issuer}/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -s -H "Authorization: Bearer $TOKEN" ${api}/contacts

  Authorization server  ${issuer}   (configured by examples/valetkey.demo.yaml)
  Contacts API          ${api}/contacts
  Contacts web app      ${web}
  Notes web app         ${notes ?? 'not running'}
  Data is kept in .data/; Ctrl-C ends all of them.
`
}

/** Hides the warnings that node:sqlite and type stripping are experimental. */
function silenceExperiments(): void {
  const { emitWarning } = process
  process.emitWarning = ((warning: string | Error, ...more: never[]) => {
    const [type] = more as readonly unknown[]
    if (type === 'ExperimentalWarning') return
    emitWarning.call(process, warning, ...more)
  }) as typeof process.emitWarning
}

/** Reads `--ports 5000,5001,5002` or `5000,5001,5002,5003`, for when the standard ports are in use. The fourth is the third plus one by default. */
function readPorts(args: string[]): DemoPorts {
  const { ports } = parseArgs({ args, options: { ports: { type: 'string' } } }).values
  if (ports === undefined) return standardPorts
  const numbers = ports.split(',').map(Number)
  const [server = 0, api = 0, web = 0, notes = web + 1] = numbers
  const isCount = numbers.length === 3 || numbers.length === 4
  const isRange = numbers.every((port) => Number.isInteger(port) && port > 0 && port < 65_536)
  if (!isCount || new Set(numbers).size !== numbers.length || !isRange) {
    throw new DemoError(
      `--ports needs three or four different ports, such as 5000,5001,5002,5003; it was given ${ports}`,
    )
  }
  return { server, api, web, notes }
}

/** Other ports use other data, because authorizations belong to the URLs they were granted for. */
function placesFor({ server }: DemoPorts): { readonly database: string; readonly contacts: string } {
  const data = path.join(root, '.data')
  mkdirSync(data, { recursive: true })
  const ending = server === standardPorts.server ? '' : `-${server}`
  return {
    database: `sqlite:${path.join(data, `valetkey${ending}.db`)}`,
    contacts: path.join(data, `contacts${ending}.json`),
  }
}

/** Prints the server's notes, except those about the demo's passwords, which the banner shows. */
function say(line: string): void {
  if (!line.includes('password of the demo')) process.stderr.write(`${line}\n`)
}

silenceExperiments()
process.env.VALETKEY_LOG ??= 'warn'
try {
  const ports = readPorts(process.argv.slice(2))
  const demo = await startDemo({ ...placesFor(ports), ports, say })
  process.stdout.write(`${banner(demo)}\n`)
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), 3000).unref()
    await demo.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (error instanceof DemoError && error.cause) {
    process.stderr.write('Or start it on other ports: npm start -- --ports 5000,5001,5002\n')
  }
  process.exit(1)
}
