import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { toText } from '../../packages/server/src/testing/mail-text.ts'
import { createHeld, type Held } from './held.ts'

/** A message that was accepted, so that its sender may forget it. */
export interface Mail {
  /** The beginning of its Message-ID, which is the same when it is sent again. */
  readonly id: string
  readonly to: string
  readonly text: string
}

/** A mail server that takes a moment to accept a message. */
export interface MailReceiver extends Pick<Held, 'hold'> {
  readonly url: string
  readonly accepted: readonly Mail[]
  /** Messages that were received and are not accepted yet. */
  readonly open: number
  /** Messages whose sender was gone before they were accepted. */
  readonly cut: number
  close(): Promise<void>
}

/** Starts a mail server that accepts messages after `delay` milliseconds. */
export async function startMailReceiver(delay = 0): Promise<MailReceiver> {
  const accepted: Mail[] = []
  const gone = new Set<string>()
  const held = createHeld()
  let [open, cut] = [0, 0]
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 10,
    onClose: ({ id }) => void gone.add(id),
    onData(stream, { id, envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        open++
        await held.released
        await sleep(delay)
        open--
        if (gone.has(id)) return void cut++
        const raw = Buffer.concat(parts).toString('utf8')
        const messageId = /^message-id: <([^@>]+)/im.exec(raw)?.[1] ?? ''
        for (const { address } of envelope.rcptTo) accepted.push({ id: messageId, to: address, text: toText(raw) })
        done()
      })
    },
  })
  // Senders are killed.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    accepted,
    hold: held.hold,
    get open() {
      return open
    },
    get cut() {
      return cut
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Waits for a message to this address that no earlier call returned, and reads its link as a path. */
export function createLinkReader(receiver: MailReceiver): (to: string, most?: number) => Promise<string> {
  let read = 0
  const links = new Map<string, string[]>()
  return async (to, most = 20_000) => {
    for (const end = performance.now() + most; performance.now() < end; await sleep(10)) {
      for (const { to: recipient, text } of receiver.accepted.slice(read)) {
        const link = /https?:\/\/\S*[?&]link=[\w-]+/.exec(text)?.[0]
        if (link !== undefined) links.set(recipient, [...(links.get(recipient) ?? []), link])
      }
      read = receiver.accepted.length
      const link = links.get(to)?.shift()
      if (link !== undefined) return link
    }
    throw new Error(`no message to ${to} came within ${most} ms`)
  }
}
