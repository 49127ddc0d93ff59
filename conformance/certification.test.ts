import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { makeCertificate } from './certificate.ts'
import { freePort } from './free-port.ts'
import type { Result } from './run-rules.ts'

const here = import.meta.dirname
const root = path.dirname(here)
const binary = path.join(root, 'packages/server/bin/valetkey.js')

/** Rules about features that a provider may leave out, with the reason; all others must pass. */
const leftOut: Readonly<Record<string, string>> = {
  'openid-basic/a-code-used-again-after-half-a-minute-is-refused.ts': 'slow',
  'openid-dynamic/a-replaced-key-proves-the-client-at-a-refresh.ts': 'slow',
}

/** Starts the server of certification.yaml on a free port, with a database and a certificate of its own. */
async function startServer(folder: string) {
  const { cert } = makeCertificate(folder)
  const config = path.join(folder, 'certification.yaml')
  copyFileSync(path.join(here, 'certification.yaml'), config)
  const issuer = `https://localhost:${await freePort()}`
  const command = [binary, 'serve', '--config', config, '--issuer', issuer]
  const env = { ...process.env, VALETKEY_LOG: 'error', NODE_EXTRA_CA_CERTS: cert }
  const child = spawn(process.execPath, command, { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  assert.match(String(line), /ready/, 'the server did not start')
  return { child, issuer, cert }
}

interface Key {
  readonly kid: string
  readonly kty: string
  readonly use: string
}

/** Lists the published keys that sign. */
async function readSigningKeys(issuer: string, cert: string): Promise<readonly Key[]> {
  const request = get(`${issuer}/jwks`, { ca: readFileSync(cert) })
  const [response] = (await once(request, 'response')) as [IncomingMessage] // as node:https emits it
  const { keys } = JSON.parse(Buffer.concat(await response.toArray()).toString())
  return keys.filter(({ use }: Key) => use === 'sig')
}

async function runOpenidRules(issuer: string, cert: string): Promise<readonly Result[]> {
  const settings = path.join(here, 'certification.json')
  const command = [path.join(here, 'run.ts'), '--settings', settings, '--issuer', issuer, '--only', 'openid', '--json']
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert }
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await Promise.all([child.stdout.toArray(), once(child, 'exit')])
  return JSON.parse(Buffer.concat(output).toString()) as readonly Result[] // as run.ts writes it
}

test('the server of certification.yaml passes every rule for OpenID providers', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-certification-'))
  const { child, issuer, cert } = await startServer(folder)
  t.after(async () => {
    child.kill()
    await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })
  const results = await runOpenidRules(issuer, cert)
  assert.ok(results.length > 40)
  for (const { file, claim, clause, outcome, why } of results) {
    const expected = file in leftOut ? 'skipped' : 'passed'
    await t.test(`${claim} (${clause})`, () => assert.equal(outcome, expected, why))
  }
  await t.test(
    'rotation on demand publishes new RSA and EC keys only, next to the old ones (OIDC Core §10.1.1)',
    async () => {
      const before = await readSigningKeys(issuer, cert)
      const rotate = ['signing-keys', 'rotate', '--now', '--config', path.join(folder, 'certification.yaml')]
      const command = spawn(process.execPath, [binary, ...rotate], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const [code] = await once(command, 'exit')
      assert.equal(code, 0)
      let after = before
      const without = (keys: readonly Key[], others: readonly Key[]) =>
        keys.filter(({ kid }) => !others.some((one) => one.kid === kid))
      // The server may load the new keys one after another.
      for (const end = Date.now() + 10_000; without(after, before).length < 2 && Date.now() < end; ) {
        after = await readSigningKeys(issuer, cert)
      }
      await setTimeout(1_500)
      after = await readSigningKeys(issuer, cert)
      assert.deepEqual(without(before, after), [], 'the old keys are still published')
      const types = without(after, before).map(({ kty }) => kty)
      assert.ok(types.includes('RSA'), 'a new RSA key is published')
      // The suite compares RSA and EC keys, and takes a new key of another type for an error.
      assert.deepEqual(
        types.filter((type) => !['RSA', 'EC'].includes(type)),
        [],
      )
    },
  )
})
