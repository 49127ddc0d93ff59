import type { Mailing } from '../../accounts/mail/mail.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type BrowserOptions, readBrowser } from '../browser.ts'
import { pageRoute } from '../page-route.ts'
import type { Render } from '../render.ts'
import { devOutboxPage } from './page.ts'

export interface DevOutboxOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly mailing: Pick<Mailing, 'way' | 'listKept'>
}

/** Lists the page of messages that were not sent; none if messages are sent, or nobody may see them. */
export function devOutboxRoutes(options: DevOutboxOptions): readonly Route[] {
  return options.mailing.way === 'page' ? [pageRoute('/dev/outbox', { GET: showOutbox }, options)] : []
}

/**
 * Whether the request comes from this computer and names the server as the issuer does: the links lead into accounts, and
 * a page of another site could reach this one by a name that it points here.
 */
function isHere({ remoteAddress, headers }: OAuthRequest, origin: string): boolean {
  const host = headers.get('host')
  // The network of ::1 is 0:0:0:0; an embedding application may not say the address.
  const isNear = remoteAddress === undefined || remoteAddress === '0:0:0:0' || remoteAddress.startsWith('127.')
  return isNear && (host === null || host === new URL(origin).host)
}

async function showOutbox(request: OAuthRequest, options: DevOutboxOptions): Promise<Reply> {
  const { base, origin, render, mailing, clock } = options
  if (!isHere(request, origin)) {
    const description = 'the outbox is shown only on the computer on which the server runs'
    throw new PageError({ status: 404, code: 'not_found', description, clause: undefined })
  }
  const browser = await readBrowser(request, options)
  const messages = await mailing.listKept()
  return render(request, { browser, kind: 'account' }, (chrome) =>
    devOutboxPage({
      chrome,
      now: new Date(clock()),
      href: `${base}/dev/outbox`,
      messages: messages.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })),
    }),
  )
}
