import type { Reply } from '../oauth/request.ts'
import type { Chrome } from '../ui/layout.ts'
import { assets } from './assets.ts'
import type { Browser } from './browser.ts'
import type { PageKind, Web } from './ports.ts'

/** What every page is rendered with. */
export interface RenderOptions {
  readonly web: Pick<Web, 'pageHeaders'>
  readonly random: (bytes: number) => string
  /** The path part of the issuer, without a slash at its end. */
  readonly base: string
}

/** A page to be rendered: its status, what it is for, and who sees it. */
export interface Rendering {
  readonly status?: number
  readonly browser?: Browser | undefined
  /** By default `other`. */
  readonly kind?: PageKind
  readonly headers?: Readonly<Record<string, string>>
}

/** Renders pages of a server at one base path. */
export type Render = (rendering: Rendering, write: (chrome: Chrome) => string) => Reply

/** Creates the one function that turns a page into a reply: nonce, headers and chrome come from here. */
export function createRender({ web, random, base }: RenderOptions): Render {
  return ({ status = 200, browser, kind = 'other', headers }, write) => {
    const nonce = random(16)
    const account = browser?.session?.account
    const chrome: Chrome = {
      styleHref: base + assets.style.path,
      iconHref: base + assets.icon.path,
      nonce,
      homeHref: `${base}/`,
      keysHref: `${base}/keys`,
      account: account && {
        name: account.displayName,
        logoutAction: `${base}/logout`,
        csrfToken: browser?.formToken ?? '',
      },
    }
    return {
      status,
      headers: {
        ...web.pageHeaders({ nonce, kind }),
        ...headers,
        ...(browser?.newCookie === undefined ? {} : { 'set-cookie': browser.newCookie }),
      },
      body: write(chrome),
    }
  }
}
