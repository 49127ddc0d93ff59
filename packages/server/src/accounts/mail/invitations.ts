import type { Instant } from '@valetkey/protocol'
import type { Outbox } from './mail.ts'
import type { OneTimeLink, OneTimeLinks } from './one-time-links.ts'

/** An invitation to one e-mail address. */
export interface Invitation {
  readonly email: string
  /** Groups that the account gets. */
  readonly groups: readonly string[]
  /** The name that the page suggests. */
  readonly name?: string | undefined
  /** The language of the message and of the pages behind its link, by language tag. */
  readonly language?: string | undefined
}

/** Reads what an invitation was made with. */
export function readInvitation({ data }: Pick<OneTimeLink, 'data'>): Invitation {
  const { email = '', groups = '[]', name, language } = data
  return { email, groups: JSON.parse(groups) as readonly string[], name, language } // written below
}

/** Makes the link of an invitation and puts its message into the outbox. Returns the hash of the link. */
export async function invite(
  { email, groups, name, language }: Invitation,
  { now, lifetime }: { readonly now: Instant; readonly lifetime: number },
  { links, outbox }: { readonly links: OneTimeLinks; readonly outbox: Pick<Outbox, 'putTask'> },
): Promise<string> {
  const named = { ...(name === undefined ? {} : { name }), ...(language === undefined ? {} : { language }) }
  const data = { email, groups: JSON.stringify(groups), ...named }
  const secret = await links.create({ purpose: 'invitation', data, now, lifetime })
  const expiresAt = now + lifetime
  await outbox.putTask({
    kind: 'invitation',
    data: { email, secret, expiresAt: String(expiresAt), ...named },
    expiresAt,
  })
  return links.hashOf(secret)
}
