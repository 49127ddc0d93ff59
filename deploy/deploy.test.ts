import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { listFiles } from '../tools/source-files.ts'
import { findMissing } from './high-availability/children.ts'

const root = path.dirname(import.meta.dirname)
const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-deploy-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Finds every value under a key, wherever it is. */
function under(node: unknown, key: string): readonly unknown[] {
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...under(value, key)])
}

function parse(file: string): readonly unknown[] {
  return parseAllDocuments(read(file), { merge: true }).map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings], [], file)
    return document.toJS()
  })
}

function valetkey(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const launcher = path.join(root, 'packages/server/bin/valetkey.js')
  return spawnSync(process.execPath, [launcher, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
}

/** Runs doctor on a configuration as a node in production would get it: with the secret in a file. */
function doctor(text: string) {
  const [config, secret] = ['valetkey.yaml', 'secret'].map((name) => path.join(folder, name))
  writeFileSync(config ?? '', text)
  writeFileSync(secret ?? '', 'x8jGZJIi0mWeqgBxoiDT9L4fPwLVt4rrLjUSv0XBzTo=\n', { mode: 0o600 })
  const database = `sqlite:${path.join(folder, 'none.db')}`
  return valetkey(['doctor', '--config', config ?? ''], {
    VALETKEY_SECRET_FILE: secret ?? '',
    VALETKEY_DATABASE: database,
  })
}

const yamls = [...listFiles(root, 'deploy', '.yaml'), ...listFiles(root, 'deploy', '.yml')]
const manifests = yamls.filter((file) => file.includes('/kubernetes/'))

test('every YAML file is well formed', () => {
  assert.ok(yamls.length > 7)
  for (const file of yamls) assert.ok(parse(file).length > 0, file)
})

test('doctor reports nothing for the configurations but the missing database', () => {
  const embedded = parse('deploy/kubernetes/configuration.yaml').flatMap((one) => under(one, 'valetkey.yaml'))
  const files = ['deploy/valetkey.yaml', 'deploy/one-machine/valetkey.yaml'].map(read)
  for (const text of [...files, ...embedded.map(String)]) {
    const { status, stdout, stderr } = doctor(text)
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, /0 errors, 1 warning/)
    assert.match(stdout, /does not exist yet/)
  }
})

test('the server reads every variable that is set', () => {
  const known = new Set(read('docs/configuration.md').match(/VALETKEY_[A-Z_]+/g))
  const oneMachine = ['valetkey-admin', 'metrics.conf'].map((file) => `deploy/one-machine/${file}`)
  const texts = [...yamls, 'deploy/Dockerfile', 'deploy/valetkey.service', ...oneMachine].map(read)
  const named = texts.flatMap((text) => text.match(/VALETKEY_[A-Z_]+/g) ?? [])
  assert.ok(named.length > 4)
  assert.deepEqual(
    named.filter((name) => !known.has(name)),
    [],
  )
})

test('every command that is run exists', () => {
  const { args: inManifests, cmd } = {
    args: manifests.flatMap((file) => parse(file).flatMap((one) => under(one, 'args'))) as readonly string[][], // lists in Kubernetes
    cmd: JSON.parse(/^CMD (\[.*\])$/m.exec(read('deploy/Dockerfile'))?.[1] ?? '[]') as string[], // a list in a Dockerfile
  }
  const inUnit = /^ExecStart=\S+ (.*)$/m.exec(read('deploy/valetkey.service'))?.[1]?.split(' ') ?? []
  for (const args of [...inManifests, cmd, inUnit]) {
    const words = args.slice(
      0,
      args.findIndex((arg) => arg.startsWith('-')),
    )
    const help = valetkey([...words, '--help'])
    assert.equal(help.status, 0, `valetkey ${words.join(' ')}: ${help.stderr}`)
    for (const option of args.filter((arg) => arg.startsWith('--'))) assert.ok(help.stdout.includes(option), option)
  }
})

test('every file that the compose file mounts exists, except the secrets that it explains how to create', () => {
  const [compose] = parse('deploy/compose.yaml')
  const files = under(compose, 'file').map(String)
  const made = files.filter((file) => file.startsWith('./secrets/'))
  for (const file of made) assert.ok(read('deploy/compose.yaml').includes(`> deploy/${file.slice(2)}`), file)
  for (const file of files.filter((one) => !made.includes(one)))
    assert.ok(existsSync(path.join(root, 'deploy', file)), file)
  const addresses = under(compose, 'ipv4_address').map(String)
  const nodes = read('deploy/haproxy.cfg').match(/10\.0\.0\.2\d/g) ?? []
  assert.deepEqual(
    nodes.filter((node) => !addresses.includes(node)),
    [],
  )
  const trusted = under(parse('deploy/valetkey.yaml'), 'trustedProxies').flat()
  assert.deepEqual(
    trusted.filter((proxy) => !addresses.includes(String(proxy))),
    [],
  )
})

test('every file that the two pages name exists', () => {
  for (const page of ['docs/production.md', 'docs/high-availability.md']) {
    const links = [...read(page).matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link = '']) =>
      path.join(root, 'docs', link),
    )
    assert.ok(links.length > 2)
    assert.deepEqual(
      links.filter((link) => !existsSync(link)),
      [],
    )
    const copied = [...read(page).matchAll(/^install -m \d+ (\S+\.\w+) /gm)].map(([, file = '']) => file)
    const places = [root, path.join(root, 'deploy/high-availability')]
    assert.deepEqual(
      copied.filter((file) => !places.some((place) => existsSync(path.join(place, file)))),
      [],
    )
  }
})

