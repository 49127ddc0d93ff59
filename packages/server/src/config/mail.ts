import { z } from 'zod'
import { isLoopbackUrl } from './issuer.ts'

const url = z
  .string()
  .superRefine((text, context) => {
    const fault = urlFault(text)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .describe(
    'The SMTP server: `smtps://USER:PASSWORD@HOST` (TLS from the start, port 465) or `smtp://USER:PASSWORD@HOST` (STARTTLS, port 587). Its certificate must be valid; `outbound.ca` adds your own certificate authority. Characters such as `@` in a name or password are percent-encoded. Prefer `VALETKEY_MAIL_URL` or `VALETKEY_MAIL_URL_FILE`.',
  )

const from = z
  .string()
  .max(400)
  .refine((text) => readSender(text) !== undefined, {
    error: ({ input }) =>
      `must be an address, or a name and an address such as Example <no-reply@example.com>, and ${JSON.stringify(input)} is neither`,
  })
  .describe('The sender: `no-reply@example.com` or `Example <no-reply@example.com>`.')

export const mail = z
  .strictObject({
    url,
    from,
    dangerouslyAllowPlainText: z
      .boolean()
      .default(false)
      .describe(
        'Insecure: an `smtp://` server that offers no STARTTLS gets password and messages in plain text (RFC 8314 §3). On this computer that is always allowed.',
      ),
  })
  .optional()
  .describe(
    'How e-mail is sent. Without it, no mail is sent, and password recovery, confirmed e-mail addresses and sign-up are not offered. With an issuer on localhost and without `mail`, the page `/dev/outbox` shows what would be sent.',
  )

export type MailConfig = NonNullable<z.output<typeof mail>>

/** A name and an address. */
export interface Sender {
  readonly name: string
  readonly address: string
}

/** Reads a sender; undefined if the text is none. */
export function readSender(text: string): Sender | undefined {
  const [, quoted, plain = '', inBrackets, bare] =
    /^(?:"([^"\\\p{C}]*)"\s*|([^"<>\\\p{C}]*))<([^\s<>]+)>$|^([^\s<>"]+)$/u.exec(text.trim()) ?? []
  const address = inBrackets ?? bare
  if (address === undefined || !/^[^\s\p{C}@,;:]+@[^\s\p{C}@,;:]+$/u.test(address)) return undefined
  return { name: quoted ?? plain.trim(), address }
}

function urlFault(text: string): string | undefined {
  // The text may hold a password, so that no message repeats it.
  const parsed = URL.parse(text)
  if (parsed === null) return 'must be a URL such as smtps://USER:PASSWORD@smtp.example.com'
  const { protocol, hostname, pathname, search, hash, username, password } = parsed
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return 'must begin with smtps:// or smtp://'
  if (hostname === '') return 'must name a host'
  if ((pathname !== '' && pathname !== '/') || search !== '' || hash !== '')
    return 'must end after the host and port: it has no path, query or fragment'
  if (username === '' && password !== '') return 'has a password without a user name'
  if (![username, password].every(isPercentEncoded))
    return 'has a % in its user name or password that is not percent-encoded: write %25'
  return undefined
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Whether the server is on this computer. */
export function isLocalMail(mailUrl: string): boolean {
  return isLoopbackUrl(mailUrl.replace(/^smtps?:/, 'http:'))
}
