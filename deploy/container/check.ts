// Builds the image of deploy/Dockerfile and runs it as Kubernetes would: npm run container
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { atExit } from '../../bench/servers/at-exit.ts'
import { freePort } from '../../bench/servers/free-port.ts'
import { findMissing } from '../high-availability/children.ts'
import { makeBaseImage } from './base-image.ts'
import { createBuildah } from './buildah.ts'
import { openImage, runImage } from './image-process.ts'

const root = join(import.meta.dirname, '../..')
const missing = findMissing(['buildah', 'debootstrap', 'unshare'])
if (missing.length > 0 || process.getuid?.() !== 0) {
  console.error(
    `needs root and ${missing.join(', ')}: apt-get install --no-install-recommends buildah debootstrap crun`,
  )
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'valetkey-container-'))
atExit(() => rmSync(folder, { recursive: true, force: true }))
const buildah = createBuildah(folder)
const say = (line: string) => console.log(line)

// Only what git keeps: the image of a clean clone.
const checkout = join(folder, 'checkout')
mkdirSync(checkout)
execFileSync('sh', ['-c', `git archive HEAD | tar -x -C ${checkout}`], { cwd: root })
const dockerfile = join(checkout, 'deploy/Dockerfile')
const base = /^FROM (\S+)/m.exec(readFileSync(dockerfile, 'utf8'))?.[1] ?? ''
say(`building a substitute for ${base}`)
makeBaseImage(buildah, `docker.io/library/${base}`, join(root, '.tools/container'))
say('building deploy/Dockerfile')
// Docker's format: the other knows no HEALTHCHECK.
buildah(
  [
    'build',
    '--isolation',
    'chroot',
    '--pull-never',
    '--format',
    'docker',
    '--file',
    dockerfile,
    '--tag',
    'valetkey',
    checkout,
  ],
  {
    show: true,
  },
)
const image = openImage(buildah, 'valetkey')
say(
  `built: user ${image.user}, ${execFileSync('du', ['-sm', join(image.tree, 'app')], { encoding: 'utf8' }).split('\t')[0]} MB in /app`,
)

const port = await freePort()
const { configuration, secret, data } = prepareVolumes(port)
const volumes = [
  { from: configuration, at: '/etc/valetkey', readOnly: true },
  { from: secret, at: '/run/secrets/valetkey', readOnly: true },
  { from: data, at: '/data', readOnly: false },
]
// As Kubernetes sets them for each Service of the namespace, above all one that is called valetkey.
const environment = {
  HOSTNAME: 'valetkey-0',
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  VALETKEY_SERVICE_HOST: '10.96.0.5',
  VALETKEY_SERVICE_PORT: '80',
  VALETKEY_SERVICE_PORT_HTTP: '80',
  VALETKEY_PORT: 'tcp://10.96.0.5:80',
  VALETKEY_PORT_80_TCP: 'tcp://10.96.0.5:80',
  VALETKEY_PORT_80_TCP_PROTO: 'tcp',
  VALETKEY_PORT_80_TCP_PORT: '80',
  VALETKEY_PORT_80_TCP_ADDR: '10.96.0.5',
  VALETKEY_SECRET_FILE: '/run/secrets/valetkey/secret',
  VALETKEY_DATABASE_FILE: '/run/secrets/valetkey/database',
}
const start = (args: readonly string[]) => runImage(image, { args, environment, volumes })

await run(argsOf('migrate.yaml'))
const config = ['--config', '/etc/valetkey/valetkey.yaml']
await run([
  'api',
  'add',
  'https://contacts.example.com',
  '--name',
  'Contacts',
  '--scope',
  'read=See your contacts',
  ...config,
])
const added = await run([
  ...'client add machine --grant-type client_credentials --scope read --json'.split(' '),
  ...config,
])
const clientSecret = /"client_secret":\s*"([^"]+)"/.exec(added)?.[1]
assert.ok(clientSecret, added)

const server = start(argsOf('deployment.yaml'))
let output = ''
for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (output += chunk))
const exited = once(server, 'exit')
await Promise.race([once(server.stdout ?? server, 'data'), exited])
assert.equal(server.exitCode, null, output)
const origin = `http://127.0.0.1:${port}`
assert.equal((await fetch(`${origin}/readyz`)).status, 200, 'ready')
const token = await fetch(`${origin}/token`, {
  method: 'POST',
  headers: { authorization: `Basic ${btoa(`machine:${clientSecret}`)}` },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
})
assert.equal(token.status, 200, await token.text())
const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
assert.match(status, /^Uid:\t10001\t10001/m, 'runs as a user without rights')
assert.match(status, /^CapEff:\t0+$/m, 'holds no capability')
say(`a token from a read-only container of user ${image.user}`)
const stopped = Date.now()
server.kill('SIGTERM')
const [code] = await exited
assert.equal(code, 0, output)
say(`SIGTERM: exit 0 after ${Date.now() - stopped} ms`)
say('1 passed, 0 failed')
process.exit(0)

/** Reads the arguments that a manifest runs the image with. */
function argsOf(manifest: string): readonly string[] {
  const { spec } = parse(readFileSync(join(root, 'deploy/kubernetes', manifest), 'utf8'))
  return spec.template.spec.containers[0].args
}

/** Lays out what a pod mounts: the ConfigMap and the Secret of deploy/kubernetes, and a volume. */
function prepareVolumes(ownPort: number) {
  const [configMap, secretFolder, volume] = ['configuration', 'secret', 'data'].map((name) => join(folder, name))
  if (configMap === undefined || secretFolder === undefined || volume === undefined) throw new Error('three folders')
  for (const each of [configMap, secretFolder, volume]) mkdirSync(each)
  const manifest = parse(readFileSync(join(root, 'deploy/kubernetes/configuration.yaml'), 'utf8'))
  const text = String(manifest.data['valetkey.yaml']).replace('port: 4000', `port: ${ownPort}`)
  writeFileSync(join(configMap, 'valetkey.yaml'), text)
  writeFileSync(join(secretFolder, 'secret'), 'x8jGZJIi0mWeqgBxoiDT9L4fPwLVt4rrLjUSv0XBzTo=\n')
  writeFileSync(join(secretFolder, 'database'), 'sqlite:/data/valetkey.db\n')
  chownSync(volume, 10001, 10001)
  return { configuration: configMap, secret: secretFolder, data: volume }
}

/** Runs one command of the image to its end and returns its output. */
async function run(args: readonly string[]): Promise<string> {
  const child = start(args)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk))
  const [exitCode] = await once(child, 'close')
  assert.equal(exitCode, 0, `valetkey ${args.join(' ')}: ${text}`)
  return text
}
