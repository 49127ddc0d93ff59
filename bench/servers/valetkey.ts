import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apis, registration, type Server, type ServerPlace } from './server.ts'

const ownCheckout = join(import.meta.dirname, '../..')

/** Prepares Valetkey as an operator does: one configuration file, `serve --config FILE`. */
export function valetkey({ setup, port, folder, database }: ServerPlace, checkout = ownCheckout): Server {
  const issuer = `http://localhost:${port}`
  const config = join(folder, 'valetkey.yaml')
  const secret = randomBytes(32).toString('base64url')
  const write = (web: Readonly<Record<string, unknown>>): void => {
    const settings = {
      issuer,
      listen: { host: '127.0.0.1', port },
      database,
      secret,
      apis: apis(setup).map(({ identifier, tokenFormat, tokenSigningAlg, scope }) => ({
        identifier,
        name: new URL(identifier).hostname,
        tokenFormat,
        ...(tokenFormat === 'jwt' ? { tokenSigningAlg } : {}),
        scopes: scope.split(' ').map((name) => ({ name, description: `May ${name}` })),
      })),
      clients: [registration(setup.machine, setup.scope), web],
      accounts: setup.people,
    }
    // JSON is YAML.
    writeFileSync(config, JSON.stringify(settings, undefined, 2), { mode: 0o600 })
  }
  write(registration(setup.web, setup.scope))
  return {
    who: 'ours',
    title: 'Valetkey',
    issuer,
    port,
    command: [join(checkout, 'packages/server/bin/valetkey.js'), 'serve', '--config', config],
    env: {},
    enableOpenid: () =>
      write({ ...registration(setup.web, `openid ${setup.scope}`), id_token_signed_response_alg: 'RS256' }),
  }
}
