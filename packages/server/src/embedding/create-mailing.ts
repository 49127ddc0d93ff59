import type { Mailing, MailKind } from '../accounts/mail.ts'
import { createNotices } from '../accounts/notices.ts'
import { createOneTimeLinks } from '../accounts/one-time-links.ts'
import { createOutbox, noOutbox } from '../accounts/outbox.ts'
import type { Config } from '../config/read-config.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { ServerSecret } from '../secrets/server-secret.ts'
import type { Stores } from '../storage/open-stores.ts'

export interface MailingOptions {
  readonly config: Pick<Config, 'mail' | 'isLoopback'>
  readonly stores: Pick<Stores, 'mail' | 'links'>
  readonly secret: Pick<ServerSecret, 'atRest'>
  readonly onDropped: (kind: MailKind) => void
  readonly clock: () => number
  readonly random: (bytes: number) => string
}

/** Creates the outbox and what is sent with it. */
export function createMailing(options: MailingOptions): Mailing {
  const { config, stores, secret, onDropped, clock, random } = options
  const sealer = secret.atRest('e-mail at rest')
  const way = config.mail !== undefined ? 'smtp' : config.isLoopback ? 'page' : 'none'
  const announce = () => undefined
  const outbox =
    way === 'none' ? noOutbox : createOutbox({ store: stores.mail, sealer, random, clock, announce, onDropped })
  return {
    way,
    outbox,
    notices: createNotices(outbox),
    links: createOneTimeLinks({ store: stores.links, sealer, random, hash: hashSecret }),
  }
}
