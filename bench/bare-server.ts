// Answers every request with one constant token response: `node bare-server.ts http|net PORT`.
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createSocketServer } from 'node:net'

const [kind = 'http', port = '0'] = process.argv.slice(2)
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = { iss: `http://localhost:${port}`, aud: 'https://a.example', exp: Math.floor(Date.now() / 1000) + 3600 }
const unsigned = `${part({ alg: 'ES256', kid: 'one' })}.${part(claims)}`
const signature = sign('sha256', Buffer.from(unsigned), { key: privateKey, dsaEncoding: 'ieee-p1363' })
const token = `${unsigned}.${signature.toString('base64url')}`
const answer = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 600, scope: 'read' })
const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] })
const ready = (): void => console.log('ready')

if (kind === 'http') {
  createServer((request, response) => {
    request.on('data', () => {})
    request.on('end', () => {
      const body = request.url === '/jwks' ? keys : answer
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body)
    })
  }).listen(Number(port), '127.0.0.1', ready)
} else {
  const whole = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const [tokens, keySet] = [whole(answer), whole(keys)]
  createSocketServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    // One read is one request: the driver sends one request at a time.
    socket.on('data', (bytes) => socket.write(bytes.toString('latin1', 0, 9) === 'GET /jwks' ? keySet : tokens))
  }).listen(Number(port), '127.0.0.1', ready)
}
