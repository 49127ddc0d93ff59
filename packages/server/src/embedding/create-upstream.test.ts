import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../config/config-error.ts'
import { startServer } from '../testing/server.ts'

const upstream = [
  { name: 'example', issuer: 'https://id.example.com', client_id: 'x', client_secret: 'a secret of a provider' },
]

test('upstream is refused at the start with the users of an application', async () => {
  const accounts = { find: async () => undefined, verify: async () => false }
  const message =
    'upstream links logins at other providers to accounts of this server, but the application has its own users: remove upstream or the option accounts'
  await assert.rejects(
    startServer(() => ({ upstream }), { accounts }),
    (error) => error instanceof ConfigError && error.message === message,
  )
})

test('upstream is refused at the start with the users of a directory', async () => {
  const ldap = { url: 'ldap://127.0.0.1:1', searchBase: 'dc=example,dc=com' }
  const message =
    'upstream links logins at other providers to accounts of this server, but the users are those of ldap: remove upstream or ldap'
  await assert.rejects(
    startServer(() => ({ upstream, ldap })),
    (error) => error instanceof ConfigError && error.message === message,
  )
})

test('an empty list of providers is no reason to refuse the users of an application', async () => {
  const accounts = { find: async () => undefined, verify: async () => false }
  await startServer(() => ({ upstream: [] }), { accounts })
})
