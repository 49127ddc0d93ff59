import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { startCanary, startTlsCanary } from './canary.testing.ts'
import { createGuardedFetch, type FetchNote, type GuardedFetchOptions } from './guarded-fetch.ts'
import { trust } from './trust.ts'

const publicAddress = '93.184.215.14'

const canary = await startCanary((request, response) => {
  const { method, url, headers } = request
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    if (url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/secret` })
    response.end(JSON.stringify({ method, url, headers, body }))
  })
})
const { port } = canary
const interfaces = Object.values(networkInterfaces()).flatMap((list = []) => list)

function create(options: Partial<GuardedFetchOptions> = {}) {
  const notes: FetchNote[] = []
  const fetch = createGuardedFetch({ allowHosts: [], note: (one) => notes.push(one), ...options })
  return { fetch, notes }
}

async function read(fetch: ReturnType<typeof createGuardedFetch>, ...call: Parameters<typeof fetch>) {
  const result = await fetch(...call)
  assert.ok(result.outcome === 'response', JSON.stringify(result))
  return { ...result, json: JSON.parse(Buffer.from(result.body).toString()) }
}

test('a host that is not public is never connected to, however its address is written', async () => {
  const own = interfaces.filter(({ internal }) => !internal)
  const hosts = [
    ...own.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
    ...'127.0.0.1 127.1 127.8.9.10 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 ①②⑦.0.0.1 127.0.0.1. 0 0.0.0.0'.split(
      ' ',
    ),
    ...'[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::127.0.0.1]'.split(' '),
    ...'[64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:1::80ff:fffe] [fe80::1] [fd00:ec2::254] [fc00::1] [ff02::1]'.split(
      ' ',
    ),
    ...'10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.0.1 100.100.100.200 192.0.0.192'.split(
      ' ',
    ),
    ...'198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16'.split(' '),
    ...'localhost LOCALHOST localhost. a.localhost a.localhost. 127.0.0.1.localhost %6cocalhost'.split(' '),
  ]
  // Its own resolver says that every name is public: addresses and the names of this machine never reach it.
  const { fetch } = create({ resolve: async () => [publicAddress] })
  for (const host of hosts) {
    const result = await fetch(`https://${host}:${port}/`, { timeoutMs: 2_000 })
    assert.equal(result.outcome, 'refused', host)
  }
  assert.equal(canary.connections(), 0)
})

test('a name that resolves to an address that is not public is never connected to', async () => {
  const before = canary.connections()
  for (const address of [
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '10.1.2.3',
    'fe80::1%lo',
    'text',
    ...interfaces.map((one) => one.address),
  ]) {
    for (const addresses of [[address], [publicAddress, address], [address, publicAddress]]) {
      const { fetch, notes } = create({ resolve: async () => addresses })
      const result = await fetch(`https://app.example:${port}/`)
      assert.ok(result.outcome === 'refused' && result.reason === 'unreachable', address)
      assert.match(notes[0]?.refused?.detail ?? '', /is not public/)
    }
  }
  assert.equal(canary.connections(), before)
})

test('a name is resolved once, so an address that changes before the connection is not used (DNS rebinding)', async () => {
  const before = canary.connections()
  let times = 0
  const { fetch } = create({ resolve: async () => (times++ === 0 ? [publicAddress] : ['127.0.0.1']) })
  assert.equal((await fetch(`https://app.example:${port}/`, { timeoutMs: 500 })).outcome, 'refused')
  assert.equal(times, 1)
  assert.equal(canary.connections(), before)
})

test('a caller learns nothing about the network of the server: the refusals are the same', async () => {
  const resolve = async (name: string) => {
    if (name === 'unknown.example') throw new Error('ENOTFOUND')
    return name === 'inside.example' ? ['10.0.0.1'] : []
  }
  const { fetch } = create({ resolve, allowHosts: [{ host: '127.0.0.1' }] })
  const urls = [
    'https://unknown.example/',
    'https://inside.example/',
    'https://none.example/',
    'https://10.0.0.1/',
    'https://localhost/',
    'https://127.0.0.1:1/',
  ]
  const results = await Promise.all(urls.map((url) => fetch(url)))
  assert.equal(new Set(results.map((one) => JSON.stringify(one))).size, 1)
  assert.doesNotMatch(JSON.stringify(results), /10\.|ECONN|ENOTFOUND/)
})

