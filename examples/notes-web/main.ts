import { realpathSync } from 'node:fs'
import { createNotesWeb } from './notes-web.ts'

const [, script] = process.argv
if (script !== undefined && realpathSync(script) === import.meta.filename) {
  const { env } = process
  const port = Number(env.PORT ?? 4003)
  const server = createNotesWeb({
    issuer: env.ISSUER ?? 'http://localhost:4000',
    clientId: env.CLIENT_ID ?? 'notes-web',
    clientSecret: env.CLIENT_SECRET ?? 'notes-web-demo-secret',
    redirectUri: env.REDIRECT_URI ?? `http://localhost:${port}/callback`,
    port,
  })
  server.on('listening', () => console.log(`Pinboard, the notes web app, is at http://localhost:${port}`))
  server.on('error', (error) => {
    console.error(`The notes web app cannot start: ${error.message}`)
    process.exitCode = 1
  })
}