test('the image starts a command of the package', () => {
  const dockerfile = read('deploy/Dockerfile')
  const { bin } = JSON.parse(read('packages/server/package.json'))
  assert.ok(dockerfile.includes(`/app/node_modules/valetkey/${bin.valetkey}`))
  assert.match(dockerfile, /^USER 10001:10001$/m)
  for (const [, folderName = ''] of dockerfile.matchAll(/--workspace (\S+)/g))
    assert.ok(existsSync(path.join(root, folderName)))
})

test('files that git ignores, such as secrets, are not in the image', () => {
  const lines = (file: string) =>
    read(file)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  const leftOut = new Set(lines('deploy/Dockerfile.dockerignore'))
  const unkept = lines('.gitignore').map((line) => line.replace(/\/$/, ''))
  assert.ok(unkept.length > 7)
  const covered = (name: string) =>
    leftOut.has(`**/${name}`) || leftOut.has(name) || leftOut.has(name.split('/')[0] ?? '')
  assert.deepEqual(
    unkept.filter((name) => !covered(name)),
    [],
  )
  const made = under(parse('deploy/compose.yaml'), 'file').map(String)
  const secrets = made.filter((file) => file.startsWith('./secrets/')).map((file) => path.posix.join('deploy', file))
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', ...secrets], { cwd: root, encoding: 'utf8' })
  assert.deepEqual(stdout.trim().split('\n'), secrets)
})

test('an image is built here or named with its registry and release', () => {
  const { version } = JSON.parse(read('packages/server/package.json'))
  const named = manifests.flatMap((file) => parse(file).flatMap((one) => under(one, 'image'))).map(String)
  assert.ok(named.length > 1)
  for (const image of named) assert.equal(image, `registry.example.com/valetkey:${version}`)
  assert.ok(read('docs/production.md').includes(`docker push ${named[0]}`))
  const built = under(parse('deploy/compose.yaml'), 'services').flatMap((one) => Object.values(Object(one)))
  for (const one of built.map(Object).filter(({ build }) => build)) assert.equal(one.pull_policy, 'build')
})

test('a server that starts before its database is restarted until the database is available', () => {
  const [, unit = ''] = read('deploy/valetkey.service').split(/^\[\w+\]$/m)
  assert.match(unit, /^StartLimitIntervalSec=0$/m)
  assert.match(read('deploy/valetkey.service'), /^Restart=always$/m)
})

test('PgBouncer reports a timeout before the node gives up', () => {
  const seconds = Number(/^query_wait_timeout = (\d+)$/m.exec(read('deploy/high-availability/pgbouncer.ini'))?.[1])
  const within = /responseTimeout = ([\d_]+)/.exec(read('packages/server/src/storage/postgres-link.ts'))?.[1] ?? ''
  assert.ok(seconds * 1000 < Number(within.replace('_', '')))
})

test('manifests refer only to objects of other manifests', () => {
  const all = manifests.flatMap(parse)
  const keysOf = (kind: string, name: string) =>
    all
      .filter((one) => Object(one).kind === kind && Object(one).metadata.name === name)
      .flatMap((one) => Object.keys(Object(one).data ?? Object(one).stringData))
  for (const volume of all
    .flatMap((one) => under(one, 'volumes'))
    .flat()
    .map(Object)) {
    if (volume.configMap) assert.deepEqual(keysOf('ConfigMap', volume.configMap.name), ['valetkey.yaml'])
    if (volume.secret) assert.deepEqual(keysOf('Secret', volume.secret.secretName), ['secret', 'database'])
  }
  const node = Object(all.find((one) => Object(one).kind === 'Deployment')).spec.template
  const selectors = all.flatMap((one) => [
    ...under(one, 'matchLabels'),
    ...(Object(one).kind === 'Service' ? under(one, 'selector') : []),
  ])
  assert.ok(selectors.length >= 4)
  for (const selector of selectors)
    assert.deepEqual({ ...node.metadata.labels, ...Object(selector) }, node.metadata.labels)
  for (const { name, mountPath } of all
    .flatMap((one) => under(one, 'volumeMounts'))
    .flat()
    .map(Object)) {
    assert.ok(['configuration', 'secret'].includes(name))
    assert.ok(JSON.stringify(all).includes(`${mountPath}/`), `nothing reads ${mountPath}`)
  }
})

const noSchemas = findMissing(['kubernetes-validate']).length > 0 && 'kubernetes-validate (PyPI) is not installed'

test('the manifests are valid by the published schemas of Kubernetes', { skip: noSchemas }, () => {
  const files = manifests.map((file) => path.join(root, file))
  const { status, stdout, stderr } = spawnSync('kubernetes-validate', ['--strict', ...files], { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
})

const noSystemd = findMissing(['systemd-analyze']).length > 0 && 'systemd-analyze is not installed'

test('systemd accepts the unit and rates its exposure low', { skip: noSystemd }, () => {
  // The program of an installed server is not on this machine.
  const unit = path.join(folder, 'valetkey.service')
  writeFileSync(unit, read('deploy/valetkey.service').replace('/usr/local/bin/valetkey', process.execPath))
  const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
  assert.deepEqual([verified.status, verified.stderr.trim()], [0, ''])
  const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' })
  assert.ok(Number(/exposure level for valetkey.service: ([\d.]+)/.exec(stdout)?.[1]) < 2, stdout)
})
