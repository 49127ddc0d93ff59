import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { installNode } from './node-versions.mjs'
import { npmWith } from './npm.mjs'
import { legacyEntries, toPublished } from './published-manifest.ts'

const root = path.dirname(import.meta.dirname)
const npm = npmWith(process.execPath)
const names = ['protocol', 'server', 'guard', 'client'] as const
const published = ['@valetkey/protocol', 'valetkey', '@valetkey/guard', '@valetkey/client'] as const

const base = mkdtempSync(path.join(tmpdir(), 'valetkey-pack-'))
const copy = path.join(base, 'checkout')
const project = path.join(base, 'project')
after(() => rmSync(base, { recursive: true, force: true }))

/** Copies the checkout, because packing replaces files that other tests use at the same time. */
function copyCheckout(): void {
  mkdirSync(path.join(copy, 'node_modules', '@valetkey'), { recursive: true })
  for (const folder of ['packages', 'playground', 'tools'])
    cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true })
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE']) {
    cpSync(path.join(root, file), path.join(copy, file))
  }
  for (const entry of readdirSync(path.join(root, 'node_modules'))) {
    if (entry === 'valetkey' || entry.startsWith('@valetkey')) continue
    symlinkSync(path.join(root, 'node_modules', entry), path.join(copy, 'node_modules', entry))
  }
  names.forEach((name, at) => {
    symlinkSync(path.join(copy, 'packages', name), path.join(copy, 'node_modules', published[at] ?? name))
  })
}

function run(node: string, ...args: readonly string[]): string {
  const result = spawnSync(node, args, {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  assert.equal(result.status, 0, `${args.join(' ')}\n${result.stdout}${result.stderr}`)
  return result.stdout
}

before(() => {
  copyCheckout()
  mkdirSync(project)
  for (const name of names) {
    const packed = npm(['pack', '--pack-destination', project], path.join(copy, 'packages', name))
    assert.equal(packed.status, 0, packed.output)
  }
  writeFileSync(path.join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n')
  const tarballs = readdirSync(project).filter((file) => file.endsWith('.tgz'))
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  const installed = npm(['install', ...flags, ...tarballs.map((file) => `./${file}`)], project)
  assert.equal(installed.status, 0, installed.output)
})

const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))

function exportsOf(name: string): readonly string[] {
  const { exports } = manifestOf(path.join(project, 'node_modules', name))
  return Object.keys(exports).map((key) => name + key.slice(1))
}

function importAll(node: string): void {
  for (const specifier of published.flatMap(exportsOf)) {
    run(node, '--input-type=module', '--eval', `await import('${specifier}')`)
  }
  assert.match(run(node, 'node_modules/valetkey/bin/valetkey.js', '--help'), /valetkey/)
}

async function withNode(major: number, t: TestContext): Promise<void> {
  let node: string
  try {
    node = installNode(major, path.join(root, '.tools', `node${major}`), npm)
  } catch (error) {
    return t.skip(
      `Node ${major} could not be fetched: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    )
  }
  importAll(node)
}

test('the packed packages install in an empty project and load with the running Node', () =>
  importAll(process.execPath))
test('the packed packages load with Node 22', (t) => withNode(22, t))
test('the packed packages load with Node 26', (t) => withNode(26, t))

test('no package has an install script', () => {
  for (const name of published) {
    const { scripts = {} } = manifestOf(path.join(project, 'node_modules', name))
    for (const phase of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(scripts[phase], undefined)
  }
})

test('no test and no source goes into a package', () => {
  for (const name of published) {
    const files = readdirSync(path.join(project, 'node_modules', name), { recursive: true, encoding: 'utf8' })
    const ours = files.filter((file) => !file.startsWith('node_modules'))
    assert.deepEqual(
      ours.filter((file) => file.includes('.test.') || (file.endsWith('.ts') && !file.endsWith('.d.ts'))),
      [],
    )
  }
})

test('the server is a few files with their licenses, and what it imports is installed with it', () => {
  const folder = path.join(project, 'node_modules/valetkey')
  const files = readdirSync(path.join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
  const code = files.filter((file) => file.endsWith('.js'))
  assert.deepEqual(code.filter((file) => path.dirname(file) !== 'chunks').sort(), ['cli/main.js', 'index.js'])
  const { dependencies, optionalDependencies } = manifestOf(folder)
  const declared = new Set(Object.keys({ ...dependencies, ...optionalDependencies }))
  const imported = code.flatMap((file) =>
    [...readFileSync(path.join(folder, 'dist', file), 'utf8').matchAll(/^import .*?["']([^."'][^"']*)["'];?$/gm)].map(
      ([, specifier = '']) => specifier,
    ),
  )
  const foreign = imported.filter((one) => !one.startsWith('node:') && !builtinModules.includes(one))
  assert.deepEqual(
    foreign.filter((one) => !declared.has(one.split('/', one.startsWith('@') ? 2 : 1).join('/'))),
    [],
  )
  assert.match(readFileSync(path.join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8'), /zod[\s\S]+MIT/)
})

test('the server has the playground, with the licenses of what it is made of, and shows it', async () => {
  const folder = path.join(project, 'node_modules/valetkey')
  const files = readdirSync(path.join(folder, 'playground'))
  assert.deepEqual(files.sort(), ['THIRD-PARTY-LICENSES.txt', 'assets', 'callback.html', 'index.html'])
  assert.match(readFileSync(path.join(folder, 'playground/THIRD-PARTY-LICENSES.txt'), 'utf8'), /react-dom[\s\S]+MIT/)
  const script = `
    import { createServer, readConfig } from 'valetkey'
    const config = readConfig({ environment: {}, options: { database: 'sqlite::memory:' } })
    const server = await createServer(config, { say: () => {} })
    const load = async (path) => (await server.fetch(new Request(server.issuer + path))).text()
    const [, address] = /<script[^>]* src="([^"]+)"/.exec(await load('/playground')) ?? []
    console.log(address === undefined ? await load('/playground') : (await load(address)).length)
    await server.close()`
  const show = () => run(process.execPath, '--input-type=module', '--eval', script)
  assert.ok(Number(show()) > 10_000)
  renameSync(path.join(folder, 'playground'), path.join(folder, 'elsewhere'))
  try {
    assert.match(show(), /The playground is not built[\s\S]+npm start/)
  } finally {
    renameSync(path.join(folder, 'elsewhere'), path.join(folder, 'playground'))
  }
})

test('links of a README point into its package or to the web', () => {
  for (const name of published) {
    const folder = path.join(project, 'node_modules', name)
    const links = readFileSync(path.join(folder, 'README.md'), 'utf8').matchAll(/\]\((?!https:\/\/|#)([^)#]+)/g)
    const broken = [...links].map((link) => link[1] ?? '').filter((to) => !existsSync(path.join(folder, to)))
    assert.deepEqual(broken, [], name)
  }
})

for (const [words, type, ...flags] of [
  ['an ES module project with module nodenext', 'module', '--module', 'nodenext'],
  ['an ES module project with module node16', 'module', '--module', 'node16'],
  ['a project that is bundled', 'module', '--module', 'esnext', '--moduleResolution', 'bundler'],
  ['a CommonJS project with module commonjs', 'commonjs', '--module', 'commonjs', '--moduleResolution', 'bundler'],
  ['a CommonJS project with module nodenext', 'commonjs', '--module', 'nodenext'],
] as const) {
  test(`${words} finds the types of every entry`, () => {
    const folder = path.join(project, `types-${words.replaceAll(' ', '-')}`)
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, type }))
    const lines = published
      .flatMap(exportsOf)
      .map(
        (entry, at) => `import * as a${at} from '${entry}'\nexport const b${at}: number = Object.keys(a${at}).length\n`,
      )
    writeFileSync(
      path.join(folder, 'use.ts'),
      `${lines.join('')}import { guard } from '@valetkey/guard/express'\n// @ts-expect-error a guard needs options\nguard()\n`,
    )
    const common = ['--noEmit', '--strict', '--target', 'es2024', '--skipLibCheck', '--types', '']
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    run(process.execPath, tsc, ...common, ...flags, path.join(folder, 'use.ts'))
  })
}

