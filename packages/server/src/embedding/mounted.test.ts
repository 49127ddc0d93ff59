import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from '../config/read-config.ts'
import { createServer } from '../main.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-mounted-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

test('a mounted server keeps its host’s umask, and makes its files readable by this user alone (RFC 6819 §5.1.4.1)', {
  skip: process.platform === 'win32' && 'it has no such modes',
}, async () => {
  const before = process.umask(0)
  try {
    const database = path.join(folder, 'data', 'valetkey.db')
    const config = readConfig({ environment: {}, options: { database: `sqlite:${database}` } })
    const server = await createServer(config, { say: () => undefined })
    assert.equal(process.umask(), 0)
    const modes = Object.fromEntries(['', '-wal', '-shm', '.secret'].map((end) => [end, modeOf(database + end)]))
    assert.deepEqual(modes, { '': '600', '-wal': '600', '-shm': '600', '.secret': '600' })
    assert.equal(modeOf(path.dirname(database)), '700')
    await server.close()
  } finally {
    process.umask(before)
  }
})
