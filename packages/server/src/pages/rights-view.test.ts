import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toApiViews } from './rights-view.ts'

const resource = 'https://contacts.example.com'
const contacts = {
  identifier: resource,
  name: 'Contacts',
  tokenFormat: 'opaque',
  tokenSigningAlg: 'ES256',
  introspectedBy: [],
  accessTokenLifetime: undefined,
  scopes: ['read', 'create', 'delete'].map((name) => ({ name, description: '' })),
} as const

const sources = { apis: [], accessTokenSeconds: 600, identity: { scopeClaims: {}, descriptions: {} } }

test('rights are shown in the order of their API', () => {
  const [view] = toApiViews([{ resource, scope: ['delete', 'read', 'create'] }], { ...sources, apis: [contacts] })
  assert.deepEqual(
    view?.rights.map(({ name }) => name),
    ['read', 'create', 'delete'],
  )
})

test('an API that is no longer known is shown by its identifier, with its rights as they are', () => {
  const [view] = toApiViews([{ resource, scope: ['b', 'a'] }], sources)
  assert.equal(view?.name, resource)
  assert.deepEqual(
    view?.rights.map(({ name }) => name),
    ['b', 'a'],
  )
})

test('identity ends at once when the key is revoked, and an API with JWTs when they expire (OIDC Core §5.3)', () => {
  const rights = [
    { resource: 'identity', scope: ['openid', 'email'] },
    { resource, scope: ['read'] },
  ]
  const views = toApiViews(rights, { ...sources, apis: [{ ...contacts, tokenFormat: 'jwt' }] })
  assert.deepEqual(
    views.map((view) => view.revocationDelaySeconds),
    [0, 600],
  )
})
