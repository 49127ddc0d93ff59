import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from '../config/read-config.ts'
import { startTlsCanary } from '../http/outbound/canary.testing.ts'
import { createMetrics } from '../observability/metrics.ts'
import { createOutbound } from './create-outbound.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'outbound-'))
after(() => rmSync(folder, { recursive: true }))

function configure(outbound: object) {
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(file, JSON.stringify({ outbound })) // JSON is YAML
  return readConfig({ file, environment: {}, options: {} }).outbound
}

function create(outbound: object) {
  const metrics = createMetrics()
  const lines: object[] = []
  const log = { outboundRefused: (line: object) => lines.push(line) }
  return { ...createOutbound(configure(outbound), { log, metrics, clock: Date.now }), metrics, lines }
}

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

test('a document is loaded from an allowed host whose certificate an authority of the operator issued', async () => {
  const tls = await startTlsCanary('localhost', (_request, response) => response.end('{"keys":[]}'))
  const url = `https://localhost:${tls.port}/jwks`
  const ca = write('ca.pem', tls.ca)
  const { documents, metrics, lines } = create({ allowHosts: [`localhost:${tls.port}`], ca })
  assert.deepEqual(await documents.load(url), { outcome: 'loaded', document: { keys: [] } })
  assert.deepEqual([...metrics.read().outbound], [['response', 1]])
  assert.deepEqual(lines, [])
  for (const without of [{ ca }, { allowHosts: ['localhost'] }]) {
    assert.equal((await create(without).documents.load(url)).outcome, 'refused')
  }
})

test('a refusal is counted, and logged with host and cause but without path and query', async () => {
  const { fetch, metrics, lines } = create({})
  await fetch('https://10.0.0.1/path?secret')
  await fetch('ftp://app.example/')
  assert.deepEqual(lines, [
    { host: '10.0.0.1:443', reason: 'unreachable', detail: 'the address 10.0.0.1 is not public' },
  ])
  assert.deepEqual(
    [...metrics.read().outbound],
    [
      ['unreachable', 1],
      ['url', 1],
    ],
  )
})

test('an entry of outbound.allowHosts is a host or a host and a port', () => {
  const good = ['intranet', 'Intranet.Example', 'bücher.example', '10.0.0.5:8443', '[fd00::5]:80', '::1', 'localhost:1']
  assert.deepEqual(configure({ allowHosts: good }).allowHosts, good)
  for (const entry of [
    '',
    'https://a.example',
    'a.example/x',
    '*.example',
    'a b',
    'u@a',
    'a:0',
    'a:70000',
    'a:',
    'a?b',
    '10.0.0.0/8',
    '[::1',
    '256.1.1.1',
  ])
    assert.throws(() => configure({ allowHosts: [entry] }), /outbound\.allowHosts\[0\].*must be a host/s, entry)
})

test('an allowed host is found however it is written', async () => {
  const tls = await startTlsCanary('localhost', (_request, response) => response.end('{}'))
  const ca = write('other.pem', tls.ca)
  for (const entry of ['LocalHost', `localhost:${tls.port}`, 'localhost.']) {
    const { fetch } = create({ allowHosts: [entry], ca })
    assert.equal((await fetch(`https://LOCALHOST:${tls.port}/`)).outcome, 'response', entry)
  }
})

test('a file of authorities that is missing, empty or damaged is refused by name', () => {
  const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  for (const [ca, words] of [
    [path.join(folder, 'none.pem'), /outbound\.ca: .*none\.pem does not exist/],
    [write('empty.pem', ''), /has no certificate/],
    [write('damaged.pem', damaged), /cannot be read, number 1/],
  ] as const)
    assert.throws(() => create({ ca }), words)
})
