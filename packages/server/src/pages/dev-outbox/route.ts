import type { Mailing } from '../../accounts/mail/mail.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type BrowserOptions, readBrowser } from '../browser.ts'
import { pageRoute } from '../page-route.ts'
import type { Render } from '../render.ts'
import { devOutboxPage } from './page.ts'

export interface DevOutboxOptions extends BrowserOptions {
  readonly base: string
  readonly render: Render
  readonly mailing: Pick<Mailing, 'way' | 'listKept'>
}

/** Lists the page of messages that were not sent; none if messages are sent, or nobody may see them. */
export function devOutboxRoutes(options: DevOutboxOptions): readonly Route[] {
  return options.mailing.way === 'page' ? [pageRoute('/dev/outbox', { GET: showOutbox }, options)] : []
}

async function showOutbox(request: OAuthRequest, options: DevOutboxOptions): Promise<Reply> {
  const { base, render, mailing, clock } = options
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
