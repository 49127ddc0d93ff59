import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type BrowserOptions, readBrowser } from '../browser.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import type { Render } from '../render.ts'
import { homePage } from './page.ts'

export interface HomeOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
}

export function homeRoutes(options: HomeOptions): readonly Route[] {
  return [pageRoute('/', { GET: showHome }, options), aliasRoute('', options, '/')]
}

async function showHome(request: OAuthRequest, options: HomeOptions): Promise<Reply> {
  const { base, origin, render } = options
  const browser = await readBrowser(request, options)
  return render(request, { browser, kind: 'account' }, (chrome) =>
    homePage({
      chrome,
      keysHref: `${base}/keys`,
      accountHref: `${base}/account`,
      metadataHref: `${origin}/.well-known/oauth-authorization-server${base}`,
      publicKeysHref: `${base}/jwks`,
    }),
  )
}
