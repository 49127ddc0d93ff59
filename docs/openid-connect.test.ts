import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createServer, readConfig, type Server } from 'valetkey'
import { walk } from '../e2e/clients/walk.ts'
import { findFreePorts } from '../e2e/free-ports.ts'
import { type SnippetFolder, writeSnippets } from './snippets.ts'

process.env.VALETKEY_LOG ??= 'error'
const page = readFileSync(new URL('openid-connect.md', import.meta.url), 'utf8')
let server: Server
let snippets: SnippetFolder
let app: string
let child: ChildProcess | undefined
before(async () => {
  const [issuerPort = 0, appPort = 0] = await findFreePorts(2)
  app = `http://localhost:${appPort}`
  snippets = writeSnippets(page, {
    'http://localhost:4000': `http://localhost:${issuerPort}`,
    'http://localhost:3000': app,
    'listen(3000': `listen(${appPort}`,
  })
  const file = path.join(snippets.folder, 'login.yaml')
  const options = { database: `sqlite:${path.join(snippets.folder, 'login.db')}` }
  server = await createServer(readConfig({ file, environment: {}, options }), { say: () => {} })
  await server.listen()
})
after(async () => {
  child?.kill()
  await server.close()
  snippets.remove()
})

/** Runs a script of the page in a shell with variables, and returns its lines. */
async function run(file: string, variables: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const script = readFileSync(path.join(snippets.folder, file), 'utf8')
  const env = { ...process.env, ...variables }
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${script}\nprintf "\\n%s" "$verifier"`], { env })
  return stdout.split('\n').filter(Boolean)
}

const decode = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

test('the requests by curl give the ID token that the page shows, the claims of the user, and a logout', async () => {
  const [url = '', verifier = ''] = await run('request.sh')
  const back = await walk(url, `${app}/callback`)
  assert.equal(back.searchParams.get('state'), 's-1')
  const [response = ''] = await run('redeem.sh', { code: back.searchParams.get('code') ?? '', verifier })
  const { id_token, access_token } = JSON.parse(response)
  const claims = decode(id_token)
  const shown = JSON.parse(/```json\n(\{\s+"iss"[\s\S]*?)```/.exec(page)?.[1] ?? '')
  assert.deepEqual(Object.keys(claims).sort(), Object.keys(shown).sort())
  assert.equal(claims.exp - claims.iat, shown.exp - shown.iat)
  assert.deepEqual([claims.nonce, claims.acr, claims.amr], [shown.nonce, shown.acr, shown.amr])
  const [user = ''] = await run('userinfo.sh', { access_token })
  const { sub, name, email, email_verified } = JSON.parse(user)
  assert.equal(sub, claims.sub)
  assert.deepEqual([name, email, email_verified], ['Alice Liddell', 'alice@example.com', true])
  const [logout = ''] = await run('logout.sh', { id_token })
  const left = await fetch(logout, { redirect: 'manual' })
  assert.equal(left.headers.get('location'), `${app}/goodbye?state=s-2`)
})

test('the app signs a user in, shows who it is, and logs out at the server', async () => {
  child = spawn(process.execPath, [path.join(snippets.folder, 'app.ts')], {
    env: { ...process.env, CLIENT_SECRET: 'a-long-random-secret-that-only-my-app-knows' },
    stdio: 'inherit',
  })
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(`${app}/nothing`).catch(() => undefined)) break
    await setTimeout(100)
  }
  const first = await fetch(app, { redirect: 'manual' })
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { cookie: cookieOf(first) }
  const open = (url: string | URL) => fetch(url, { headers, redirect: 'manual' })
  const back = await open(await walk(first.headers.get('location') ?? '', `${app}/callback`))
  assert.equal(back.status, 303)
  assert.equal((await open(app)).status, 303, 'a cookie that was known before the login shows nothing after it')
  headers.cookie = cookieOf(back)
  const { name, email } = (await (await open(app)).json()) as Readonly<Record<string, unknown>>
  assert.deepEqual([name, email], ['Alice Liddell', 'alice@example.com'])
  const logout = (await open(`${app}/logout`)).headers.get('location') ?? ''
  const left = await fetch(logout, { redirect: 'manual' })
  assert.equal(left.headers.get('location'), `${app}/goodbye`)
  assert.equal((await open(app)).status, 303)
})
