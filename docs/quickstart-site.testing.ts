import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findFreePorts } from '../e2e/free-ports.ts'
import { type Demo, startDemo } from '../examples/start-demo.ts'
import { findSnippet, type SnippetFolder, writeSnippets } from './snippets.ts'

const command = path.join(import.meta.dirname, '../packages/server/bin/valetkey.js')

/** The demo on free ports, with the client of a page registered, and the page's files written out for its addresses. */
export interface QuickstartSite {
  readonly demo: Demo
  readonly snippets: SnippetFolder
  /** The origin that takes the place of http://localhost:3000. */
  readonly app: string
  close(): Promise<void>
}

/** Starts the demo and follows a page's registration step, with the command that the page shows. */
export async function startQuickstart(page: string): Promise<QuickstartSite> {
  process.env.VALETKEY_LOG ??= 'error'
  const folder = mkdtempSync(path.join(tmpdir(), 'quickstart-'))
  const database = `sqlite:${folder}/valetkey.db`
  const [server = 0, api = 0, web = 0, notes = 0, own = 0] = await findFreePorts(5)
  const app = `http://localhost:${own}`
  const demo = await startDemo({ database, ports: { server, api, web, notes }, say: () => undefined })
  const places = {
    'http://localhost:4000': demo.issuer,
    'http://localhost:4001': demo.api,
    ...(page.includes('localhost:3000/callback')
      ? { 'http://localhost:3000': app, 'listen(3000': `listen(${own}` }
      : {}),
  }
  const snippets = writeSnippets(page, places)
  writeFileSync(path.join(snippets.folder, 'demo.yaml'), `issuer: ${demo.issuer}\ndatabase: ${database}\n`)
  const register = findSnippet(page, 'register.sh')
    .code.replace('npx valetkey', `"${process.execPath}" "${command}"`)
    .replace('examples/valetkey.demo.yaml', 'demo.yaml')
  await promisify(execFile)('sh', ['-ec', register], { cwd: snippets.folder })
  return {
    demo,
    snippets,
    app,
    close: async () => {
      snippets.remove()
      await demo.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
