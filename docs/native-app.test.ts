import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { walk } from '../e2e/clients/walk.ts'
import { type QuickstartSite, startQuickstart } from './quickstart-site.testing.ts'
import { findSnippet } from './snippets.ts'

const page = readFileSync(new URL('native-app.md', import.meta.url), 'utf8')
let site: QuickstartSite
before(async () => {
  site = await startQuickstart(page)
})
after(() => site.close())

/** Runs the page's program; `answer` gets the address that it prints and may send requests to its listener. */
async function run(answer: (url: URL) => Promise<void> = async () => {}): Promise<string> {
  const child = spawn(process.execPath, [path.join(site.snippets.folder, 'cli.ts')])
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const address = await new Promise<string | undefined>((resolve) => {
    child.stdout.on('data', () => {
      const found = /^http\S+\n/m.exec(printed)?.[0].trim()
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => resolve(undefined))
  })
  if (address !== undefined) await answer(new URL(address))
  await ended
  return printed
}

const redirectOf = (url: URL) => url.searchParams.get('redirect_uri') ?? ''

test('the program gets access on a loopback port, stores it, and asks again after it was revoked', async () => {
  const tokens = path.join(site.snippets.folder, 'tokens.json')
  const first = await run(async (url) => {
    assert.match(redirectOf(url), /^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    assert.equal((await fetch(`${redirectOf(url)}?code=forged&state=forged`)).status, 400)
    const response = await fetch(await walk(url, redirectOf(url)))
    assert.match(await response.text(), /close this window/)
  })
  assert.match(first, /"contacts":\[/)
  assert.equal(statSync(tokens).mode & 0o777, 0o600)

  const second = await run()
  assert.match(second, /"contacts":\[/)
  assert.doesNotMatch(second, /Open this address/)

  const { refreshToken: token } = JSON.parse(readFileSync(tokens, 'utf8'))
  const body = new URLSearchParams({ token, client_id: 'my-cli' })
  assert.equal((await fetch(`${site.demo.issuer}/revoke`, { method: 'POST', body })).status, 200)
  await new Promise((resolve) => setTimeout(resolve, 1000)) // the API may keep a response for 0.8 s
  await run()
  assert.ok(!existsSync(tokens))
  assert.match(await run((url) => fetch(`${redirectOf(url)}?${denial(url)}`).then(() => {})), /denied/i)
})

function denial(url: URL): URLSearchParams {
  const state = url.searchParams.get('state') ?? ''
  return new URLSearchParams({ error: 'access_denied', state, iss: site.demo.issuer })
}

test('the client is registered without a secret and without a port', () => {
  const { code } = findSnippet(page, 'registration.yaml')
  assert.match(code, /token_endpoint_auth_method: none/)
  assert.match(code, /http:\/\/127\.0\.0\.1\/callback/)
})
