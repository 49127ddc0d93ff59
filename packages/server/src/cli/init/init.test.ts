import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../config/read-config.ts'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace()
const folder = () => mkdtempSync(path.join(place.folder, 'init-'))

test('serve starts with the configuration that init writes, and its client gets a token', async () => {
  const cwd = folder()
  const file = path.join(cwd, 'valetkey.yaml')
  const { code, stdout, stderr } = await place.run(['init', file, '--issuer', place.issuer])
  assert.equal(code, 0, stderr)
  assert.match(stdout, /valetkey serve --config .*valetkey\.yaml\n/)
  for (const one of [file, path.join(cwd, 'valetkey.secret')]) assert.equal(statSync(one).mode & 0o777, 0o600)
  const served = await place.serve('--config', file, '--database', `sqlite:${cwd}/valetkey.db`)
  const [client] = readConfig({ file, environment: {}, options: {} }).clients ?? []
  const basic = btoa(`${client?.client_id}:${client?.client_secret}`)
  const response = await fetch(`${place.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  assert.equal(response.status, 200)
  await served.stop()
  assert.ok(!existsSync(path.join(cwd, 'valetkey.db.secret')), 'the secret is the one that init made')
})

test('init writes nothing if one of its files exists', async () => {
  for (const name of ['valetkey.yaml', 'valetkey.secret']) {
    const cwd = folder()
    writeFileSync(path.join(cwd, name), 'mine')
    const { code, stderr } = await place.run(['init'], { cwd })
    assert.equal(code, 1)
    assert.match(stderr, new RegExp(`${name} exists, and nothing was written`))
    assert.equal(readFileSync(path.join(cwd, name), 'utf8'), 'mine')
    const other = name === 'valetkey.yaml' ? 'valetkey.secret' : 'valetkey.yaml'
    assert.ok(!existsSync(path.join(cwd, other)))
  }
})

test('init refuses an issuer that serve would refuse', async () => {
  const { code, stderr } = await place.run(['init', '--issuer', 'http://id.example.com'], { cwd: folder() })
  assert.equal(code, 1)
  assert.match(stderr, /--issuer: issuer must begin with https/)
})

test('doctor accepts the secrets that init generates', async () => {
  const cwd = folder()
  await place.run(['init', '--json'], { cwd })
  const { stdout } = await place.run(['doctor', '--config', 'valetkey.yaml', '--json'], { cwd })
  const { errors, warnings } = JSON.parse(stdout)
  assert.deepEqual(errors, [])
  assert.ok(!warnings.some((one: { subject: string }) => one.subject === 'secret'), stdout)
})
