import type { Notices, Outbox } from './mail.ts'

/** A notice is of use for as long as a change can still be undone by a human. */
export const noticeLifetime = 3 * 86_400_000

/** Makes notices for the outbox; their text is written when they are sent. */
export function createNotices(outbox: Pick<Outbox, 'prepareTask' | 'announce'>): Notices {
  return {
    announce: outbox.announce,
    write: (accountId, change, { address, userAgent, now, to }) =>
      outbox.prepareTask({
        kind: 'notice',
        accountId,
        data: {
          accountId,
          change,
          at: String(now),
          ...(address === undefined ? {} : { address }),
          ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 200) }),
          ...(to === undefined ? {} : { to }),
        },
        expiresAt: now + noticeLifetime,
      }),
  }
}
