import { createHash } from 'node:crypto'

/** The members of a configuration file that tests change. */
export interface TestConfig {
  readonly [key: string]: unknown
  readonly apis: readonly Readonly<Record<string, unknown>>[]
  readonly clients: readonly (Readonly<Record<string, unknown>> & { readonly client_id: string })[]
  readonly accounts: readonly (Readonly<Record<string, unknown>> & { readonly username: string })[]
}

/** A secret that looks as random as a generated one, but is the same at each run. */
const secretOf = (name: string) => createHash('sha256').update(`${name} of the tests`).digest('base64url')

/** The clients of the tests, by role. */
export const testClients = {
  web: {
    client_id: 'web',
    client_secret: secretOf('web'),
    client_name: 'Contacts Web',
    redirect_uris: ['https://app.example.com/callback', 'https://app.example.com/other?kept=1'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_modes: ['fragment', 'form_post'],
    scope: 'read create delete',
  },
  other: {
    client_id: 'other',
    client_secret: secretOf('other'),
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['https://other.example.com/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'read write',
  },
  native: {
    client_id: 'native',
    redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]:7000/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'read create',
  },
  machine: {
    client_id: 'machine',
    client_secret: secretOf('machine'),
    grant_types: ['client_credentials'],
    scope: 'read create write',
  },
  slow: { client_id: 'slow', client_secret: 'short secret', grant_types: ['client_credentials'], scope: 'read' },
  implicit: {
    client_id: 'implicit',
    redirect_uris: ['https://implicit.example.com/callback'],
    grant_types: ['implicit'],
    response_modes: ['form_post'],
    scope: 'read create',
    dangerously: { allowImplicit: true },
  },
  password: {
    client_id: 'password',
    client_secret: secretOf('password'),
    grant_types: ['password', 'refresh_token'],
    scope: 'read create',
    dangerously: { allowPassword: true },
  },
  withoutPkce: {
    client_id: 'without-pkce',
    client_secret: secretOf('without-pkce'),
    redirect_uris: ['https://old.example.com/callback', 'https://old.example.com/second'],
    grant_types: ['authorization_code'],
    scope: 'read',
    dangerously: { allowWithoutPkce: true },
  },
  openid: {
    client_id: 'openid',
    client_secret: secretOf('openid'),
    client_name: 'Relying Party',
    redirect_uris: ['https://rp.example.com/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_modes: ['fragment', 'form_post'],
    scope: 'openid profile email address phone read create',
  },
  hybrid: {
    client_id: 'hybrid',
    client_secret: secretOf('hybrid'),
    redirect_uris: ['https://hybrid.example.com/callback'],
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
    response_modes: ['form_post'],
    scope: 'openid profile email address phone read',
    dangerously: { allowImplicit: true, allowHybrid: true, allowWithoutPkce: true },
  },
  api: { client_id: 'contacts-api', client_secret: secretOf('api'), grant_types: [] },
} as const

export type ClientName = keyof typeof testClients

/** The APIs of the tests: one that introspects opaque tokens, one that verifies JWTs. */
export const contacts = 'https://contacts.example.com'
export const calendar = 'https://calendar.example.com'

/** The accounts of the tests. */
export const people = {
  alice: { username: 'alice', password: 'wonderland at noon' },
  bob: { username: 'bob', password: 'builder of bridges' },
} as const

const scopes = (...names: readonly string[]) => names.map((name) => ({ name, description: `May ${name}` }))

/** What is known of alice: every standard claim (OIDC Core §5.1). */
export const aliceClaims = {
  name: 'Alice Liddell',
  given_name: 'Alice',
  family_name: 'Liddell',
  middle_name: 'Pleasance',
  nickname: 'Al',
  preferred_username: 'alice.l',
  profile: 'https://alice.example.com/',
  picture: 'https://alice.example.com/me.png',
  website: 'https://alice.example.com/blog',
  gender: 'female',
  birthdate: '1852-05-04',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
  email: 'alice@example.com',
  email_verified: true,
  phone_number: '+44 1865 276492',
  phone_number_verified: false,
  address: { street_address: 'Christ Church', locality: 'Oxford', country: 'GB' },
} as const

/** The initial configuration of tests. */
export const testConfig: TestConfig = {
  issuer: 'http://localhost:4000',
  secret: 'a secret for tests and for nothing else',
  apis: [
    {
      identifier: contacts,
      name: 'Contacts',
      tokenFormat: 'opaque',
      scopes: scopes('read', 'create', 'delete'),
      introspectedBy: ['contacts-api'],
    },
    { identifier: calendar, name: 'Calendar', tokenFormat: 'jwt', scopes: scopes('read', 'write') },
  ],
  clients: Object.values(testClients),
  accounts: [
    { ...people.alice, ...aliceClaims },
    people.bob,
    { username: 'carol', password: 'sent away for good', disabled: true },
  ],
}
