import { isLocalMail } from '../../config/mail.ts'
import type { Config } from '../../config/read-config.ts'
import { trustOf } from '../../embedding/create-outbound.ts'
import { tryMail } from '../../mail/smtp.ts'
import type { Finding } from './finding.ts'

/** Checks that the SMTP server accepts a connection and the login, as before a message. Sends none. */
export async function checkMail({ mail, outbound }: Pick<Config, 'mail' | 'outbound'>): Promise<readonly Finding[]> {
  if (mail === undefined) return []
  const fault = await tryMail(mail, { secureContext: trustOf({ outbound }) })
  return [
    ...(fault === undefined
      ? []
      : [
          {
            level: 'error',
            where: 'mail.url',
            what: `the SMTP server cannot be used: ${fault}`,
            fix: 'correct host, port, user name and password, or let this computer reach the server',
          } as const,
        ]),
    ...(mail.dangerouslyAllowPlainText && mail.url.startsWith('smtp:') && !isLocalMail(mail.url)
      ? [
          {
            level: 'warning',
            where: 'mail.dangerouslyAllowPlainText',
            what: 'lets the password and messages with links cross the network in plain text',
            fix: 'leave it out, and use smtps:// or a server with STARTTLS',
            clause: 'RFC 8314 §3',
          } as const,
        ]
      : []),
  ]
}
