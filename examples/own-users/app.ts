import path from 'node:path'
import express from 'express'
import { createServer, type OwnUsers, readConfig, toNodeHandler } from 'valetkey'
import { isPassword, openTable } from './table.ts'

/** An Express application with users of its own, who log in to other apps with Valetkey below `/id`. */
export async function createApp(issuer = 'http://localhost:4000/id') {
  const table = await openTable()
  await table.add('dora', 'explore the marsh', 'Dora Marsh', 'explorers')

  const rowOf = (by: Parameters<OwnUsers['find']>[0]) =>
    'id' in by ? table.byId(Number(by.id)) : table.byLogin(by.username)
  const accounts: OwnUsers = {
    async find(by) {
      const row = rowOf(by)
      return (
        row && { id: String(row.id), username: row.login, disabled: row.blocked === 1, credentialsVersion: row.hash }
      )
    },
    verify: (user, password) => isPassword(user && table.byId(Number(user.id)), password),
    async claims(user) {
      const row = table.byId(Number(user.id))
      return row === undefined ? {} : { name: row.full_name, team: row.team }
    },
  }

  const config = readConfig({
    file: path.join(import.meta.dirname, 'valetkey.yaml'),
    environment: {},
    options: { issuer },
  })
  const server = await createServer(config, { accounts })
  const app = express()
  app.use(['/id', '/.well-known'], toNodeHandler(server))
  app.get('/', (_request, response) => void response.send('The application’s own page'))
  return { app, server, table }
}
