import type { Mailing } from '../accounts/mail/mail.ts'
import type { Passkeys } from '../accounts/passkeys/passkeys.ts'
import { PageError } from '../oauth/authorization/errors.ts'
import type { AuthorizationFlow } from '../oauth/authorization/flow.ts'
import type { LogoutRequests } from '../oauth/openid/logout-request.ts'
import type { Pages } from '../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import type { Handler, Route } from '../oauth/router.ts'
import type { Languages } from '../ui/words/index.ts'
import { loginsRoutes } from './account/logins.ts'
import { type AccountOptions, accountRoutes } from './account/routes.ts'
import type { AccountFeatures } from './account/sections.ts'
import { createAssets } from './assets.ts'
import { type BrowserOptions, readBrowser, readOwner } from './browser.ts'
import { checkSessionRoutes } from './check-session/route.ts'
import { nameSession } from './check-session/session-name.ts'
import { logoRoute } from './client-logo/route.ts'
import { type ConsentOptions, consentRoutes } from './consent/route.ts'
import { devOutboxRoutes } from './dev-outbox/route.ts'
import { notFound } from './error/not-found.ts'
import { type ProblemOptions, showProblem, type TitledProblem } from './error/show-problem.ts'
import { formPostPage } from './form-post/page.ts'
import { homeRoutes } from './home/route.ts'
import { beginInteraction, type InteractionOptions } from './interaction.ts'
import { type KeysOptions, keysRoutes } from './keys/route.ts'
import { passkeyLoginRoutes, passkeyWay } from './login/passkey-login.ts'
import { type LoginOptions, loginRoutes } from './login/route.ts'
import { logoutRoutes } from './logout/route.ts'
import type { Look } from './look.ts'
import { mailedPaths } from './mail/mailed-paths.ts'
import { type PlaygroundOptions, playgroundRoutes } from './playground/route.ts'
import type { Web } from './ports.ts'
import type { NewPasswordOptions } from './recover/new-password.ts'
import { recoverRoutes } from './recover/route.ts'
import { createLanguageOf, createRender } from './render.ts'
import { secondPasskeyRoutes, secondPasskeyWay } from './second-factor/passkey.ts'
import { type SecondFactorRouteOptions, secondFactorRoutes } from './second-factor/route.ts'
import type { FinishOptions } from './sign-up/finish.ts'
import { type SignUpSettings, signUpRoutes } from './sign-up/route.ts'
import { readOtherOwners } from './signed-in.ts'
import { switchRoutes } from './switch/route.ts'
import { termsRoutes } from './terms/route.ts'
import { toApp, toAppRoutes } from './to-app/route.ts'
import { providerWays, type Upstream } from './upstream/options.ts'
import { upstreamRoutes } from './upstream/routes.ts'
import { webMessagePage } from './web-message/page.ts'

/** What the pages use, each a part of it. */
export interface PagesOptions
  extends BrowserOptions,
    Pick<InteractionOptions, 'interactions' | 'siteOf'>,
    Pick<ConsentOptions, 'users' | 'identity' | 'images'>,
    Pick<AccountOptions, 'accountData' | 'deletionDays' | 'ownAccounts' | 'editableClaims' | 'passwords' | 'hasher'>,
    Pick<KeysOptions, 'ownerAuthorizations' | 'catalog' | 'sessionStore' | 'audit'>,
    Pick<LoginOptions, 'logIn' | 'ways' | 'requireSecondFactor'>,
    Pick<SecondFactorRouteOptions, 'secondFactors'>,
    Pick<NewPasswordOptions, 'hasher' | 'passwords'>,
    Pick<ProblemOptions, 'issuer' | 'noteProblem'> {
  readonly web: Web
  /** None where browsers have no passkeys. */
  readonly passkeys?: Passkeys | undefined
  readonly sessionStore: KeysOptions['sessionStore'] & AccountOptions['sessionStore']
  readonly languages: Languages
  readonly features: AccountFeatures
  readonly look: Look
  readonly lifetimes: LoginOptions['lifetimes'] & ConsentOptions['lifetimes']
  readonly mailing: Mailing
  /** Undefined if the server has none. */
  readonly playground: PlaygroundOptions | undefined
  readonly upstream: Upstream
  readonly signUps: FinishOptions['signUps']
  readonly requiredTerms: string | undefined
  /** Undefined if users create no accounts themselves. */
  readonly signUp: SignUpSettings | undefined
}

