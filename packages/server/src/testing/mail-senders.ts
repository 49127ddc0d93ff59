import { createOutbox } from '../accounts/mail/outbox.ts'
import { createMailSender } from '../mail/send-mail.ts'
import type { Transport } from '../mail/transport.ts'
import { random } from '../secrets/random.ts'
import { createServerSecret } from '../secrets/server-secret.ts'
import { openDatabase } from '../storage/open-database.ts'
import { createMailStore } from '../storage/stores/mail.ts'
import { writeLetter } from '../ui/letter.ts'

/** Starts nodes that send the mail of one database, with a clock that tests move. */
export async function startSenders(database: string, open: () => Transport, nodes: number) {
  let offset = 0
  let sending = 0
  const now = () => Date.now() + offset
  const sealer = createServerSecret('a secret for tests and for nothing else').atRest('e-mail at rest')
  const databases = await Promise.all(Array.from({ length: nodes }, () => openDatabase(database, Date.now())))
  const stop = new AbortController()
  const senders = databases.map((one) => {
    const transport = open()
    return createMailSender({
      store: createMailStore(one),
      sealer,
      writers: {},
      transport: {
        send(mail, id) {
          sending++
          return transport.send(mail, id)
        },
      },
      random,
      clock: now,
      note: () => undefined,
      onError: (_, error) => console.error(error),
    })
  })
  const timer = setInterval(() => senders.forEach((one) => void one.run(stop.signal)), 50)
  const [first] = databases
  if (first === undefined) throw new Error('no node')
  const store = createMailStore(first)
  const announce = () => senders[0]?.begin()
  async function close(): Promise<void> {
    clearInterval(timer)
    stop.abort()
    await Promise.all(senders.map((one) => one.settle()))
    await Promise.all(databases.map((one) => one.close()))
  }
  return {
    now,
    store,
    outbox: createOutbox({ store, sealer, random, clock: now, announce, onDropped: () => undefined }),
    pass(milliseconds: number) {
      offset += milliseconds
    },
    states: () => senders.map((one) => one.state()),
    sending: () => sending,
    /** Runs each sender once, to its end. */
    async turn() {
      for (const one of senders) {
        one.begin()
        await one.settle()
      }
    },
    close,
    /** Leaves sends that never end. */
    async abandon() {
      clearInterval(timer)
      stop.abort()
      await Promise.all(databases.map((one) => one.close()))
    },
  }
}

/** Writes a message with a link. */
export function createLetterForTests(name = 'Alice') {
  return {
    kind: 'recovery' as const,
    accountId: 'alice',
    expiresAt: Date.now() + 1_800_000,
    ...writeLetter({
      lang: 'en',
      subject: `Choose a new password, ${name}`,
      greeting: `Hello ${name},`,
      paragraphs: [`You asked, ${name}. Grüße aus Zürich.`],
      action: { label: 'Choose', href: 'https://id.example.com/recover/password?link=secret' },
      remarks: ['The link works once.'],
      from: 'id.example.com',
      href: 'https://id.example.com/',
    }),
  }
}
