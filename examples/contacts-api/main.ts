import { realpathSync } from 'node:fs'
import { createContactsApi } from './contacts-api.ts'

export { type ContactsApiOptions, createContactsApi } from './contacts-api.ts'

const [, script] = process.argv
if (script !== undefined && realpathSync(script) === import.meta.filename) {
  const { env } = process
  const port = Number(env.PORT ?? 4001)
  const server = createContactsApi({
    issuer: env.ISSUER ?? 'http://localhost:4000',
    audience: env.RESOURCE ?? `http://localhost:${port}`,
    introspection: {
      clientId: env.CLIENT_ID ?? 'contacts-api',
      clientSecret: env.CLIENT_SECRET ?? 'contacts-api-demo-secret',
    },
  })
  server.on('listening', () => console.log(`The Contacts API is at http://localhost:${port}/contacts`))
  server.on('error', (error) => {
    console.error(`The Contacts API cannot start: ${error.message}`)
    process.exitCode = 1
  })
  server.listen(port)
}
