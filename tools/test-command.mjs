// Loaded into each process that a test starts: the command line of this checkout runs from the bundle of its sources that
// the query of this module's address names. Reading one file in place of hundreds halves the time of a command.
import * as nodeModule from 'node:module'

const root = new URL('..', import.meta.url).href
const source = `${root}packages/server/src/cli/main.ts`
const bundle = new URL(import.meta.url).searchParams.get('bundle')
const folder = new URL('.', bundle).href

// A test may start an older Node, which only looks for a newer one.
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL } = context
    if (specifier === '#cli' && parentURL === `${root}packages/server/bin/valetkey.js`) {
      return { url: bundle, format: 'module', shortCircuit: true }
    }
    const isPackage = parentURL?.startsWith(folder) === true && !specifier.startsWith('.')
    return next(specifier, isPackage ? { ...context, parentURL: source } : context)
  },
})
