import type { AccountEmails, EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { MailKind, NewMail } from '../../accounts/mail/mail.ts'
import type { OneTimeLinks } from '../../accounts/mail/one-time-links.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type Letter, writeLetter } from '../../ui/letter.ts'
import { chooseWords } from '../../ui/words/choose-words.ts'
import type { Words } from '../../ui/words/en.ts'
import type { Languages } from '../../ui/words/index.ts'

export interface WriterOptions {
  readonly issuer: string
  /** The name of the server in messages; by default the host of the issuer. */
  readonly name: string | undefined
  readonly languages: Languages
  readonly accounts: Pick<AccountEmails, 'find' | 'findAsked'>
  readonly links: Pick<OneTimeLinks, 'create'>
  readonly audit: Audit
}

export interface Recipient {
  /** Undefined if there is none yet. */
  readonly account: EmailAccount | undefined
  readonly to: string
  readonly expiresAt: number
  /** The header `Accept-Language` of the request, for an account without a language. */
  readonly language: string | undefined
}

type Content = Pick<Letter, 'subject' | 'paragraphs' | 'action' | 'remarks'>

export function toMail(
  kind: MailKind,
  { account, to, expiresAt, language }: Recipient,
  { issuer, name, languages }: Pick<WriterOptions, 'issuer' | 'name' | 'languages'>,
  write: (words: Words, server: string) => Content,
): NewMail {
  const own = account?.locale === undefined ? [] : [account.locale]
  const { language: lang, words } = chooseWords(language ?? null, languages, own)
  const server = name ?? new URL(issuer).host
  const letter = {
    lang,
    greeting: account === undefined ? words.mail.greetingUnnamed : words.mail.greeting(account.displayName),
    ...write(words, server),
    from: server,
    href: `${issuer.replace(/\/$/, '')}/`,
  }
  return { kind, accountId: account?.id, to, expiresAt, ...writeLetter(letter) }
}
