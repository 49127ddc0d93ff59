import { randomBytes } from 'node:crypto'
import type { Setup } from './servers/server.ts'

/** Clients, APIs and users, created once and registered at every compared server. */
export const setup: Setup = {
  machine: { id: 'bench-machine', secret: randomSecret(), redirectUri: '' },
  web: { id: 'bench-web', secret: randomSecret(), redirectUri: 'https://app.example.com/callback' },
  resources: {
    opaque: 'https://opaque.example.com',
    es256: 'https://es256.example.com',
    rs256: 'https://rs256.example.com',
  },
  scope: 'read create',
  people: Array.from({ length: 8 }, (_, index) => ({ username: `person${index}`, password: randomSecret() })),
}

/** Returns 256 random bits in 43 characters. */
function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}
