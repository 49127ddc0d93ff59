import { connect, type Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { isLocalMail, type MailConfig, readSender, type Sender } from '../config/mail.ts'
import { certificateFault } from '../http/outbound/certificate-fault.ts'
import { longestSending, type SendResult, type Transport } from './transport.ts'

/** How long a server may take to accept a connection and to greet, in milliseconds. */
const greetingTimeout = 10_000

/** How long it may be silent afterwards. */
const silence = 20_000

const longestError = 300

export interface SmtpOptions {
  /** Further certificate authorities, made on first use. */
  readonly secureContext?: (() => SecureContext) | undefined
  /** How long all of it may take, in milliseconds. */
  readonly limit?: number
}

/** Sends by SMTP (RFC 5321), over a new connection each time. TLS is required unless the server is on this computer. */
export function createSmtp(config: MailConfig, issuer: string, options: SmtpOptions = {}): Transport {
  const from = readSender(config.from) ?? { name: '', address: config.from }
  const { hostname } = new URL(issuer)
  return {
    async send({ to, subject, text, html }, id) {
      return withMailer(config, { limit: longestSending, ...options }, async (mailer) => {
        await mailer.sendMail({
          from,
          // An object, so that no address is read as a list of them.
          to: { name: '', address: to },
          subject,
          text,
          html,
          // The same after a crash, so that mailboxes can tell that it is the same message.
          messageId: `<${id}@${hostname.replaceAll(/[[\]:]/g, '')}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      })
    },
  }
}

/** Checks that the server takes a connection and the password; undefined if it does, else why not. */
export async function tryMail(config: MailConfig, options: SmtpOptions = {}): Promise<string | undefined> {
  const result = await withMailer(
    config,
    { limit: greetingTimeout, ...options },
    async (mailer) => void (await mailer.verify()),
  )
  return result.outcome === 'sent' ? undefined : result.error
}

interface Mailer {
  sendMail(message: Message): Promise<unknown>
  verify(): Promise<unknown>
}

interface Message {
  readonly [name: string]: unknown
  readonly from: Sender
  readonly to: Sender
}

async function withMailer(
  config: MailConfig,
  { limit, secureContext }: SmtpOptions & { readonly limit: number },
  work: (mailer: Mailer) => Promise<void>,
): Promise<SendResult> {
  let socket: Socket | undefined
  let timer: NodeJS.Timeout | undefined
  // The socket is ours, so that a server which hangs loses it in time.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response within ${Math.ceil(limit / 1000)} seconds`)), limit)
  })
  try {
    const { createTransport } = await import('nodemailer')
    const { host, port, ...options } = toOptions(config)
    const mailer = createTransport({
      ...options,
      ...(secureContext === undefined ? {} : { tls: { secureContext: secureContext() } }),
      host,
      port,
      getSocket: (_options: unknown, done: (error: Error | null, socket?: { connection: Socket }) => void) => {
        const opened = connect({ host, port })
        socket = opened
        const fail = (error: Error) => done(error)
        opened.once('error', fail)
        opened.once('connect', () => {
          opened.off('error', fail)
          done(null, { connection: opened })
        })
      },
    })
    await Promise.race([work(mailer), late])
    return { outcome: 'sent' }
  } catch (error) {
    return { outcome: isAboutMessage(error) ? 'refused' : 'failed', error: describe(error, config) }
  } finally {
    clearTimeout(timer)
    late.catch(() => undefined)
    socket?.destroy()
  }
}

function toOptions({ url, dangerouslyAllowPlainText }: MailConfig) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A certificate is checked wherever one is required (RFC 8314 §3).
    requireTLS: !secure && !dangerouslyAllowPlainText && !isLocalMail(url),
    ignoreTLS: !secure && isLocalMail(url),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    greetingTimeout,
    socketTimeout: silence,
    connectionTimeout: greetingTimeout,
  }
}

/** Whether the server refused the recipient or the content for good, and not the connection, the login or the sender. */
function isAboutMessage(error: unknown): boolean {
  const { responseCode = 0, command = '' } = error as { readonly responseCode?: number; readonly command?: string }
  return responseCode >= 500 && /^(?:RCPT|DATA)/.test(command)
}

/** Describes an error without the password, which some servers repeat. */
function describe(error: unknown, { url }: MailConfig): string {
  const text = certificateFault(error) ?? (error instanceof Error ? error.message : String(error))
  const { password } = new URL(url)
  const secrets = password === '' ? [] : [password, decodeURIComponent(password)]
  const plain = secrets.reduce((one, secret) => one.replaceAll(secret, '…'), text)
  return plain.replaceAll(/\s+/g, ' ').slice(0, longestError)
}
