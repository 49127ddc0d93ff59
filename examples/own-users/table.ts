import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>

/** A row of the application's table. */
export interface Row {
  readonly id: number
  readonly login: string
  readonly full_name: string
  readonly team: string
  readonly blocked: 0 | 1
  readonly salt: string
  readonly hash: string
}

/** The application's own table of users, as it was before there was an authorization server. */
export async function openTable() {
  const database = new DatabaseSync(':memory:')
  database.exec(
    'CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT UNIQUE, full_name TEXT, team TEXT, blocked INTEGER, salt TEXT, hash TEXT)',
  )
  const one = (sql: string, value: string | number) => database.prepare(sql).get(value) as unknown as Row | undefined
  return {
    byLogin: (login: string) => one('SELECT * FROM users WHERE login = ?', login),
    byId: (id: number) => one('SELECT * FROM users WHERE id = ?', id),
    block: (login: string) => void database.prepare('UPDATE users SET blocked = 1 WHERE login = ?').run(login),
    async add(login: string, password: string, name: string, team: string) {
      const salt = randomBytes(16).toString('hex')
      const hash = (await derive(password, salt, 32)).toString('hex')
      database
        .prepare('INSERT INTO users (login, full_name, team, blocked, salt, hash) VALUES (?, ?, ?, 0, ?, ?)')
        .run(login, name, team, salt, hash)
    },
  }
}

/** Takes as long without a row. */
export async function isPassword(row: Row | undefined, password: string): Promise<boolean> {
  const digest = await derive(password, row?.salt ?? 'nobody', 32)
  return row !== undefined && timingSafeEqual(digest, Buffer.from(row.hash, 'hex'))
}
