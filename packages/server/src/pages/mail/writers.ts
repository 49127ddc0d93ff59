import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { CredentialChange, MailKind, MailTask, MailWriter, NewMail } from '../../accounts/mail/mail.ts'
import { noticeLifetime } from '../../accounts/mail/notices.ts'
import { linkLifetime } from '../../accounts/mail/one-time-links.ts'
import { normalizeEmail } from '../../accounts/ports.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import { formatExact } from '../../ui/time-words.ts'
import { nameBrowser } from '../browser-name.ts'
import { networkName } from '../network-name.ts'
import { writeInvitation, writeSignUp } from '../sign-up/writer.ts'
import { mailedPaths } from './mailed-paths.ts'
import { toMail, type WriterOptions } from './to-mail.ts'

/** Creates the writers of messages, each for its kind of task. They run in the background, after the reply. */
export function createWriters(options: WriterOptions): Readonly<Partial<Record<MailKind, MailWriter>>> {
  return {
    recovery: (task, now) => writeRecovery(task, now, options),
    'email-change': (task, now) => writeConfirmation(task, now, options),
    'email-verification': (task, now) => writeConfirmation(task, now, options),
    'sign-up': (task, now) => writeSignUp(task, now, options),
    invitation: (task) => writeInvitation(task, options),
    notice: (task) => writeNotice(task, options),
  }
}

/** Whether a password of this account can be recovered. */
export function isRecoverable(account: EmailAccount): account is EmailAccount & { readonly email: string } {
  return account.isLocal && !account.disabled && account.email !== undefined
}

/** To the address of each account that is meant, never to the one that was typed. */
async function writeRecovery(task: MailTask, now: number, options: WriterOptions): Promise<readonly NewMail[]> {
  const { accounts, links, audit } = options
  const { asked = '', language, address, requestId } = task.data
  const found = await accounts.findAsked({ username: normalizeUsername(asked), email: normalizeEmail(asked) ?? '' })
  const mails: NewMail[] = []
  for (const account of found.filter(isRecoverable)) {
    const data = { version: account.credentialsVersion }
    const secret = await links.create({ purpose: 'recover', accountId: account.id, data, now })
    audit.record({ type: 'recovery.requested', accountId: account.id, address, requestId, flood: true })
    mails.push(
      toMail(
        'recovery',
        { account, to: account.email, expiresAt: now + linkLifetime, language },
        options,
        (words, server) => ({
          subject: words.mail.recovery.subject(server),
          paragraphs: [words.mail.recovery.text(account.username, server)],
          action: {
            label: words.mail.recovery.action,
            href: `${options.issuer}${mailedPaths.newPassword}?link=${secret}`,
          },
          remarks: [words.mail.recovery.link, words.mail.recovery.ignore],
        }),
      ),
    )
  }
  return mails
}

/** To the new address. */
async function writeConfirmation(task: MailTask, now: number, options: WriterOptions): Promise<readonly NewMail[]> {
  const { accountId = '', to = '', language } = task.data
  const account = await options.accounts.find(accountId)
  if (account === undefined || account.disabled || !account.isLocal) return []
  const purpose = task.kind === 'email-change' ? 'change-email' : 'verify-email'
  const data = { version: account.credentialsVersion, email: to }
  const secret = await options.links.create({ purpose, accountId, data, now })
  return [
    toMail(
      task.kind,
      { account, to, expiresAt: now + linkLifetime, language },
      options,
      ({ mail: { change } }, server) => ({
        subject: change.subject(server),
        paragraphs: [change.text(account.username, to)],
        action: { label: change.action, href: `${options.issuer}${mailedPaths.confirmEmail}?link=${secret}` },
        remarks: [change.link, change.ignore],
      }),
    ),
  ]
}

/** Writes to the owner of an account that was deleted as they asked. */
export function writeDeletion(
  account: EmailAccount & { readonly email: string },
  now: number,
  options: Pick<WriterOptions, 'issuer' | 'name' | 'languages'>,
): NewMail {
  const recipient = { account, to: account.email, expiresAt: now + noticeLifetime, language: undefined }
  const mail = toMail('notice', recipient, options, ({ mail: { notice }, time }) => ({
    subject: notice.deleted.subject,
    paragraphs: [notice.deleted.text(account.username), notice.when(formatExact(new Date(now), time)), notice.account],
    action: undefined,
    remarks: [],
  }))
  // The outbox must not name an account that is gone.
  return { ...mail, accountId: undefined }
}

async function writeNotice(task: MailTask, options: WriterOptions): Promise<readonly NewMail[]> {
  const { accountId = '', change = '', at = '', userAgent = '', to } = task.data
  const address = task.data.address && networkName(task.data.address)
  const account = await options.accounts.find(accountId)
  const recipient = to ?? account?.email
  if (account === undefined || recipient === undefined) return []
  const { expiresAt } = task
  return [
    toMail('notice', { account, to: recipient, expiresAt, language: undefined }, options, (words) => {
      const { changes, ...notice } = words.mail.notice
      const { subject, text } = changes[change as CredentialChange] // notices are put with one of them
      // A new password is of no use where its link would go to the new address.
      const canRecover = account.isLocal && change !== 'email-changed'
      const { browser, system } = nameBrowser(userAgent)
      const device = [browser, system].filter((one) => one !== undefined).join(', ')
      return {
        subject,
        paragraphs: [
          text(account.username),
          notice.when(formatExact(new Date(Number(at)), words.time)),
          ...(address === undefined
            ? []
            : [device === '' ? notice.fromAddress(address) : notice.from(device, address)]),
          canRecover ? notice.notYou : notice.account,
        ],
        action: canRecover ? { label: notice.recover, href: options.issuer + mailedPaths.recover } : undefined,
        remarks: [],
      }
    }),
  ]
}
