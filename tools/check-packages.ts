import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

// Checks that need the registry and packages that nothing else uses, and so are not part of the gate: npm run check-packages [-- SBOM_FILE]

const root = path.dirname(import.meta.dirname)
const base = mkdtempSync(path.join(tmpdir(), 'valetkey-packages-'))
const packed = path.join(base, 'packed')
const names = {
  '@valetkey/protocol': 'protocol',
  valetkey: 'server',
  '@valetkey/guard': 'guard',
  '@valetkey/client': 'client',
}
const linters = { publint: 'publint@0.3.25', attw: '@arethetypeswrong/cli@0.18.5' }
const managers = { pnpm: 'pnpm@10', yarn: 'yarn@1.22.22' }
let failed = 0

function check(what: string, folder: string, command: string, ...args: readonly string[]): void {
  const result = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, CI: '1' } })
  const isGood = result.status === 0
  console.log(`${isGood ? '✔' : '✖'} ${what}`)
  if (isGood) return
  failed += 1
  console.log(`${result.stdout}${result.stderr}${result.error ?? ''}`.replaceAll(/^/gm, '  '))
}

/** Creates an empty project that depends on the packed files. */
function makeProject(name: string, tarballs: Readonly<Record<string, string>>, isModule: boolean): string {
  const folder = path.join(base, name)
  mkdirSync(folder)
  const dependencies = Object.fromEntries(Object.entries(tarballs).map(([one, file]) => [one, `file:${file}`]))
  // The packages depend on each other by version, and no version is in the registry yet.
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: isModule ? 'module' : 'commonjs',
    dependencies,
    resolutions: dependencies,
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, overrides: dependencies }))
  const overrides = Object.entries(dependencies).map(([one, file]) => `  '${one}': ${file}\n`)
  writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), `overrides:\n${overrides.join('')}`)
  return folder
}

mkdirSync(packed)
for (const folder of Object.values(names)) {
  check(`packages/${folder} packs`, path.join(root, 'packages', folder), 'npm', 'pack', '--pack-destination', packed)
}
const files = readdirSync(packed)
const tarballs = Object.fromEntries(
  Object.keys(names).flatMap((name) => {
    const stem = name.replace('@', '').replace('/', '-')
    const file = files.find((one) => /^-\d/.test(one.slice(stem.length)) && one.startsWith(stem))
    return file === undefined ? [] : [[name, path.join(packed, file)]]
  }),
)
for (const [name, file] of Object.entries(tarballs)) {
  check(`${name} passes publint`, base, 'npx', '--yes', linters.publint, file, '--strict')
  // The packages are ES modules: a CommonJS project loads them with require, which TypeScript knows under module nodenext.
  const attw = ['--package', linters.attw, 'attw', file, '--ignore-rules', 'cjs-resolves-to-esm']
  check(`${name} passes arethetypeswrong`, base, 'npx', '--yes', ...attw)
}

const imports = Object.keys(names).map((name) => `await import('${name}')`)
for (const [manager, install] of [
  ['npm', ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund']],
  ['pnpm', ['npx', '--yes', managers.pnpm, 'install', '--ignore-scripts']],
  ['yarn', ['npx', '--yes', managers.yarn, 'install', '--ignore-scripts']],
] as const) {
  const folder = makeProject(`with-${manager}`, tarballs, true)
  const [command, ...args] = install
  check(`all install with ${manager}`, folder, command, ...args)
  check(
    `all load where ${manager} installed them`,
    folder,
    process.execPath,
    '--input-type=module',
    '-e',
    imports.join('\n'),
  )
}

const nest = path.join(base, 'with-npm')
writeFileSync(
  path.join(nest, 'use.ts'),
  "import { guard } from '@valetkey/guard/express'\nimport { createClient } from '@valetkey/client'\nexport const used = [guard, createClient]\n",
)
const node10 = [
  '--module',
  'commonjs',
  '--moduleResolution',
  'node10',
  '--target',
  'es2022',
  '--strict',
  '--skipLibCheck',
  '--noEmit',
]
check(
  'TypeScript 5 finds types with module commonjs and node10',
  nest,
  'npx',
  '--yes',
  '--package',
  'typescript@5.9.3',
  'tsc',
  ...node10,
  'use.ts',
)

// In the installed project: in the checkout, npm sbom omits packages that are also development dependencies.
const sbom = path.join(base, 'sbom.cdx.json')
check('the packages have a bill of materials', nest, 'sh', '-c', `npm sbom --sbom-format cyclonedx > ${sbom}`)
const [, , target] = process.argv
if (target !== undefined) copyFileSync(sbom, target)

rmSync(base, { recursive: true, force: true })
process.exit(failed === 0 ? 0 : 1)
