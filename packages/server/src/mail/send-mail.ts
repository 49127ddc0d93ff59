import type { MailKind, MailStore, MailWriter, StoredMail } from '../accounts/mail/mail.ts'
import { type MailContent, toStoredMail } from '../accounts/mail/outbox.ts'
import { longestSending, type SendResult, type Transport } from './transport.ts'

export interface SendMailOptions {
  readonly store: Omit<MailStore, 'add' | 'count'>
  readonly sealer: { seal(text: string): string; open(sealed: string): string | undefined }
  readonly writers: Readonly<Partial<Record<MailKind, MailWriter>>>
  /** Undefined: messages are kept for the outbox page. */
  readonly transport: Transport | undefined
  readonly random: (bytes: number) => string
  readonly clock: () => number
  /** Counts an attempt. */
  readonly note: (result: 'sent' | 'failed' | 'refused') => void
  readonly onError: (job: string, error: unknown) => void
}

/** Whether mail leaves, for the operator. */
export interface MailState {
  readonly failingSince: number | undefined
  readonly lastError: string | undefined
}

/** Sends what the outbox holds. */
export interface MailSender {
  readonly name: string
  readonly everyMs: number
  run(stop: AbortSignal): Promise<void>
  settle(): Promise<void>
  /** Begins at once. */
  begin(): void
  state(): MailState
}

/** A node that was killed while it sent leaves its claim to the others after this time: longer than sending takes. */
const leaseMs = 2 * longestSending

/** After a failure nothing is sent for this time: one message at a time finds out whether the server is back. */
const pauseMs = 5_000

const second = 1_000
const minute = 60 * second

/** How long a failed message waits; the last one is repeated until it expires. */
const waits = [5 * second, 15 * second, 30 * second, 2 * minute, 5 * minute, 15 * minute, 60 * minute] as const

/** A recipient or a text that the server refuses for good is tried this often, since operators err too. */
const mostRefusals = 3

const name = 'send mail'

/** Creates the job that sends: at once what this process put, within a second what another one did. */
export function createMailSender(options: SendMailOptions): MailSender {
  const { store, clock, onError } = options
  let serving: Promise<void> | undefined
  let again = false
  let pausedUntil = 0
  let stopping: AbortSignal | undefined
  let state: MailState = { failingSince: undefined, lastError: undefined }

  async function serve(): Promise<void> {
    while (stopping?.aborted !== true && pausedUntil <= clock()) {
      again = false
      const now = clock()
      const claimed = await store.claim({ now, leasedUntil: now + leaseMs })
      if (claimed.length === 0) {
        if (again) continue
        return
      }
      const results = await Promise.all(claimed.map((one) => handle(one, options)))
      const failure = results.find((one) => one?.outcome === 'failed')
      if (failure?.outcome === 'failed') {
        pausedUntil = clock() + pauseMs
        state = { failingSince: state.failingSince ?? clock(), lastError: failure.error }
      } else if (results.some((one) => one?.outcome === 'sent')) {
        state = { failingSince: undefined, lastError: undefined }
      }
    }
  }

  function begin(): void {
    again = true
    serving ??= serve()
      .catch((error) => onError(name, error))
      .finally(() => {
        serving = undefined
      })
  }

  return {
    name,
    everyMs: second,
    async run(stop) {
      stopping = stop
      begin()
    },
    async settle() {
      await serving
    },
    begin,
    state: () => state,
  }
}

/** Sends one claimed message, or writes those of a task; undefined if that needed no server. */
async function handle(claimed: StoredMail, options: SendMailOptions): Promise<SendResult | undefined> {
  const { store, sealer, writers, transport, clock, note, onError } = options
  const text = sealer.open(claimed.sealed)
  const content = text === undefined ? undefined : (JSON.parse(text) as MailContent) // `toStoredMail` wrote it
  // Under another secret nobody can read it any more.
  if (content === undefined) return void (await store.remove(claimed.id))
  if ('task' in content) {
    try {
      const mails = (await writers[content.task.kind]?.(content.task, clock())) ?? []
      await store.replace(
        claimed,
        mails.map((mail) => toStoredMail({ mail }, options)),
      )
    } catch (error) {
      onError(name, error)
      await store.postpone(claimed, clock() + waitAfter(claimed), 'the message could not be written')
    }
    return undefined
  }
  if (transport === undefined) return void (await store.keep(claimed.id, clock()))
  const result = await transport.send(content.mail, claimed.id)
  note(result.outcome)
  if (result.outcome === 'sent' || (result.outcome === 'refused' && claimed.attempts >= mostRefusals)) {
    await store.remove(claimed.id)
  } else {
    await store.postpone(claimed, clock() + waitAfter(claimed), result.error)
  }
  return result
}

function waitAfter({ attempts }: StoredMail): number {
  return waits[Math.min(attempts, waits.length) - 1] ?? minute
}
