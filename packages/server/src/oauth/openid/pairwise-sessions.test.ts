import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { decodeJwt } from 'jose'
import { encode } from '../../../../../conformance/target/target.ts'
import { type ClientName, startServer, testClients } from '../../testing/server.ts'

/** The apps’ own server, which receives logout tokens. */
const received = new Map<string, string>()
let onToken: () => void = () => {}
const site = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  received.set(request.url ?? '', new URLSearchParams(body).get('logout_token') ?? '')
  response.end()
  onToken()
}).listen(0, '127.0.0.1')
await once(site, 'listening')
after(() => site.close())
const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`

const names: readonly ClientName[] = ['web', 'other', 'openid']
const server = await startServer(({ clients }) => ({
  outbound: { allowHosts: ['127.0.0.1'] },
  clients: clients.map((one) => {
    const name = names.find((each) => testClients[each].client_id === one.client_id)
    if (name === undefined) return one
    const callback = new URL('/front', (one as { redirect_uris?: readonly string[] }).redirect_uris?.[0])
    return {
      ...one,
      scope: 'openid',
      backchannel_logout_uri: `${origin}/${name}`,
      frontchannel_logout_uri: callback.href,
      frontchannel_logout_session_required: true,
      ...(name === 'openid' ? {} : { subject_type: 'pairwise' }),
    }
  }),
}))

test('clients of different sectors cannot find out by sid that their users are the same (OIDC Core §8.1)', async () => {
  const browser = server.browser()
  const seen = new Map<ClientName, string>()
  let hint: unknown
  for (const name of names) {
    const { json } = await server.grant(name, { scope: 'openid' }, { browser })
    seen.set(name, String(decodeJwt(String(json.id_token)).sid))
    if (name === 'web') {
      const { json: refreshed } = await server.refresh('web', json.refresh_token)
      assert.equal(decodeJwt(String(refreshed.id_token)).sid, seen.get('web'), 'a refresh shows the same session')
      hint = refreshed.id_token
    }
  }
  assert.equal(new Set(seen.values()).size, names.length)

  const all = new Promise<void>((resolve) => {
    onToken = () => received.size === names.length && resolve()
  })
  const page = await browser.open(`${server.issuer}/logout?${encode({ id_token_hint: String(hint) })}`)
  await all
  for (const name of names) {
    assert.equal(decodeJwt(received.get(`/${name}`) ?? '').sid, seen.get(name), `the logout token of ${name}`)
    assert.ok(page.html.includes(`sid=${seen.get(name)}"`), `the frame of ${name}`)
  }
})
