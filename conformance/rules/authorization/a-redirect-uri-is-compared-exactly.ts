import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'

export const aRedirectUriIsComparedExactly: Rule = {
  claim: 'a redirect_uri that differs in one character gets a page',
  clause: 'RFC 9700 §4.1.3',
  async run(target) {
    const client = target.client('web')
    const uri = String(client.redirect_uri)
    const { origin, host, pathname, protocol } = new URL(uri)
    for (const near of [
      `${uri}/`,
      `${uri}x`,
      `${uri}?x=1`,
      `${uri}#x`,
      `${uri}/../x`,
      `${uri}%2f`,
      uri.slice(0, -1),
      `${protocol}//${host}.evil.example${pathname}`,
      `${protocol}//${host}@evil.example${pathname}`,
      `${protocol}//evil.example\\@${host}${pathname}`,
      `${protocol}//user@${host}${pathname}`,
      `${origin}/x/..${pathname}`,
      `${origin}/${pathname}`,
      `${origin}${pathname.toUpperCase()}`,
      uri.replace(protocol, protocol.toUpperCase()),
    ]) {
      assertPage(await target.authorize(client, { redirect_uri: near }), near)
    }
  },
}
