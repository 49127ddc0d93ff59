import { createAuthenticator } from '../../packages/server/src/testing/authenticator.ts'
import { formWith, logIn, pathOf } from '../drive/browser.ts'
import type { Answer } from '../drive/http.ts'
import { describe } from '../drive/oauth.ts'
import type { SecretKind } from './secret.ts'
import { isLoggedIn } from './secret.ts'

/** A challenge that a passkey signed: the same response, from the browser that it was made in (WebAuthn Level 3 §13.4.3). */
export const passkeyChallenge: SecretKind = {
  name: 'passkey challenge',
  async make(place) {
    const device = createAuthenticator(place.deployment.issuer)
    const owner = place.browser()
    const page = await logIn(owner, place.node(), { person: place.person(), path: '/login?to=/account/passkeys' })
    const creation = formWith(page, 'passkey')
    creation.fields.set('passkey', device.create(optionsOf(page)))
    const added = await owner.post(place.node(), pathOf(creation.action), creation.fields)
    if (added.status >= 400) throw new Error(`no passkey was added: ${describe(added)}`)
    const browser = place.browser()
    const login = await browser.get(place.node(), '/login')
    const { action, fields } = formWith(login, 'passkey')
    fields.set('passkey', device.get(optionsOf(login)))
    return {
      // As it was before the first use.
      prepare: async () => (node) => browser.copy().post(node, pathOf(action), fields),
      isAccepted: isLoggedIn,
    }
  },
}

function optionsOf({ text }: Answer): string {
  const [, escaped = ''] = /data-options="([^"]*)"/.exec(text) ?? []
  return escaped.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}
