import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import path from 'node:path'
import { test } from 'node:test'
import { createServer, readConfig } from 'valetkey'
import { startTestServer, tokenAnswer } from '../packages/client/test-server.ts'
import { createTestKey, signToken } from '../packages/client/test-signer.ts'
import { startTestIssuer } from '../packages/guard/test-issuer.ts'
import { readSnippets, writeSnippets } from './snippets.ts'

const root = path.dirname(import.meta.dirname)
const markdown = readFileSync(path.join(root, 'README.md'), 'utf8')

/** Writes the snippets to files, with the addresses of test servers in place of the documented ones. */
function place(issuer: string, api: string) {
  return writeSnippets(markdown, {
    'https://id.example.com': issuer,
    "fetch('https://contacts.example.com": `fetch('${api}`,
    'listen(3000)': "listen(0, '127.0.0.1')",
  })
}

test('every snippet of the README is run here', () => {
  const files = readSnippets(markdown).map(({ file }) => file)
  assert.deepEqual(files, ['api.ts', 'web-app.ts', 'machine.ts', 'valetkey.yaml'])
})

test('the API of the README accepts a token with the scope and rejects others', async (t) => {
  const issuer = await startTestIssuer()
  const snippets = place(issuer.url, issuer.url)
  const server = (await snippets.load('api.ts').finally(snippets.remove)).server as Server // the snippet exports it
  t.after(() => {
    server.closeAllConnections()
    server.close()
    return issuer.close()
  })
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/contacts`
  const ask = async (token: string) => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status
  assert.equal(await ask(await issuer.sign()), 200)
  assert.equal(await ask(await issuer.sign({ scope: 'create' })), 403)
  assert.equal(await ask('unknown'), 401)
})

test('the web app and the service of the README read contacts', async (t) => {
  const key = createTestKey('k1')
  const servers = await startTestServer({
    api: () => ({ body: ['Grace'] }),
    jwks: () => ({ body: { keys: [key.jwk] } }),
    userinfo: () => ({ body: { sub: 'u1', name: 'Alice' } }),
  })
  t.after(() => servers.close())
  const snippets = place(servers.issuer, servers.issuer)
  process.env.CLIENT_SECRET = 'hush'
  t.after(() => delete process.env.CLIENT_SECRET)
  const [app, machine] = await Promise.all([snippets.load('web-app.ts'), snippets.load('machine.ts')]).finally(
    snippets.remove,
  )
  type Connect = () => Promise<{ readonly url: string; readonly transaction: object }>
  const { url, transaction } = await (app.connect as Connect)() // as the snippet declares it
  const answer = new URL('https://app.example.com/callback')
  answer.searchParams.set('code', 'c')
  answer.searchParams.set('state', new URL(url).searchParams.get('state') ?? '')
  answer.searchParams.set('iss', servers.issuer)
  const iat = Math.floor(Date.now() / 1000)
  const nonce = new URL(url).searchParams.get('nonce')
  const claims = { iss: servers.issuer, aud: 'my-app', sub: 'u1', iat, exp: iat + 60, nonce }
  servers.behaviour.token = ({ form }) =>
    tokenAnswer('a', form.has('code') ? { scope: 'openid profile read', id_token: signToken(claims, key) } : {})
  const read = app.readContacts as (url: string, transaction: object) => Promise<unknown>
  assert.deepEqual(await read(answer.href, transaction), { name: 'Alice', contacts: ['Grace'] })
  assert.equal((await (machine.read as () => Promise<Response>)()).status, 200)
})

test('the server of the README starts and issues a token to its client', async (t) => {
  process.env.VALETKEY_LOG ??= 'silent'
  const snippets = place('https://id.example.com', 'https://contacts.example.com')
  const options = { database: `sqlite:${path.join(snippets.folder, 'valetkey.db')}` }
  const file = path.join(snippets.folder, 'valetkey.yaml')
  const server = await createServer(readConfig({ file, environment: {}, options }), { say: () => {} })
  t.after(async () => {
    await server.close()
    snippets.remove()
  })
  const authorization = `Basic ${btoa('nightly-report:a-long-random-secret-that-only-this-job-knows')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' })
  const request = new Request(`${server.issuer}/token`, { method: 'POST', body, headers: { authorization } })
  const token = (await (await server.fetch(request)).json()) as { readonly scope: string }
  assert.equal(token.scope, 'read')
})

test('every link between the documents has a target', () => {
  const folders = [
    '',
    'docs',
    'bench',
    'conformance',
    ...['client', 'guard', 'protocol', 'server'].map((p) => `packages/${p}`),
  ]
  const pages = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join(folder, file)),
  )
  const read = (file: string) => readFileSync(file, 'utf8').replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '')
  const dead = pages.flatMap((page) => {
    const links = [...read(path.join(root, page)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    return links
      .filter(([, file = '', anchor]) => {
        const target = file === '' ? path.join(root, page) : path.join(root, path.dirname(page), file)
        if (!existsSync(target)) return true
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).includes(anchor)
      })
      .map(([link]) => `${page}: ${link}`)
  })
  assert.deepEqual(dead, [])
})

/** Lists the anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}
