/** The clients of every case; their secrets are not used anywhere else. */
export const clients = {
  web: {
    id: 'web',
    secret: 'I_l7tm8eLKdU3TlgBmzH8qqU4tBhh__bIQC9IaI1SfE',
    redirectUri: 'https://app.example.com/callback',
    scope: 'openid read create delete',
  },
  machine: { id: 'machine', secret: 'Wr0hJ7q6kBHWxn4VGmGtW31WN2HJpdnCR-IvMPG7Tdg', redirectUri: '' },
  api: { id: 'contacts-api', secret: 'TkGqG4fwKTxFBdZon-6ugqMtzrfHpyTRwBIQTBMvsBM', redirectUri: '' },
} as const

/** A client that authenticates with its secret. */
export type PlayedClient = (typeof clients)[keyof typeof clients]

/** The APIs: one with introspected tokens, one with JWTs. */
export const contacts = 'https://contacts.example.com'
export const calendar = 'https://calendar.example.com'

/** The users. */
export const people = ['alice', 'bob', 'carol', 'dave'].map((username) => ({
  username,
  password: `${username} at noon`,
}))

const scopes = ['read', 'create', 'delete'].map((name) => ({ name, description: `May ${name}` }))
const scope = 'read create delete'

/** Writes the configuration file's content: JSON, which is YAML. */
export function writeConfig(options: {
  readonly issuer: string
  readonly database: string
  readonly lifetimes?: Readonly<Record<string, number>> | undefined
  readonly backChannelLogoutUri?: string | undefined
  /** Further settings. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined
}): string {
  const { issuer, database, lifetimes, backChannelLogoutUri, settings } = options
  const registration = (client: PlayedClient, more: object) => ({
    client_id: client.id,
    client_secret: client.secret,
    ...more,
  })
  return JSON.stringify({
    issuer,
    database,
    secret: 'a secret for these runs and for nothing else',
    // A case may send requests from many addresses, as a proxy does.
    listen: { host: '127.0.0.1', trustedProxies: ['127.0.0.1'] },
    lifetimes: { accessToken: 3600, ...lifetimes },
    ...(backChannelLogoutUri === undefined ? {} : { outbound: { allowHosts: [new URL(backChannelLogoutUri).host] } }),
    apis: [
      { identifier: contacts, name: 'Contacts', tokenFormat: 'opaque', scopes, introspectedBy: [clients.api.id] },
      { identifier: calendar, name: 'Calendar', tokenFormat: 'jwt', scopes },
    ],
    clients: [
      registration(clients.web, {
        redirect_uris: [clients.web.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: clients.web.scope,
        ...(backChannelLogoutUri === undefined ? {} : { backchannel_logout_uri: backChannelLogoutUri }),
      }),
      registration(clients.machine, { grant_types: ['client_credentials'], scope }),
      registration(clients.api, { grant_types: [] }),
    ],
    accounts: people,
    ...settings,
  })
}
