import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { atExit } from '../bench/servers/at-exit.ts'
import { freePort } from '../bench/servers/free-port.ts'
import { startPostgres } from '../bench/servers/postgres.ts'
import { findMissing, findPostgres } from '../deploy/high-availability/children.ts'
import { ask, makeCertificate, replaceEach, runProxy, writeNginx } from '../deploy/proxies.testing.ts'
import { findSnippet, readSnippets } from './snippets.ts'

const root = path.dirname(import.meta.dirname)
const page = readFileSync(path.join(root, 'docs/production.md'), 'utf8')
const read = (file: string) => readFileSync(path.join(root, 'deploy', file), 'utf8')

/** Whether to build and install the packages as well, which takes minutes and needs the network. */
const installs = process.env.VALETKEY_TEST_INSTALL === '1'

const missing = [
  ...findMissing(['nginx', 'curl', 'openssl', 'setpriv', 'runuser']),
  ...(findPostgres() === undefined ? ['postgresql'] : []),
  ...(process.getuid?.() === 0 ? [] : ['root']),
]
const skip = missing.length > 0 && `not available: ${missing.join(', ')}`

/** Commands that would change the machine that runs the test. */
const untried = /^(apt-get|useradd|certbot|systemctl|nginx -t)\b/

/** The user in place of `valetkey`: every system has it. */
const nobody = { uid: 65534, gid: 65534 }

/** Creates the machine that the page describes: a folder in place of /, a private PostgreSQL, and free ports. */
async function prepareMachine() {
  const machine = mkdtempSync(path.join(tmpdir(), 'valetkey-machine-'))
  chmodSync(machine, 0o755)
  const at = (file: string) => path.join(machine, file)
  for (const each of ['etc', 'etc/systemd/system', 'usr/local/bin', 'usr/local/sbin', 'etc/nginx/conf.d', 'curl'])
    mkdirSync(at(each), { recursive: true })
  mkdirSync(at('var/lib/valetkey-backup'), { recursive: true })
  await promisify(execFile)('chown', [`${nobody.uid}:${nobody.gid}`, at('var/lib/valetkey-backup')])
  mkdirSync(at('cache'))
  chmodSync(at('cache'), 0o777)
  const cluster = await startPostgres()
  const { port: databasePort } = new URL(cluster.createDatabase('unused'))
  const socket = await preparePeer(databasePort)
  const ports = { server: await freePort(), https: await freePort(), http: await freePort() }
  const bin = path.dirname(process.execPath)
  const environment = {
    ...process.env,
    PATH: [at('usr/local/bin'), at('usr/local/sbin'), bin, findPostgres(), process.env.PATH].join(':'),
    PGHOST: socket,
    PGPORT: databasePort,
    CURL_HOME: at('curl'),
    // For root and the other user alike; without it each command compiles all sources again.
    NODE_COMPILE_CACHE: at('cache'),
  }
  /** Puts the paths, the user and the ports of this machine in the place of the page's. */
  const adapt = (text: string) =>
    text
      .replaceAll(
        /(?<![\w.])\/(etc\/(?:valetkey|nginx|systemd|letsencrypt)|usr\/local|var\/lib\/valetkey-backup|var\/log)/g,
        `${machine}/$1`,
      )
      .replaceAll('--reuid=valetkey --regid=valetkey', `--reuid=${nobody.uid} --regid=${nobody.gid}`)
      .replaceAll('--clear-groups pg_', '--clear-groups env PGUSER=valetkey pg_')
      .replaceAll('-g valetkey', `-g ${nobody.gid}`)
      .replaceAll('%2Fvar%2Frun%2Fpostgresql', `${encodeURIComponent(socket)}:${databasePort}`)
      .replaceAll('127.0.0.1:4000', `127.0.0.1:${ports.server}`)
      .replaceAll('port: 4000', `port: ${ports.server}`)
  return { machine, at, cluster, ports, environment, adapt }
}

