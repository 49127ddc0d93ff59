import { parameter } from '@valetkey/protocol'
import type { Passkeys } from '../../accounts/passkeys/passkeys.ts'
import type { Clock } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { passkeyForm } from '../../ui/passkey-form.ts'
import { usePasskey } from '../../ui/passkey-script.ts'
import { formRoute } from '../page-route.ts'
import { completeLogin } from './complete-login.ts'
import { type LoginOptions, readLoginForm, renderLogin } from './show-login.ts'
import type { LoginWays } from './ways.ts'

export interface PasskeyLoginOptions extends LoginOptions {
  readonly passkeys: Passkeys
}

/** Makes the button and the autofill of the login page. */
export function passkeyWay(passkeys: Passkeys, clock: Clock): NonNullable<LoginWays['passkey']> {
  return ({ base, query, browser, words, isRefused }) => ({
    content: passkeyForm({
      action: `${base}/login/passkey${query}`,
      csrfToken: browser.formToken,
      kind: 'get',
      options: passkeys.loginOptions(browser.secret, clock()),
      label: words.passkeys.use,
      weight: 'secondary',
      isOffered: isRefused !== true,
      otherwise: words.passkeys.otherwiseLogin,
      words: words.passkeys,
    }),
    script: usePasskey,
  })
}

/** Serves logins with a passkey, without a username; none where browsers have no passkeys. */
export function passkeyLoginRoutes(
  options: LoginOptions & { readonly passkeys?: Passkeys | undefined },
): readonly Route[] {
  const { passkeys } = options
  return passkeys === undefined ? [] : [formRoute('/login/passkey', submitPasskey, { ...options, passkeys }, '/login')]
}

async function submitPasskey(request: OAuthRequest, options: PasskeyLoginOptions): Promise<Reply> {
  const { passkeys, audit, clock } = options
  const read = await readLoginForm(request, options)
  if ('reply' in read) return read.reply
  const { browser, destination, form } = read
  const response = parameter(form, 'passkey') ?? ''
  const refuse = (detail: string, accountId?: string) => {
    const flood = accountId === undefined
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail: `passkey: ${detail}`, flood })
    return renderLogin(request, { browser, destination, status: 400 }, { passkeyFailure: 'refused' }, options)
  }
  const result = await passkeys.verify(undefined, { response, browser: browser.secret, now: clock() })
  if (result.outcome === 'expired') {
    return renderLogin(request, { browser, destination, status: 400 }, { passkeyFailure: 'expired' }, options)
  }
  if (result.outcome === 'refused') return refuse(result.detail, result.accountId)
  const { account, methods } = result
  const reply = await completeLogin(
    request,
    { browser, proven: { account, methods }, destination, way: 'passkey' },
    options,
  )
  // A factor refused it, or the account was disabled or its credentials changed while the passkey was checked.
  return reply ?? refuse('the login was not completed', account.id)
}
