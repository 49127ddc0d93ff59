import { parameter } from '@valetkey/protocol'
import type { Passkeys } from '../../accounts/passkeys/passkeys.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { passkeyForm } from '../../ui/passkey-form.ts'
import { usePasskey } from '../../ui/passkey-script.ts'
import { readBrowser } from '../browser.ts'
import type { PasskeyForm, PasskeyWay } from '../login/ways.ts'
import { formRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { completeSecondStep } from './complete-second-step.ts'
import { readStage, type SecondFactorRouteOptions, showSecondFactor } from './route.ts'
import { toLoginAgain } from './second-step.ts'

/** Makes the button of a passkey as second factor, with the options for the account that passed the first step. */
export function secondPasskeyWay({ base, query, browser, words }: PasskeyForm, options: string): PasskeyWay {
  return {
    content: passkeyForm({
      action: `${base}/login/second-factor/passkey${query}`,
      csrfToken: browser.formToken,
      kind: 'get',
      options,
      label: words.passkeys.use,
      weight: 'secondary',
      otherwise: words.passkeys.otherwiseSecond,
      words: words.passkeys,
    }),
    script: usePasskey,
  }
}

/** Serves passkeys as second factor; none where browsers have no passkeys. */
export function secondPasskeyRoutes(options: SecondFactorRouteOptions): readonly Route[] {
  const { passkeys } = options
  const path = '/login/second-factor'
  return passkeys === undefined ? [] : [formRoute(`${path}/passkey`, submitPasskey, { ...options, passkeys }, path)]
}

async function submitPasskey(
  request: OAuthRequest,
  options: SecondFactorRouteOptions & { readonly passkeys: Passkeys },
): Promise<Reply> {
  const { audit, clock, passkeys } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token !== 'right') throw outdatedForm(browser, options.base)
  const stage = await readStage(request, browser, options)
  if ('status' in stage) return stage
  const { destination, step } = stage
  const { account, methods: first } = step.proven
  const attempt = { response: parameter(form, 'passkey') ?? '', browser: browser.secret, now: clock() }
  const result = await passkeys.verify(account, attempt)
  // After a passkey, another use of one is no second factor, unless the device checked who uses it.
  const isSecond = result.outcome === 'welcome' && (result.isUserVerified || !first.includes('user'))
  if (result.outcome !== 'welcome' || !isSecond) {
    const detail = `second step, passkey: ${result.outcome === 'refused' ? result.detail : result.outcome}`
    audit.record({ type: 'login.failed', accountId: account.id, ...originOf(request), detail, flood: true })
    const passkeyFault = result.outcome === 'expired' ? 'expired' : 'refused'
    return showSecondFactor(request, stage, { passkeyFault }, options)
  }
  const proof = { browser, destination, step, methods: result.methods, trust: false }
  return (await completeSecondStep(request, proof, options)) ?? toLoginAgain(destination, options)
}
