import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'

export const aLoopbackRedirectIsComparedExactlyExceptForItsPort: Rule = {
  claim: 'a loopback redirect is compared exactly except for its port',
  clause: 'RFC 8252 §7.3',
  async run(target) {
    const client = target.client('native')
    const { hostname, pathname } = new URL(String(client.redirect_uri))
    for (const near of [
      `http://${hostname}.evil.example:8000${pathname}`,
      `http://${hostname}:8000@evil.example${pathname}`,
      `http://${hostname}:8000${pathname}/x`,
      `https://${hostname}:8000${pathname}`,
      `http://127.0.0.2:8000${pathname}`,
    ]) {
      assertPage(await target.authorize(client, { redirect_uri: near }), near)
    }
  },
}