test('a URL that is not https, or carries credentials, is refused by name', async () => {
  const before = canary.connections()
  const { fetch, notes } = create({ allowHosts: [{ host: 'other.example' }] })
  for (const [url, fault] of [
    [`http://127.0.0.1:${port}/`, /must be an https URL/],
    ['http://app.example/', /must be an https URL/],
    ['file:///etc/passwd', /must be an https URL/],
    ['data:application/json,{}', /must be an https URL/],
    ['gopher://127.0.0.1/', /must be an https URL/],
    ['/relative', /absolute/],
    ['', /absolute/],
    [`https://${'a'.repeat(5_000)}/`, /absolute/],
    ['https://user:secret@app.example/', /user name or password/],
    ['https://app.example./', /without a dot/],
  ] as const) {
    const result = await fetch(url)
    assert.ok(result.outcome === 'refused' && result.reason === 'url', url)
    assert.match(result.description, fault)
  }
  assert.equal(canary.connections(), before)
  assert.ok(notes.every(({ refused }) => refused === undefined))
})

test('an allowed host is reached by http at its port, and only there', async () => {
  const { fetch } = create({ allowHosts: [{ host: '127.0.0.1', port }, { host: 'localhost' }] })
  const { json } = await read(fetch, `http://127.0.0.1:${port}/a?b=c#d`, {
    headers: { 'X-One': '1', host: 'forged' },
    accept: 'text/x',
  })
  assert.equal(json.url, '/a?b=c')
  assert.equal(json.headers.host, `127.0.0.1:${port}`)
  assert.equal(json.headers['x-one'], '1')
  assert.equal(json.headers.accept, 'text/x')
  assert.equal(json.headers['accept-encoding'], 'identity')
  assert.equal((await read(fetch, `http://localhost:${port}/`)).json.headers.host, `localhost:${port}`)
  const posted = await read(fetch, `http://127.0.0.1:${port}/`, { method: 'POST', body: 'logout_token=ü' })
  assert.deepEqual([posted.json.method, posted.json.body], ['POST', 'logout_token=ü'])
  assert.equal(posted.json.headers['content-length'], '15')
  const before = canary.connections()
  for (const url of [`http://127.0.0.1:${port + 1}/`, `http://[::1]:${port}/`, `http://127.0.0.2:${port}/`])
    assert.equal((await fetch(url)).outcome, 'refused')
  assert.equal(canary.connections(), before)
})

test('addresses of metadata and of links are refused even to an allowed host', async () => {
  for (const address of [
    '169.254.169.254',
    '100.100.100.200',
    'fe80::1',
    'fd00:ec2::254',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
  ]) {
    const { fetch, notes } = create({ allowHosts: [{ host: 'intranet.example' }], resolve: async () => [address] })
    assert.equal((await fetch('https://intranet.example/')).outcome, 'refused')
    assert.match(notes[0]?.refused?.detail ?? '', /is never requested/, address)
  }
})

test('a redirect is returned and not followed', async () => {
  const { fetch } = create({ allowHosts: [{ host: '127.0.0.1' }] })
  const before = canary.connections()
  const { status, headers } = await read(fetch, `http://127.0.0.1:${port}/redirect`)
  assert.equal(status, 302)
  assert.match(headers.location ?? '', /secret/)
  assert.equal(canary.connections(), before + 1)
})

test('the certificate must be that of the name and of a trusted authority; SNI and Host are the name', async () => {
  let requests = 0
  let sni: unknown
  const tls = await startTlsCanary('app.example', (request, response) => {
    requests++
    sni = 'servername' in request.socket ? request.socket.servername : undefined
    response.end(JSON.stringify({ host: request.headers.host }))
  })
  const usual = {
    resolve: async () => ['127.0.0.1'],
    allowHosts: [{ host: 'app.example' }, { host: 'other.example' }, { host: '127.0.0.1' }],
  }
  const unknown = create(usual)
  assert.equal((await unknown.fetch(`https://app.example:${tls.port}/`)).outcome, 'refused')
  assert.match(unknown.notes[0]?.refused?.detail ?? '', /SELF_SIGNED/)
  const { fetch, notes } = create({ ...usual, secureContext: () => trust([tls.ca]) })
  for (const host of ['other.example', '127.0.0.1']) {
    assert.equal((await fetch(`https://${host}:${tls.port}/`)).outcome, 'refused')
    assert.equal(notes.at(-1)?.refused?.detail, 'ERR_TLS_CERT_ALTNAME_INVALID')
  }
  assert.equal(requests, 0)
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  assert.equal((await unknown.fetch(`https://app.example:${tls.port}/`)).outcome, 'refused')
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  assert.equal((await read(fetch, `https://app.example:${tls.port}/`)).json.host, `app.example:${tls.port}`)
  assert.equal(sni, 'app.example')
})
