/** The clients of a run. */
export const registered = {
  machine: { client_id: 'machine', client_secret: 'Wr0hJ7q6kBHWxn4VGmGtW31WN2HJpdnCR-IvMPG7Tdg' },
  web: { client_id: 'web', client_secret: 'I_l7tm8eLKdU3TlgBmzH8qqU4tBhh__bIQC9IaI1SfE' },
  api: { client_id: 'api', client_secret: 'TkGqG4fwKTxFBdZon-6ugqMtzrfHpyTRwBIQTBMvsBM' },
  native: { client_id: 'native' },
} as const

/** The redirect URI of the clients. */
export const redirectUri = 'http://127.0.0.1/callback'

/** The user of a run. */
export const alice = { username: 'alice', password: 'wonderland at noon' } as const
