import { PageError } from '../oauth/authorization/errors.ts'
import type { AuthorizationFlow } from '../oauth/authorization/flow.ts'
import type { PageProblem, Pages } from '../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import { seeOther, toTarget } from '../oauth/request.ts'
import { type Route, routeTable, type ToReply } from '../oauth/routes.ts'
import { readOwner, readVisit } from './browser.ts'
import { showConsent, submitConsent, switchAccount } from './consent/route.ts'
import { showProblem, type TitledProblem } from './error/show-problem.ts'
import { formPostPage } from './form-post/page.ts'
import { homePage } from './home/page.ts'
import { beginInteraction } from './interaction.ts'
import { changeKey, endOtherSessions, endSession, showKeys, takeBackKey } from './keys/route.ts'
import { showLogin, submitLogin } from './login/route.ts'
import { showLogout, submitLogout } from './logout/route.ts'
import type { PageContext, SignInOptions } from './options.ts'
import { assets, createRender } from './render.ts'
import { showToApp, toApp } from './to-app/route.ts'

/** The pages, as the authorization server and the listener use them. */
export interface SignIn {
  /** What the authorization server asks of the pages. */
  readonly pages: Pages
  /** Answers what is a page; undefined for any other path. */
  handle(request: OAuthRequest, after: AfterPages): Promise<Reply> | undefined
  showProblem(problem: PageProblem, address?: string): Reply
  /** Shows a problem with the head of the page as it is elsewhere: with the name of who is logged in. */
  showProblemTo(request: OAuthRequest, problem: PageProblem): Promise<Reply>
}

/** What exists only once the authorization server does. */
export interface AfterPages {
  readonly flow: AuthorizationFlow
  readonly toReply: ToReply
}

/** Creates the pages. */
export function createSignIn(options: SignInOptions): SignIn {
  const { issuer, web, random } = options
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const render = createRender({ web, random, base })
  const context = { ...options, render, base, origin: new URL(issuer).origin }
  let find: ((method: string, path: string) => ((request: OAuthRequest) => Promise<Reply>) | undefined) | undefined
  const problem = (one: PageProblem, address?: string) => showProblem(one, context, address)
  return {
    showProblem: problem,
    async showProblemTo(request, one) {
      // Without the database nobody is known to be logged in, and the page is shown all the same.
      const visit = await readVisit(request, options).catch(() => undefined)
      const shown: TitledProblem = { ...one, visit }
      return problem(shown, request.remoteAddress)
    },
    pages: {
      owner: (request) => readOwner(request, options),
      interact: (request, step, parameters) => beginInteraction(request, step, parameters, context),
      error: (one) => problem(one),
      toApp: (request, redirect) => toApp(request, redirect, context),
      formPost: (action, fields) => render({ kind: 'flow' }, (chrome) => formPostPage({ chrome, action, fields })),
    },
    handle(request, { flow, toReply }) {
      find ??= routeTable(routes({ ...context, flow }), toReply)
      return find(request.method, toTarget(request.url).path)?.(request)
    },
  }
}

type PageMethods = Readonly<Record<string, (request: OAuthRequest, context: PageContext) => Promise<Reply>>>

/** The pages, by their paths within the issuer. */
const pages: Readonly<Record<string, PageMethods>> = {
  '/': { GET: showHome },
  '/login': { GET: showLogin, POST: submitLogin },
  '/login/switch': { GET: goTo('/login'), POST: switchAccount },
  '/consent': { GET: showConsent, POST: submitConsent },
  '/keys': { GET: showKeys },
  '/keys/change': { GET: goTo('/keys'), POST: changeKey },
  '/keys/take-back': { GET: goTo('/keys'), POST: takeBackKey },
  '/keys/end-session': { GET: goTo('/keys'), POST: endSession },
  '/keys/end-other-sessions': { GET: goTo('/keys'), POST: endOtherSessions },
  '/logout': { GET: showLogout, POST: submitLogout },
  '/to-app': { GET: showToApp },
  // As people type them.
  '': { GET: goTo('/') },
  '/login/': { GET: goTo('/login') },
  '/consent/': { GET: goTo('/consent') },
  '/keys/': { GET: goTo('/keys') },
  '/logout/': { GET: goTo('/logout') },
}

/** Leads to a page from an address beside it: that of a form whose answer stayed in the address bar, or one with a slash too many. */
function goTo(path: string) {
  return async ({ url }: OAuthRequest, { base }: PageContext): Promise<Reply> => {
    const { query } = toTarget(url)
    return seeOther(base + path + (query === '' ? '' : `?${query}`))
  }
}

function routes(context: PageContext): readonly Route[] {
  const { base } = context
  const page = (path: string, methods: PageMethods): Route => ({
    path: base + path,
    methods: Object.fromEntries(
      Object.entries(methods).map(([method, handler]) => [
        method,
        (request: OAuthRequest) => handler(request, context).catch((error) => withVisit(error, request, context)),
      ]),
    ),
    cors: false,
    page: true,
  })
  return [
    ...Object.entries(pages).map(([path, methods]) => page(path, methods)),
    ...Object.values(assets).map(({ path, type, body }) =>
      page(path, {
        GET: async () => ({
          status: 200,
          headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' },
          body,
        }),
      }),
    ),
  ]
}

/** Adds to an error page of ours who is logged in, where the page that failed did not know. */
async function withVisit(error: unknown, request: OAuthRequest, context: PageContext): Promise<never> {
  if (!(error instanceof PageError) || 'visit' in error.problem) throw error
  const problem: TitledProblem = { ...error.problem, visit: await readVisit(request, context) }
  throw new PageError(problem)
}

async function showHome(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { base, issuer, render } = context
  const visit = await readVisit(request, context)
  return render({ visit, kind: 'account' }, (chrome) =>
    homePage({
      chrome,
      keysHref: `${base}/keys`,
      documents: [
        { href: `${new URL(issuer).origin}/.well-known/oauth-authorization-server${base}`, label: 'Server metadata' },
        { href: `${base}/jwks`, label: 'Public keys' },
      ],
    }),
  )
}
