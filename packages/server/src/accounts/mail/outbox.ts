import type { Instant } from '@valetkey/protocol'
import type { KeptMail, MailKind, MailStore, MailTask, NewMail, Outbox, StoredMail } from './mail.ts'

export interface OutboxOptions {
  readonly store: Pick<MailStore, 'add' | 'count'>
  /** Encrypts messages at rest: they hold links. */
  readonly sealer: { seal(text: string): string }
  readonly random: (bytes: number) => string
  readonly clock: () => Instant
  /** Announces that something was put, so that it is sent at once. */
  readonly announce: () => void
  /** Counts a message that was dropped because too many wait. */
  readonly onDropped: (kind: MailKind) => void
}

/** The content of a row: a message, or a task that becomes one. */
export type MailContent = { readonly mail: NewMail } | { readonly task: MailTask }

/** Messages that may wait at once: each is a row of a few kB. */
export const mostWaiting = 50_000

/** How old the number of waiting messages may be, in milliseconds; counting reads them all. */
const countEvery = 10_000

/** Text of a row that is not sealed beyond its kind. Longer data is refused. */
const longestData = 4_000

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, clock, announce, onDropped } = options
  let counted = { at: Number.NEGATIVE_INFINITY, rows: 0 }
  async function count(): Promise<void> {
    const now = clock()
    if (Math.abs(now - counted.at) < countEvery) return
    counted = { at: now, rows: counted.rows }
    counted = { at: now, rows: (await store.count(now)).waiting }
  }
  function hasPlace(kind: MailKind): boolean {
    if (counted.rows >= mostWaiting) onDropped(kind)
    return counted.rows++ < mostWaiting
  }
  async function add(kind: MailKind, mail: StoredMail): Promise<void> {
    await count()
    if (!hasPlace(kind)) return
    await store.add(mail)
    announce()
  }
  return {
    announce,
    put: (mail) => add(mail.kind, toStoredMail({ mail }, options)),
    putTask(task) {
      if (JSON.stringify(task.data).length > longestData) throw new Error('the data of a message is too long')
      return add(task.kind, toStoredMail({ task }, options))
    },
    prepareTask(task) {
      // Nobody waits for the number, and a database that does not answer fails the change itself.
      count().catch(() => undefined)
      return hasPlace(task.kind) ? toStoredMail({ task }, options) : undefined
    },
  }
}

/** Nothing is sent, and nothing kept. */
export const noOutbox: Outbox = {
  put: async () => undefined,
  putTask: async () => undefined,
  prepareTask: () => undefined,
  announce: () => undefined,
}

/** Makes the row of a message, due at once. */
export function toStoredMail(
  content: MailContent,
  { sealer, random, clock }: Pick<OutboxOptions, 'sealer' | 'random' | 'clock'>,
): StoredMail {
  const now = clock()
  const { kind, accountId, expiresAt } = 'mail' in content ? content.mail : content.task
  return {
    id: random(16),
    accountId,
    kind,
    sealed: sealer.seal(JSON.stringify(content)),
    createdAt: now,
    dueAt: now,
    attempts: 0,
    lastError: undefined,
    expiresAt,
  }
}

/** Messages that the outbox page shows. */
const mostShown = 100

/** Reads the messages that were kept instead of sent, the newest first. */
export async function openKept(
  store: Pick<MailStore, 'listKept'>,
  sealer: { open(sealed: string): string | undefined },
): Promise<readonly KeptMail[]> {
  return (await store.listKept(mostShown)).flatMap(({ sealed, createdAt }) => {
    const text = sealer.open(sealed)
    const content = text === undefined ? undefined : (JSON.parse(text) as MailContent) // `toStoredMail` wrote it
    return content !== undefined && 'mail' in content ? [{ ...content.mail, createdAt }] : []
  })
}
