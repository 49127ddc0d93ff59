import type { DeletionNotice } from '../accounts/account-data.ts'
import type { AccountEmails } from '../accounts/mail/account-emails.ts'
import type { Mailing, MailStore } from '../accounts/mail/mail.ts'
import { createNotices } from '../accounts/mail/notices.ts'
import { createOneTimeLinks } from '../accounts/mail/one-time-links.ts'
import { createOutbox, noOutbox, openKept, toStoredMail } from '../accounts/mail/outbox.ts'
import type { Config } from '../config/read-config.ts'
import { createMailSender, type MailSender } from '../mail/send-mail.ts'
import { createSmtp } from '../mail/smtp.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { Audit } from '../oauth/ports.ts'
import { createWriters, writeDeletion } from '../pages/mail/writers.ts'
import type { ServerSecret } from '../secrets/server-secret.ts'
import type { Stores } from '../storage/open-stores.ts'
import type { Languages } from '../ui/words/index.ts'
import { trustOf } from './create-outbound.ts'

export interface MailingOptions {
  readonly config: Pick<Config, 'mail' | 'isLoopback' | 'issuer' | 'brand' | 'outbound'>
  readonly stores: Pick<Stores, 'links'> & { readonly mail: MailStore; readonly accountEmails: AccountEmails }
  readonly secret: Pick<ServerSecret, 'atRest'>
  readonly languages: Languages
  readonly audit: Audit
  /** Counts messages by result. */
  readonly note: (result: 'sent' | 'failed' | 'refused' | 'dropped') => void
  readonly onError: (job: string, error: unknown) => void
  readonly clock: () => number
  readonly random: (bytes: number) => string
}

/** Mail, and the parts that background jobs use. */
export interface CreatedMailing {
  readonly mailing: Mailing
  /** Undefined if nothing is sent or kept. */
  readonly sender?: MailSender
  readonly deletionNotice: DeletionNotice
}

/** Creates the outbox, the notices, and the sender that delivers them in the background. */
export function createMailing(options: MailingOptions): CreatedMailing {
  const { config, stores, secret, note, clock, random } = options
  const { issuer } = config
  const sealer = secret.atRest('e-mail at rest')
  const links = createOneTimeLinks({ store: stores.links, sealer, random, hash: hashSecret })
  const shared = { links, accounts: stores.accountEmails, listKept: async () => [] }
  if (config.mail === undefined && !config.isLoopback) {
    const mailing: Mailing = { ...shared, way: 'none', outbox: noOutbox, notices: createNotices(noOutbox) }
    return { mailing, deletionNotice: () => undefined }
  }
  const writing = { ...options, issuer, name: config.brand?.name, links, accounts: stores.accountEmails }
  const sender = createMailSender({
    ...options,
    store: stores.mail,
    sealer,
    writers: createWriters(writing),
    transport: config.mail && createSmtp(config.mail, issuer, { secureContext: trustOf(config) }),
  })
  const outbox = createOutbox({
    store: stores.mail,
    sealer,
    random,
    clock,
    announce: sender.begin,
    onDropped: () => note('dropped'),
  })
  const deletionNotice: DeletionNotice = ({ email, ...account }) =>
    email === undefined
      ? undefined
      : toStoredMail({ mail: writeDeletion({ ...account, email }, clock(), writing) }, { sealer, random, clock })
  const notices = createNotices(outbox)
  if (config.mail !== undefined) return { sender, deletionNotice, mailing: { ...shared, way: 'smtp', outbox, notices } }
  const listKept = () => openKept(stores.mail, sealer)
  return { sender, deletionNotice, mailing: { ...shared, way: 'page', outbox, notices, listKept } }
}
