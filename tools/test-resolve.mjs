// Loaded into each test file's process: an import of our own TypeScript is found by its address alone. Node would ask the disk for
// links and package.json files, a fifth of the time in which a test file loads its hundreds of modules. The server's own modules are
// taken from the bundle that VALETKEY_TEST_SOURCES names, if it is set: a file in place of hundreds.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = new URL('..', import.meta.url).href
const main = `${root}packages/server/src/main.ts`
/** Tests of the small packages and of tools need few modules or none. */
const isSmall = /\/(?:tools|packages\/(?:client|guard|protocol))\//.test(process.argv[1] ?? '')
const folder = isSmall ? undefined : process.env.VALETKEY_TEST_SOURCES
const bundle = folder === undefined ? undefined : pathToFileURL(path.join(folder, 'sources.js')).href
const index = bundle === undefined ? {} : JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'))
const modules = new Map(index.modules)
const packages = new Set(index.packages)
const mark = '?bundled'

const withMark = (url) => ({ url: url + mark, format: 'module', shortCircuit: true })

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context
    const isOurs = parentURL?.startsWith(root) === true && !parentURL.includes('/node_modules/')
    if (isOurs && packages.has(specifier)) {
      return { url: new URL(`${specifier}.js`, bundle).href, format: 'module', shortCircuit: true }
    }
    if (isOurs && /^(?:\.{1,2}\/|file:).*\.ts$/.test(specifier)) {
      const { href } = new URL(specifier, parentURL)
      return modules.has(href) ? withMark(href) : { url: href, format: 'module-typescript', shortCircuit: true }
    }
    const found = next(specifier, parentURL === bundle ? { ...context, parentURL: main } : context)
    return modules.has(found.url) ? withMark(found.url) : found
  },
  load(url, context, next) {
    const module = url.endsWith(mark) ? modules.get(url.slice(0, -mark.length)) : undefined
    if (module === undefined) return next(url, context)
    const { name, exports } = module
    const lines = exports.map((one) => `export const ${one} = ${name}.${one}`)
    return {
      format: 'module',
      source: [`import { ${name} } from '${bundle}'`, ...lines].join('\n'),
      shortCircuit: true,
    }
  },
})
