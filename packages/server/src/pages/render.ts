import { hash } from 'node:crypto'
import type { Reply } from '../oauth/request.ts'
import { icon } from '../ui/icon.ts'
import type { Chrome } from '../ui/layout.ts'
import { styleSheet } from '../ui/style-sheet.ts'
import type { Visit } from './browser.ts'
import type { PageKind, Web } from './ports.ts'

const digest = (text: string) => hash('sha256', text, 'base64url').slice(0, 12)

/** Files that pages load; their names change with their content, so that browsers may keep them for ever. */
export const assets = {
  style: { path: `/assets/style-${digest(styleSheet)}.css`, type: 'text/css; charset=utf-8', body: styleSheet },
  icon: { path: `/assets/icon-${digest(icon)}.svg`, type: 'image/svg+xml', body: icon },
} as const

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
  readonly visit?: Visit | undefined
  /** By default `other`. */
  readonly kind?: PageKind
  readonly headers?: Readonly<Record<string, string>>
}

/** Renders pages of a server at one base path. */
export type Render = (rendering: Rendering, write: (chrome: Chrome) => string) => Reply

/** Creates the one function that turns a page into a reply: nonce, headers and chrome come from here. */
export function createRender({ web, random, base }: RenderOptions): Render {
  return ({ status = 200, visit, kind = 'other', headers }, write) => {
    const nonce = random(16)
    const account = visit?.session?.account
    const chrome: Chrome = {
      styleHref: base + assets.style.path,
      iconHref: base + assets.icon.path,
      nonce,
      homeHref: `${base}/`,
      keysHref: `${base}/keys`,
      account: account && {
        name: account.displayName,
        logoutAction: `${base}/logout`,
        csrfToken: visit?.formToken ?? '',
      },
    }
    return {
      status,
      headers: {
        ...web.pageHeaders({ nonce, kind }),
        ...headers,
        ...(visit?.newCookie === undefined ? {} : { 'set-cookie': visit.newCookie }),
      },
      body: write(chrome),
    }
  }
}
