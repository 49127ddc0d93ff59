import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findUnsynced } from './system-calls.ts'

const request = '7 read(20<TCP:[127.0.0.1:1->127.0.0.1:2]>, "POST /token HTTP", 65536) = 512'
const sync = '9 fdatasync(18</tmp/valetkey.db-wal>) = 0'
const answer = '7 writev(20<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{iov_base="HTTP/1.1 200 OK"...}], 2) = 300'

test('a response after the sync of the log is distinguished from one before it', () => {
  assert.deepEqual(findUnsynced([request, sync, answer]), { answers: 1, syncs: 1, unsynced: [] })
  assert.deepEqual(findUnsynced([request, answer, sync]).unsynced, [answer])
  assert.deepEqual(findUnsynced([request, sync, answer, request, answer]).unsynced, [answer])
})

test('a sync that another thread interrupts has happened when it is resumed', () => {
  const [begun, done] = ['9 fdatasync(18</tmp/valetkey.db-wal> <unfinished ...>', '9 <... fdatasync resumed>) = 0']
  assert.deepEqual(findUnsynced([request, begun, done, answer]).unsynced, [])
  assert.deepEqual(findUnsynced([request, begun, answer, done]).unsynced, [answer])
})
