import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { findMissing } from '../high-availability/children.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-units-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const without = (program: string) => findMissing([program]).length > 0 && `${program} is not installed`
const dropIns = ['user.conf', 'workers.conf', 'metrics.conf']

/** Lays the units out as they are installed, but for the program and the user, which this machine may lack. */
function layOut(): readonly string[] {
  const adapted = (text: string) =>
    text.replaceAll('/usr/local/bin/valetkey', process.execPath).replaceAll(/^(User|Group)=valetkey$/gm, '$1=root')
  mkdirSync(path.join(folder, 'valetkey.service.d'), { recursive: true })
  for (const file of dropIns) writeFileSync(path.join(folder, 'valetkey.service.d', file), adapted(read(file)))
  const units = ['../valetkey.service', 'valetkey-backup.service', 'valetkey-backup.timer']
  return units.map((file) => {
    const unit = path.join(folder, path.basename(file))
    writeFileSync(unit, adapted(read(file)))
    return unit
  })
}

test('systemd accepts the units with their drop-ins', { skip: without('systemd-analyze') }, () => {
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...layOut()], { encoding: 'utf8' })
  assert.deepEqual([status, stderr.trim()], [0, ''])
})

test('the drop-ins keep the service as confined as the unit alone', { skip: without('systemd-analyze') }, () => {
  layOut()
  const unit = path.join(folder, 'confined.service')
  const [own = '', ...more] = ['../valetkey.service', ...dropIns].map(read)
  const install = own.indexOf('[Install]')
  writeFileSync(unit, own.slice(0, install) + more.join('\n') + own.slice(install))
  const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' })
  assert.ok(Number(/exposure level for confined.service: ([\d.]+)/.exec(stdout)?.[1]) < 2, stdout)
})

test('workers start with the command of the unit', () => {
  const [, command] = /^ExecStart=(\/.*)$/m.exec(read('../valetkey.service')) ?? []
  const started = read('workers.conf').match(/^ExecStart=.*$/gm)
  assert.deepEqual(started, ['ExecStart=', `ExecStart=${command} --workers 2`])
})

test('the timer has the name of the service that it starts', () => {
  assert.match(read('valetkey-backup.timer'), /^\[Install\]\nWantedBy=timers\.target$/m)
  assert.match(read('valetkey-backup.service'), /^Type=oneshot$/m)
})

test('nginx, the server and the unit name the same port, files and user', () => {
  const port = /port: (\d+)/.exec(read('valetkey.yaml'))?.[1]
  assert.match(read('nginx.conf'), new RegExp(`server 127\\.0\\.0\\.1:${port};`))
  const named = (text: string) => new Set(text.match(/\/etc\/valetkey\/[\w.-]+/g))
  const inUnit = named(read('../valetkey.service'))
  for (const file of named(read('valetkey-admin'))) assert.ok(inUnit.has(file), file)
})
