/** The clients of a run. */
export const registered = {
  machine: { client_id: 'machine', client_secret: 'machine-secret-0123456789abcdefghijklmnopqrstuvwxyz' },
  web: { client_id: 'web', client_secret: 'web-secret-0123456789abcdefghijklmnopqrstuvwxyz' },
  api: { client_id: 'api', client_secret: 'api-secret-0123456789abcdefghijklmnopqrstuvwxyz' },
  native: { client_id: 'native' },
} as const

/** Where codes are sent. */
export const redirectUri = 'http://127.0.0.1/callback'

/** The person of a run. */
export const alice = { username: 'alice', password: 'wonderland at noon' } as const
