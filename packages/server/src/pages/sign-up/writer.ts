import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { MailTask, NewMail } from '../../accounts/mail/mail.ts'
import { linkLifetime } from '../../accounts/mail/one-time-links.ts'
import { normalizeEmail } from '../../accounts/ports.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import { formatExact } from '../../ui/time-words.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { toMail, type WriterOptions } from '../mail/to-mail.ts'

/** Writes a link to an address that is new; to one that is known, that there is an account. */
export async function writeSignUp(task: MailTask, now: number, options: WriterOptions): Promise<readonly NewMail[]> {
  const { accounts, links, audit, issuer } = options
  const { email = '', language, address, requestId, browserHash, ...carried } = task.data
  audit.record({ type: 'sign-up.requested', address, requestId, flood: true })
  const asked = { username: normalizeUsername(email), email: normalizeEmail(email) ?? '' }
  const found = await accounts.findAsked(asked)
  if (found.length > 0)
    return found.slice(0, 1).map((account) => writeTaken(account, email, { now, language }, options))
  const secret = await links.create({ purpose: 'sign-up', browserHash, data: { email, ...carried }, now })
  const recipient = { account: undefined, to: email, expiresAt: now + linkLifetime, language }
  return [
    toMail('sign-up', recipient, options, ({ signUp: { mail } }, server) => ({
      subject: mail.subject(server),
      paragraphs: [mail.text(server)],
      action: { label: mail.action, href: `${issuer}${mailedPaths.finishSignUp}?link=${secret}` },
      remarks: [mail.link, mail.ignore],
    })),
  ]
}

/** To the address that the account has: one that only looks the same may be another mailbox. */
function writeTaken(
  account: EmailAccount,
  email: string,
  { now, language }: { readonly now: number; readonly language: string | undefined },
  options: WriterOptions,
): NewMail {
  const isItsAddress = account.email !== undefined && normalizeEmail(account.email) === normalizeEmail(email)
  const recipient = {
    account: isItsAddress ? account : undefined,
    to: isItsAddress ? (account.email ?? email) : email,
    expiresAt: now + linkLifetime,
    language,
  }
  return toMail('sign-up', recipient, options, ({ signUp: { mail } }, server) => ({
    subject: mail.takenSubject(server),
    paragraphs: [mail.takenText(account.username, server)],
    action: { label: mail.logIn, href: `${options.issuer}/login` },
    remarks: [mail.recover(options.issuer + mailedPaths.recover), mail.takenIgnore],
  }))
}

/** The link was made by the command that invites, so that it can be listed and revoked at once. */
export async function writeInvitation(task: MailTask, options: WriterOptions): Promise<readonly NewMail[]> {
  const { email = '', secret = '', expiresAt = '', language } = task.data
  const recipient = { account: undefined, to: email, expiresAt: task.expiresAt, language }
  return [
    toMail('invitation', recipient, options, ({ invitation: { mail }, time }, server) => ({
      subject: mail.subject(server),
      paragraphs: [mail.text(server)],
      action: { label: mail.action, href: `${options.issuer}${mailedPaths.invitation}?link=${secret}` },
      remarks: [mail.link(formatExact(new Date(Number(expiresAt)), time)), mail.ignore],
    })),
  ]
}
