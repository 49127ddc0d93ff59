import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { toText } from './mail-text.ts'
import type { TestServer } from './server.ts'

/** A message as an SMTP server got it. */
export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body, as sent. */
  readonly raw: string
  /** The plain text, decoded. */
  readonly text: string
}

/** How an SMTP server behaves. */
export type Behaviour = 'accept' | 'refuse recipient' | 'refuse content' | 'busy' | 'hang' | 'die'

export interface MailServer {
  readonly port: number
  readonly received: readonly ReceivedMail[]
  /** Connections that were made. */
  connections: number
  behaviour: Behaviour
  close(): Promise<void>
}

/** Starts an SMTP server on this computer, by default at 127.0.0.1 alone. */
export async function startMailServer(
  port = 0,
  options: Readonly<Record<string, unknown>> = {},
  host = '127.0.0.1',
): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect(_session, done) {
      one.connections++
      if (one.behaviour === 'hang') return
      done(one.behaviour === 'busy' ? refusal(421, 'busy') : undefined)
    },
    onRcptTo(_address, _session, done) {
      done(one.behaviour === 'refuse recipient' ? refusal(550, 'no such mailbox') : undefined)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (one.behaviour === 'die') return void (stream as unknown as { destroy(): void }).destroy()
        if (one.behaviour === 'refuse content') return done(refusal(554, 'not wanted'))
        const raw = Buffer.concat(parts).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        received.push({ from, to: rcptTo.map(({ address }) => address), raw, text: toText(raw) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, host, () => resolve()))
  const one: MailServer = {
    port: (server.server.address() as { readonly port: number }).port, // it listens on TCP
    received,
    connections: 0,
    behaviour: 'accept',
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  after(() => one.close())
  return one
}

/** Waits until something holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`)
    await sleep(20)
  }
}

/** Reads the links of the messages on the outbox page, the newest message first. */
export async function outboxLinks(server: TestServer): Promise<readonly string[]> {
  const { html } = await server.browser().open(`${server.issuer}/dev/outbox`)
  return [...html.matchAll(/<a href="([^"]*[?&](?:amp;)?link=[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
}
