import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { keyAlgorithms } from '../../oauth/key-algorithms.ts'
import { contacts, createPlace, withinASecond } from '../../testing/cli.ts'

const place = await createPlace({
  apis: [contacts],
  clients: [
    {
      client_id: 'reports',
      client_secret: 'a-secret-that-is-long-enough',
      grant_types: ['client_credentials'],
      scope: 'read',
    },
  ],
})
const jwks = `${place.issuer}/jwks`

interface ListedKey {
  readonly kid: string
  readonly alg: string
  readonly use: string
  readonly signs: boolean
  readonly removed_at: string | null
}

const listKeys = async () => (await place.json('signing-keys', 'list')) as unknown as readonly ListedKey[]

async function published(): Promise<readonly string[]> {
  const { keys } = (await (await fetch(jwks)).json()) as { keys: { kid: string }[] }
  return keys.map((key) => key.kid)
}

async function getToken(): Promise<string> {
  const args = ['token', '--client', 'reports', '--scope', 'read', '--config', place.file]
  const { stdout, stderr } = await place.run(args, { env: { VALETKEY_CLIENT_SECRET: 'a-secret-that-is-long-enough' } })
  assert.equal(stderr, '')
  return stdout.trim()
}

const verify = (token: string) => jwtVerify(token, createRemoteJWKSet(new URL(jwks)), { issuer: place.issuer })

test('a running server publishes a new key at once, signs with it later, and old tokens still verify', async () => {
  const server = await place.serve()
  const [old] = await listKeys()
  const token = await getToken()
  const { keys: made, active_from } = await place.json('signing-keys', 'rotate')
  const [{ kid: waiting }] = made as [{ kid: string }]
  assert.ok(Date.parse(String(active_from)) - Date.now() > 290_000, 'not before every API can have fetched it')
  assert.ok(await withinASecond(async () => (await published()).includes(waiting)))
  assert.notEqual((await verify(await getToken())).protectedHeader.kid, waiting)
  assert.ok((await listKeys()).some((key) => key.kid === old?.kid && key.signs && key.removed_at !== null))

  const { keys: atOnce } = await place.json('signing-keys', 'rotate', '--now')
  const [{ kid: signing }] = atOnce as [{ kid: string }]
  assert.ok(await withinASecond(async () => (await published()).includes(signing)))
  assert.equal((await verify(await getToken())).protectedHeader.kid, signing)
  assert.ok(!(await published()).includes(waiting), 'a key that waited would take over from it')
  await verify(token)
  assert.equal(await server.stop(), 0)
})

test('rotation leaves alone the key of a signing algorithm that no API or client uses', async () => {
  const kidsOf = async (alg: string) => (await listKeys()).filter((key) => key.alg === alg).map((key) => key.kid)
  const before = await kidsOf('EdDSA')
  const { keys: made, kept } = await place.json('signing-keys', 'rotate', '--now')
  assert.deepEqual(kept, ['PS256', 'EdDSA'])
  const algorithms = (made as readonly ListedKey[]).map(({ alg }) => alg)
  assert.deepEqual(
    algorithms,
    keyAlgorithms.filter((one) => one !== 'PS256' && one !== 'EdDSA'),
  )
  assert.deepEqual(await kidsOf('EdDSA'), before)
  await place.json(
    'api',
    'add',
    'https://eddsa.example.com',
    '--name',
    'EdDSA',
    '--scope',
    'read=Read',
    '--token-signing-alg',
    'EdDSA',
  )
  assert.deepEqual((await place.json('signing-keys', 'rotate', '--now')).kept, ['PS256'])
  assert.equal((await kidsOf('EdDSA')).length, 2)
})

test('signing-keys rotate refuses a wrong secret', async () => {
  const args = ['signing-keys', 'rotate', '--config', place.file]
  const { code, stderr } = await place.run(args, { env: { VALETKEY_SECRET: 'quite another secret of ours' } })
  assert.equal(code, 1)
  assert.match(stderr, /the secret is not the one this database was created with/)
})

test('a running server rejects a distrusted key within a second, and signs with a new one', async () => {
  const server = await place.serve()
  const token = await getToken()
  const before = await published()
  assert.equal((await place.run(['signing-keys', 'rotate', '--distrust', '--config', place.file])).code, 2)
  await place.json('signing-keys', 'rotate', '--now', '--distrust')
  assert.ok(await withinASecond(async () => !(await published()).some((kid) => before.includes(kid))))
  await assert.rejects(verify(token), /no applicable key/)
  await verify(await getToken())
  assert.deepEqual((await listKeys()).map(({ alg }) => alg).sort(), [...keyAlgorithms].sort())
  assert.equal(await server.stop(), 0)
})

test('rotate --now --distrust takes effect at once even if another rotation is pending', async () => {
  await place.json('signing-keys', 'rotate')
  const database = new DatabaseSync(place.database)
  database.exec(`update signing_key set active_from = ${Date.now() + 90_000} where active_from > ${Date.now()}`)
  database.close()
  const { stdout, code } = await place.run(['signing-keys', 'rotate', '--now', '--distrust', '--config', place.file])
  assert.equal(code, 0)
  assert.match(stdout, /the new keys are published and sign now/)
  assert.ok((await listKeys()).every((key) => key.signs || key.use === 'enc'))
})
