import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from './read-config.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-upstream-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('every example of the page about logins elsewhere is accepted as it is', () => {
  const page = readFileSync(new URL('../../../../docs/logins-elsewhere.md', import.meta.url), 'utf8')
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml)
  assert.ok(examples.length > 0)
  const names = examples.flatMap((yaml, at) => {
    for (const [, secret = ''] of yaml.matchAll(/client_secret_file: (\S+)/g))
      writeFileSync(path.join(folder, secret), 'a secret of the provider')
    const file = path.join(folder, `example-${at}.yaml`)
    writeFileSync(file, yaml)
    const { upstream = [] } = readConfig({ file, environment: {}, options: {} })
    assert.ok(upstream.every(({ client_secret: secret }) => secret === 'a secret of the provider'))
    return upstream.map(({ name }) => name)
  })
  assert.deepEqual(names, ['google', 'microsoft', 'keycloak', 'github'])
})
