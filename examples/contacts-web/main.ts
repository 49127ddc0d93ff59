import { realpathSync } from 'node:fs'
import { createContactsWeb } from './contacts-web.ts'

export { type ContactsWebOptions, createContactsWeb } from './contacts-web.ts'

const [, script] = process.argv
if (script !== undefined && realpathSync(script) === import.meta.filename) {
  const { env } = process
  const port = Number(env.PORT ?? 4002)
  const server = createContactsWeb({
    issuer: env.ISSUER ?? 'http://localhost:4000',
    apiUrl: env.API_URL ?? 'http://localhost:4001',
    resource: env.RESOURCE ?? 'http://localhost:4001',
    clientId: env.CLIENT_ID ?? 'contacts-web',
    clientSecret: env.CLIENT_SECRET ?? 'contacts-web-demo-secret',
    redirectUri: env.REDIRECT_URI ?? `http://localhost:${port}/callback`,
    port,
  })
  server.on('listening', () => console.log(`Cardwheel, the contacts web app, is at http://localhost:${port}`))
  server.on('error', (error) => {
    console.error(`The contacts web app cannot start: ${error.message}`)
    process.exitCode = 1
  })
}
