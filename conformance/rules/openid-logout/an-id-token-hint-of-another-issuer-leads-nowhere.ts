import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const anIdTokenHintOfAnotherIssuerLeadsNowhere: Rule = {
  claim: 'an id_token_hint that somebody else signed leads nowhere',
  clause: 'OIDC RP-Initiated Logout §4',
  async run(target) {
    const { client, uri, logOut } = await beginLogout(target)
    const claims = { iss: client.client_id, aud: target.issuer, sub: 's', exp: Date.now() / 1000 + 600 }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signed = [{ alg: 'RS256', kid: 'own' }, claims].map((one) =>
      Buffer.from(JSON.stringify(one)).toString('base64url'),
    )
    const signature = sign('sha256', Buffer.from(signed.join('.')), privateKey).toString('base64url')
    const { to, page } = await logOut({
      id_token_hint: [...signed, signature].join('.'),
      post_logout_redirect_uri: uri,
      state: 's',
    })
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
