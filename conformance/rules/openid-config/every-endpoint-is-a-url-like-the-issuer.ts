import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readDiscovery } from '../../target/openid.ts'

export const everyEndpointIsAUrlLikeTheIssuer: Rule = {
  claim: 'every endpoint is an absolute URL with the scheme of the issuer',
  clause: 'OIDC Discovery §3',
  async run(target) {
    const { json } = await readDiscovery(target)
    const { protocol } = new URL(target.issuer)
    const endpoints = Object.entries(json).filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri')
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'])
      assert.ok(name in json, name)
    for (const [name, url] of endpoints) {
      assert.ok(typeof url === 'string' && URL.canParse(url), `${name} is ${url}`)
      assert.equal(new URL(url).protocol, protocol, name)
    }
  },
}
