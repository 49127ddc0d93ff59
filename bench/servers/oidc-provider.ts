import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerSettings } from '../peer/settings.ts'
import { apis, registration, type Server, type ServerPlace } from './server.ts'

/** Prepares the peer: oidc-provider with clients and keys from a file, state in the database. */
export function oidcProvider({ setup, port, folder, database }: ServerPlace): Server {
  const issuer = `http://localhost:${port}`
  const file = join(folder, 'peer.json')
  const settings: PeerSettings = {
    issuer,
    port,
    database,
    clients: [
      registration(setup.machine, setup.scope),
      { ...registration(setup.web, `openid ${setup.scope}`), id_token_signed_response_alg: 'RS256' },
    ],
    apis: apis(setup),
    jwks: {
      keys: [
        signingKey(generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RS256'),
        signingKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'),
      ],
    },
    cookieKeys: [randomBytes(32).toString('base64url')],
  }
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 })
  return {
    who: 'peer',
    title: 'oidc-provider',
    issuer,
    port,
    command: [join(import.meta.dirname, '../peer/main.ts'), file],
    env: {},
    enableOpenid: () => {},
  }
}

function signingKey({ privateKey }: ReturnType<typeof generateKeyPairSync>, alg: string): object {
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: randomUUID() }
}
