import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

/** What each connection of a flood writes; it never reads and never closes. */
const floods: Readonly<Record<string, string>> = {
  pipelining: 'GET /login HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(4_000),
  'slow readers': 'GET /login HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(30),
  'slow bodies': [
    'POST /token HTTP/1.1',
    'host: localhost',
    'content-type: application/x-www-form-urlencoded',
    'content-length: 65536',
    '',
    'a'.repeat(65_000),
  ].join('\r\n'),
  'idle connections': '',
}

/**
 * Runs in its own process, so that the flood does not slow the regular clients it is compared with: keeps `count`
 * connections open, opens another for each that the server closes, and prints their outcomes as JSON.
 */
const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'pipelining' },
    port: { type: 'string', default: '' },
    count: { type: 'string', default: '1' },
    milliseconds: { type: 'string', default: '1000' },
  },
})
const text = floods[values.kind]
if (text === undefined) throw new Error(`there is no flood ${values.kind}; there are ${Object.keys(floods).join(', ')}`)
const count = Number(values.count)
const end = performance.now() + Number(values.milliseconds)
const sockets = new Set<Socket>()
const outcome = { opened: 0, closed: 0, refused: 0 }
while (performance.now() < end) {
  // A socket that is not read does not learn that it was closed: each is looked at by reading once in a while.
  for (let more = Math.min(500, count - sockets.size); more > 0; more--) open(text)
  await sleep(20)
}
process.stdout.write(JSON.stringify(outcome))
process.exit()

function open(words: string): void {
  const socket = connect({ port: Number(values.port), host: '127.0.0.1' })
  let isOpen = false
  sockets.add(socket)
  socket.pause()
  socket.on('connect', () => {
    isOpen = true
    outcome.opened++
    socket.write(words)
  })
  const look = setTimeout(() => socket.resume(), 700)
  socket.on('error', () => undefined)
  socket.on('close', () => {
    clearTimeout(look)
    sockets.delete(socket)
    if (isOpen) outcome.closed++
    else outcome.refused++
  })
}
