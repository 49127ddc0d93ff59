import type { NewMail } from '../accounts/mail/mail.ts'

/** The result of sending one message. `refused`: the server does not take this message, and others it may. */
export type SendResult =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'failed'; readonly error: string }

/** Sends messages. Does not reject, and ends within `longestSending`. */
export interface Transport {
  send(mail: NewMail, id: string): Promise<SendResult>
}

/** In milliseconds. */
export const longestSending = 30_000
