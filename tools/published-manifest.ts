export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * Converts a package.json for the sources to one for the built files: every `./src/X.ts` under exports and
 * imports becomes `./dist/X.js` with its types.
 */
export function toPublished(value: Json): Json {
  if (typeof value === 'string') {
    const built = /^\.\/src\/(.+)\.ts$/.exec(value)?.[1]
    if (built !== undefined) return { types: `./dist/${built}.d.ts`, default: `./dist/${built}.js` }
    return value.replace(/^\.\/src\//, './dist/')
  }
  if (Array.isArray(value)) return value.map(toPublished)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPublished(inner)]))
}

/**
 * Names the entry points for compilers that do not read `exports`: TypeScript with `module: commonjs` and
 * `moduleResolution: node10`, as in NestJS projects.
 */
export function legacyEntries(exports: Readonly<Record<string, string>>): Readonly<Record<string, Json>> {
  const built = (file: string) => file.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '')
  const { '.': main, ...others } = exports
  const paths = Object.entries(others).map(([key, file]) => [key.slice(2), [`${built(file)}.d.ts`]])
  return {
    ...(main === undefined ? {} : { main: `${built(main)}.js`, types: `${built(main)}.d.ts` }),
    ...(paths.length === 0 ? {} : { typesVersions: { '*': Object.fromEntries(paths) } }),
  }
}