/** The pages, for the authorization server and the router. */
export interface ServerPages {
  readonly pages: Pages
  /** Lists the pages, once the authorization server is there. */
  routes(issuer: { readonly flow: AuthorizationFlow; readonly logout: LogoutRequests }): readonly Route[]
  notFound(request: OAuthRequest): Promise<Reply>
}

export function createPages(options: PagesOptions): ServerPages {
  const { origin, pathname } = new URL(options.issuer)
  const base = pathname.replace(/\/$/, '')
  const assets = createAssets(options.look)
  const render = createRender({ ...options, base, assets })
  const { passkeys, features, signUp, playground } = options
  const recovers = features.hasOwnAccounts && features.sendsMail
  const ways = {
    ...options.ways,
    passkey: passkeys && passkeyWay(passkeys, options.clock),
    providers: providerWays(options.upstream),
    recover: recovers ? mailedPaths.recover : undefined,
    signUp: signUp?.mode === 'open' ? mailedPaths.signUp : undefined,
  }
  const languageOf = createLanguageOf(options.languages)
  const missing = (request: OAuthRequest) => notFound(request, shared)
  const shared = { ...options, ways, secondPasskey: secondPasskeyWay, render, languageOf, base, origin }
  return {
    pages: {
      owner: (request) => readOwner(request, shared),
      otherOwners: (request) => readOtherOwners(request, shared),
      browserState: ({ headers }) => options.web.readBrowserState(headers.get('cookie')),
      nameSession: (hash) => nameSession(hash, options.web),
      interact: (request, step, parameters) => beginInteraction(request, step, parameters, shared),
      error: (request, problem, address) => showProblem(request, problem, shared, address),
      toApp: (request, redirect) => toApp(request, redirect, shared),
      formPost: (request, action, fields) =>
        render(request, { kind: 'flow' }, (chrome) => formPostPage({ chrome, action, fields })),
      webMessage: (request, origin, fields) =>
        render(request, { framedBy: origin }, (chrome) => webMessagePage({ chrome, origin, fields })),
    },
    routes({ flow, logout }) {
      const routes = [
        ...homeRoutes(shared),
        ...loginRoutes({ ...shared, flow }),
        ...passkeyLoginRoutes({ ...shared, flow }),
        ...upstreamRoutes({ ...shared, flow }),
        ...secondFactorRoutes({ ...shared, flow }),
        ...secondPasskeyRoutes({ ...shared, flow }),
        ...(options.requiredTerms === undefined ? [] : termsRoutes({ ...shared, flow })),
        ...(recovers ? recoverRoutes({ ...shared, attempts: options.logIn.attempts, flow }) : []),
        ...(signUp === undefined ? [] : signUpRoutes({ ...shared, signUp, attempts: options.logIn.attempts, flow })),
        ...devOutboxRoutes(shared),
        ...switchRoutes({ ...shared, flow }),
        ...consentRoutes({ ...shared, flow }),
        ...keysRoutes(shared),
        ...accountRoutes(shared),
        ...loginsRoutes({ ...shared, flow }),
        ...checkSessionRoutes(shared),
        ...logoutRoutes({ ...shared, logout }),
        ...toAppRoutes(shared),
        ...(playground === undefined ? [] : playgroundRoutes({ ...shared, playground, notFound: missing })),
      ]
      return [...routes.map((route) => nameUserOnErrors(route, shared)), ...assets.routes, logoRoute(shared)]
    },
    notFound: missing,
  }
}

/** Shows on the error pages of a route who is logged in, if the handler did not know. */
function nameUserOnErrors(route: Route, options: BrowserOptions): Route {
  const named = (handler: Handler): Handler => {
    return async (request, parameters) => {
      try {
        return await handler(request, parameters)
      } catch (error) {
        if (!(error instanceof PageError) || 'browser' in error.problem) throw error
        const problem: TitledProblem = { ...error.problem, browser: await readBrowser(request, options) }
        throw new PageError(problem)
      }
    }
  }
  const methods = Object.entries(route.methods).map(([method, handler]) => [method, named(handler)] as const)
  return { ...route, methods: Object.fromEntries(methods) }
}