/** Lets that user connect over the socket as `valetkey`, as peer authentication does on Debian. */
async function preparePeer(port: string): Promise<string> {
  const { Client } = await import('pg')
  const client = new Client(`postgres://bench@127.0.0.1:${port}/postgres`)
  await client.connect()
  const show = async (name: string) => Object.values((await client.query(`show ${name}`)).rows[0]).join()
  const [hba, ident, socket] = [await show('hba_file'), await show('ident_file'), await show('unix_socket_directories')]
  writeFileSync(ident, 'service nobody valetkey\nservice postgres postgres\n')
  writeFileSync(hba, 'local all all peer map=service\nhost all bench 127.0.0.1/32 trust\n')
  await client.query('create role postgres login superuser')
  await client.query('select pg_reload_conf()')
  await client.end()
  chmodSync(socket, 0o755)
  return socket
}

test('every command of the page that can run here does, from an empty machine to a restore', {
  skip,
  timeout: installs ? 1_200_000 : 300_000,
}, async () => {
  const { machine, at, cluster, ports, environment, adapt } = await prepareMachine()
  const ended: (() => Promise<unknown>)[] = []
  after(async () => {
    for (const end of ended.reverse()) await end()
    await cluster.stop()
    rmSync(machine, { recursive: true, force: true })
  })
  const tried = new Set<string>()

  /** Runs a snippet of the page as root would in the checkout, but for what a test must not do. */
  async function run(file: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    tried.add(file)
    const lines = adapt(findSnippet(page, file).code).split('\n')
    const script = lines.filter((line) => !untried.test(line)).join('\n')
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
      cwd: machine,
      env: { ...environment, ...more },
    }).catch(({ stdout, stderr }) => assert.fail(`${file}: ${stdout}${stderr}`))
    return stdout
  }

  await promisify(execFile)('ln', ['-s', path.join(root, 'deploy'), at('deploy')])
  if (installs) {
    await promisify(execFile)('sh', ['-c', `git archive HEAD | tar -x -C ${machine} --exclude deploy`], { cwd: root })
    await run('install.sh')
  } else {
    writeFileSync(
      at('usr/local/bin/valetkey'),
      `#!/bin/sh\nexec ${process.execPath} ${root}/packages/server/bin/valetkey.js "$@"\n`,
    )
    chmodSync(at('usr/local/bin/valetkey'), 0o755)
  }
  await run('database.sh')
  await run('configure.sh')
  for (const file of ['etc/valetkey/valetkey.yaml', 'usr/local/sbin/valetkey-admin'])
    writeFileSync(at(file), adapt(readFileSync(at(file), 'utf8')))

  async function startService(): Promise<() => Promise<void>> {
    const [, command = ''] = /^ExecStart=(\/.*)$/m.exec(adapt(read('one-machine/workers.conf'))) ?? []
    const child = spawn('sh', ['-c', `exec ${command}`], {
      ...nobody,
      cwd: '/',
      env: {
        ...environment,
        VALETKEY_SECRET_FILE: at('etc/valetkey/secret'),
        VALETKEY_DATABASE_FILE: at('etc/valetkey/database'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let log = ''
    child.stderr.on('data', (chunk) => (log += chunk))
    child.once(
      'exit',
      atExit(() => child.kill('SIGTERM')),
    )
    const exited = once(child, 'exit')
    await Promise.race([once(child.stdout, 'data'), exited])
    assert.equal(child.exitCode, null, log)
    return async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await exited
    }
  }
  let stop = await startService()
  ended.push(() => stop())
  assert.match(await run('service.sh'), /"ready"/)

  const { cert, key } = makeCertificate(machine)
  await run('nginx.sh')
  const site = replaceEach(readFileSync(at('etc/nginx/conf.d/valetkey.conf'), 'utf8'), {
    '/etc/letsencrypt/live/id.example.com/fullchain.pem': cert,
    '/etc/letsencrypt/live/id.example.com/privkey.pem': key,
    'listen 443': `listen 127.0.0.1:${ports.https}`,
    'listen [::]:443 ssl http2;': '',
    'listen 80': `listen 127.0.0.1:${ports.http}`,
    'listen [::]:80;': '',
    '/var/log/nginx/': `${machine}/`,
    '127.0.0.1:4000': `127.0.0.1:${ports.server}`,
  })
  ended.push(runProxy('nginx', ['-c', writeNginx(machine, site)]))
  writeFileSync(
    at('curl/.curlrc'),
    `connect-to = "id.example.com:443:127.0.0.1:${ports.https}"\ncacert = "${cert}"\nretry = 20\nretry-connrefused\n`,
  )

  const registered = await run('register.sh')
  const SECRET = /client_secret\W+(\S+)/.exec(registered)?.[1] ?? assert.fail(registered)
  const checked = await run('check.sh', { SECRET })
  assert.match(checked, /"access_token":/)
  assert.match(checked, /0 errors/)

  // What nginx does on the way.
  const redirected = await ask(machine, ports.http, ['http://id.example.com/keys?a=b'])
  assert.deepEqual(
    [redirected.status, /^location: (\S+)/im.exec(redirected.head)?.[1]],
    [301, 'https://id.example.com/keys?a=b'],
  )
  const admin = promisify(execFile)
  const web = ['client', 'add', 'web', '--public', '--redirect-uri', 'https://app.example.com/cb', '--scope', 'read']
  await admin(at('usr/local/sbin/valetkey-admin'), web, { env: environment })
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: 'https://app.example.com/cb',
    state: 's'.repeat(4000),
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  const jar = ['--cookie', at('jar'), '--cookie-jar', at('jar')]
  const started = await ask(machine, ports.https, [...jar, `https://id.example.com/authorize?${query}`])
  const login = /^location: (\S+)/im.exec(started.head)?.[1] ?? assert.fail(started.head || started.body)
  assert.ok(login.length > 4000)
  const loginPage = await ask(machine, ports.https, [...jar, new URL(login, 'https://id.example.com').toString()])
  assert.equal(loginPage.status, 200)
  assert.match(loginPage.body, /name="username"/)
  const asOther = admin('setpriv', ['--reuid=65534', '--clear-groups', at('usr/local/sbin/valetkey-admin'), 'doctor'])
  await assert.rejects(asOther, /run it with sudo/)

  // The backup service, line by line as systemd runs it.
  await run('backup-timer.sh')
  const backup = readFileSync(at('etc/systemd/system/valetkey-backup.service'), 'utf8')
  const steps = [...backup.matchAll(/^ExecStart=(.*)$/gm)].map(([, line = '']) =>
    line.replaceAll('%%', '%').replaceAll('$$', '$'),
  )
  assert.equal(steps.length, 3)
  const child = spawn('sh', ['-ec', `umask 077\n${steps.join('\n')}`], {
    ...nobody,
    cwd: at('var/lib/valetkey-backup'),
    env: { ...environment, PGUSER: 'valetkey' },
    stdio: 'inherit',
  })
  assert.deepEqual(await once(child, 'exit'), [0, null])
  assert.match(await run('try-restore.sh'), /0 errors/)
  await stop()
  await run('restore.sh')
  stop = await startService()
  assert.match(await run('check.sh', { SECRET }), /"access_token":/)
  if (installs) {
    await run('upgrade.sh')
    await run('way-back.sh')
  }
  const others = ['packages.sh', 'node.sh', 'user.sh', 'certificate.sh', 'database-url']
  const known = [...tried, ...others, ...(installs ? [] : ['install.sh', 'upgrade.sh', 'way-back.sh'])]
  assert.deepEqual(
    readSnippets(page)
      .map(({ file }) => file)
      .filter((file) => !known.includes(file)),
    [],
  )
})
