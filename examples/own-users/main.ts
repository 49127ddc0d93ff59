import { createApp } from './app.ts'

const { app, server } = await createApp()
app.listen(4000, '127.0.0.1')
console.log(`Log in as dora with the password "explore the marsh": ${server.issuer}/login`)
