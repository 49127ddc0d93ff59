import type { OAuthRequest, Reply } from '../oauth/request.ts'
import type { Chrome } from '../ui/layout.ts'
import { chooseWords } from '../ui/words/choose-words.ts'
import type { Languages } from '../ui/words/index.ts'
import { type AccountFeatures, sectionsOf } from './account/sections.ts'
import type { Assets } from './assets.ts'
import type { Browser } from './browser.ts'
import type { Look } from './look.ts'
import type { PageKind, Web } from './ports.ts'

/** What every page is rendered with. */
export interface RenderOptions {
  readonly web: Pick<Web, 'pageHeaders'>
  readonly random: (bytes: number) => string
  /** The path part of the issuer, without a slash at its end. */
  readonly base: string
  readonly languages: Languages
  readonly features: AccountFeatures
  readonly look: Look
  readonly assets: Assets
}

/** A page to be rendered: its status, what it is for, and who sees it. */
export interface Rendering {
  readonly status?: number
  readonly browser?: Browser | undefined
  /** By default `other`. */
  readonly kind?: PageKind
  /** The one origin that may show the page in a frame, or `anyone`; left out, none may. */
  readonly framedBy?: string
  /** The origins of the frames in the page. */
  readonly frames?: readonly string[]
  /** Whether its script sends requests to this server. */
  readonly connects?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** The languages that the client asked for, preferred to those of the browser (OIDC Core §3.1.2.1, `ui_locales`). */
  readonly locales?: readonly string[] | undefined
}

/** Renders pages of a server at one base path, in the language that the request prefers. */
export type Render = (
  request: Pick<OAuthRequest, 'headers'>,
  rendering: Rendering,
  write: (chrome: Chrome) => string,
) => Reply

/** Names the language in which a page is rendered. */
export type LanguageOf = (
  request: Pick<OAuthRequest, 'headers'>,
  rendering: Pick<Rendering, 'browser' | 'locales'>,
) => string

/** Chooses the words of pages: by what the client asks for, by the user's own choice, then by what the browser prefers. */
function createChoice(languages: Languages) {
  return (
    request: Pick<OAuthRequest, 'headers'>,
    { browser, locales = [] }: Pick<Rendering, 'browser' | 'locales'>,
  ) => {
    const own = browser?.session?.account.locale
    const first = own === undefined ? locales : [...locales, own]
    return chooseWords(request.headers.get('accept-language'), languages, first)
  }
}

export function createLanguageOf(languages: Languages): LanguageOf {
  const choose = createChoice(languages)
  return (request, rendering) => choose(request, rendering).language
}

/** Creates the one function that turns a page into a reply: nonce, headers, language and chrome come from here. */
export function createRender({ web, random, base, languages, features, look, assets }: RenderOptions): Render {
  const ofBrand = {
    styleHref: base + assets.style.path,
    iconHref: base + assets.icon.path,
    iconType: assets.icon.type,
    ...(look.name === undefined ? {} : { brand: look.name }),
    logo: look.logo &&
      assets.logo && { src: base + assets.logo.path, width: look.logo.width, height: look.logo.height },
    links: { support: look.supportUrl, privacy: look.privacyUrl, terms: look.termsUrl },
  }
  const hasChoice = Object.keys(languages).length > 1
  const choose = createChoice(languages)
  const accountNav = sectionsOf(features).map(({ name, path }) => ({ name, href: base + path }))
  return (
    request,
    { status = 200, browser, kind = 'other', framedBy, frames, connects = false, headers, locales },
    write,
  ) => {
    const nonce = random(16)
    const account = browser?.session?.account
    const { language, words } = choose(request, { browser, locales })
    const chrome: Chrome = {
      lang: language,
      words,
      ...ofBrand,
      nonce,
      homeHref: `${base}/`,
      keysHref: `${base}/keys`,
      accountHref: `${base}/account`,
      accountNav,
      account: account && {
        name: account.displayName,
        switchHref: `${base}/login/switch`,
        logoutAction: `${base}/logout`,
        csrfToken: browser?.formToken ?? '',
      },
    }
    return {
      status,
      headers: {
        ...web.pageHeaders({
          nonce,
          kind,
          ...(framedBy === undefined ? {} : { framedBy }),
          ...(frames && { frames }),
          connects,
        }),
        ...(hasChoice ? { 'content-language': language, vary: 'Accept-Language' } : {}),
        ...headers,
        ...(browser?.newCookie === undefined ? {} : { 'set-cookie': browser.newCookie }),
      },
      body: write(chrome),
    }
  }
}
