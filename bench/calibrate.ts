import { join } from 'node:path'
import type { Outcome } from './drive/plan.ts'
import { runDriver } from './drive/run-driver.ts'
import type { Options } from './options.ts'
import { freePort } from './servers/free-port.ts'
import { spawnOn } from './servers/process.ts'

/** Measures the limit of the driver: client credentials against servers that return a constant response. */
export async function calibrate(options: Options): Promise<Readonly<Record<string, Outcome>>> {
  const outcomes: Record<string, Outcome> = {}
  for (const kind of ['http', 'net']) {
    const port = await freePort()
    const child = spawnOn(options.cores?.server, [join(import.meta.dirname, 'bare-server.ts'), kind, String(port)])
    try {
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      outcomes[`bare node:${kind}`] = await runDriver(
        {
          ...emptyTarget,
          ...options,
          pid: child.pid ?? Number.NaN,
          port,
          issuer: `http://localhost:${port}`,
          scenario: 'client-credentials-es256',
        },
        options.cores?.driver,
      )
    } finally {
      child.kill()
    }
  }
  return outcomes
}

const client = { id: 'bench', secret: 'x'.repeat(43), redirectUri: '' }
const emptyTarget = {
  host: '127.0.0.1',
  paths: { token: '/token', authorize: '/', introspect: '/', userinfo: '/', jwks: '/jwks' },
  machine: client,
  web: client,
  resources: { opaque: 'https://a.example', es256: 'https://a.example', rs256: 'https://a.example' },
  scope: 'read',
  cookies: [],
}