test('a CommonJS program loads every entry with require', () => {
  for (const entry of published.flatMap(exportsOf)) {
    run(
      process.execPath,
      '--input-type=commonjs',
      '--eval',
      `if (Object.keys(require('${entry}')).length === 0) throw 1`,
    )
  }
})

test('every package has a description, a license, an author and a repository', () => {
  for (const [at, name] of published.entries()) {
    const folder = path.join(project, 'node_modules', name)
    const manifest = manifestOf(folder)
    assert.equal(manifest.license, 'Apache-2.0')
    assert.ok(manifest.description.length > 20)
    assert.ok(manifest.keywords.length >= 4, name)
    assert.match(manifest.repository.url, /^git\+https:\/\/github\.com\/.+\.git$/)
    assert.equal(manifest.repository.directory, `packages/${names[at]}`)
    assert.match(manifest.homepage, /^https:\/\//)
    assert.deepEqual(manifest.publishConfig, { access: 'public', provenance: true })
    for (const file of ['README.md', 'LICENSE']) assert.ok(existsSync(path.join(folder, file)), `${name} ${file}`)
    for (const file of [manifest.main, manifest.types])
      assert.ok(existsSync(path.join(folder, file)), `${name} ${file}`)
    for (const entry of Object.values<{ readonly types?: string }>(manifest.exports)) {
      if (entry.types !== undefined) assert.ok(existsSync(path.join(folder, entry.types)), `${name} ${entry.types}`)
    }
  }
})

test('compilers that do not support exports find the entries too', () => {
  assert.deepEqual(legacyEntries({ '.': './src/index.ts', './express': './src/express.ts' }), {
    main: './dist/index.js',
    types: './dist/index.d.ts',
    typesVersions: { '*': { express: ['./dist/express.d.ts'] } },
  })
})

test('packing leaves package.json as it was', () => {
  for (const name of names) {
    assert.deepEqual(manifestOf(path.join(copy, 'packages', name)), manifestOf(path.join(root, 'packages', name)))
  }
})

test('every entry points to the built file and its types', () => {
  assert.deepEqual(toPublished({ '.': './src/index.ts', './style': './src/style.css' }), {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './style': './dist/style.css',
  })
})
