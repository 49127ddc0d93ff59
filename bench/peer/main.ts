// The peer's process: oidc-provider on SQLite or PostgreSQL, as its users run it in production.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { configuration } from './configuration.ts'
import { interaction } from './interaction.ts'
import type { PeerSettings } from './settings.ts'

const settings: PeerSettings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const provider = new Provider(settings.issuer, configuration(settings, await adapters(settings.database)))
provider.on('server_error', (_ctx, error) => console.error(error))
const callback = provider.callback()

createServer((request, response) => {
  if (!request.url?.startsWith('/interaction/')) {
    void callback(request, response)
    return
  }
  interaction(provider, request, response).catch((error: unknown) => {
    console.error(error)
    response.writeHead(500).end()
  })
}).listen(settings.port, '127.0.0.1', () => console.log(settings.issuer))

/** Loads only the engine that is used. */
async function adapters(database: string) {
  if (database.startsWith('sqlite:')) {
    const { sqliteAdapters } = await import('./adapter-sqlite.ts')
    return sqliteAdapters(database.slice('sqlite:'.length))
  }
  const { postgresAdapters } = await import('./adapter-postgres.ts')
  return postgresAdapters(database)
}
