import type { RequestListener } from 'node:http'
import path from 'node:path'
import { build } from 'rolldown'

const entry = path.join(import.meta.dirname, 'app.jsx')

/** Bundles a module, in which `app` is the app's origin and `issuer` the server, with the packages that it imports. */
export async function bundle(source: string): Promise<string> {
  const { output } = await build({
    input: entry,
    write: false,
    platform: 'browser',
    logLevel: 'silent',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [
      {
        name: 'source',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? `const { app, issuer } = window.settings\n${source}` : undefined),
      },
    ],
  })
  return output[0].code
}

/** Serves a bundle, and at every other path a page that runs it. */
export function servePage(code: string, app: string, issuer: string): RequestListener {
  const settings = `<script>window.settings = ${JSON.stringify({ app, issuer })}</script>`
  const page = `<!doctype html><meta charset="utf-8"><title>app</title>${settings}<main id="app"></main><script type="module" src="/app.js"></script>`
  return ({ url }, response) => {
    const isCode = url === '/app.js'
    response.writeHead(200, { 'content-type': `${isCode ? 'text/javascript' : 'text/html'}; charset=utf-8` })
    response.end(isCode ? code : page)
  }
}
