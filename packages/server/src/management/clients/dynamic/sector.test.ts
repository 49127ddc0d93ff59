import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { startTlsCanary } from '../../../http/outbound/canary.testing.ts'
import { startServer } from '../../../testing/server.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'sector-'))
after(() => rmSync(folder, { recursive: true }))

test('a sector document must list every redirect URI of the client (OIDC Registration §5)', async () => {
  const redirects = ['https://a.example.com/cb', 'https://b.example.com/cb']
  const documents: Record<string, string> = {
    '/good': JSON.stringify([...redirects, 'https://c.example.com/cb']),
    '/bad': JSON.stringify([redirects[0]]),
    '/object': '{}',
    '/text': 'https://a.example.com/cb',
  }
  const host = await startTlsCanary('localhost', ({ url = '' }, response) => {
    const text = documents[url]
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(text)
  })
  const ca = path.join(folder, 'ca.pem')
  writeFileSync(ca, host.ca)
  const server = await startServer(() => ({
    registration: 'open',
    outbound: { allowHosts: [`localhost:${host.port}`], ca },
  }))
  const register = (document: string) => {
    const body = {
      redirect_uris: redirects,
      subject_type: 'pairwise',
      sector_identifier_uri: `https://localhost:${host.port}/${document}`,
    }
    const headers = { 'content-type': 'application/json' }
    return server.fetch(
      new Request(`${server.issuer}/register`, { method: 'POST', headers, body: JSON.stringify(body) }),
    )
  }
  for (const [document, status] of [
    ['good', 201],
    ['bad', 400],
    ['object', 400],
    ['text', 400],
    ['missing', 400],
  ] as const) {
    const reply = await register(document)
    const json = await reply.json()
    assert.equal(reply.status, status, `${document}: ${JSON.stringify(json)}`)
    if (status === 400) assert.equal(json.error, 'invalid_client_metadata')
  }
  documents['/good'] = JSON.stringify([redirects[0]])
  assert.equal((await register('good')).status, 400, 'the present document counts, not a cached one')
  documents['/good'] = JSON.stringify(redirects)
  assert.equal((await register('good')).status, 201)
})
