import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** A code block of a document whose info string names a file, such as ```ts file=express.ts */
export interface Snippet {
  readonly file: string
  readonly language: string
  readonly code: string
}

/** Reads the named snippets of a Markdown text; code blocks without `file=` are ignored. */
export function readSnippets(markdown: string): readonly Snippet[] {
  const fences = markdown.matchAll(
    /^(?<fence>`{3,})(?<language>[\w-]+)(?<info>[^\n]*)\n(?<code>[\s\S]*?)^\k<fence>[ \t]*$/gm,
  )
  return [...fences].flatMap(({ groups }) => {
    const { language = '', info = '', code = '' } = groups ?? {}
    const file = /\bfile=(\S+)/.exec(info)?.[1]
    return file === undefined ? [] : [{ file, language, code }]
  })
}

/**
 * Finds one snippet by its file's name.
 * @throws Error that lists the existing snippets
 */
export function findSnippet(markdown: string, file: string): Snippet {
  const snippets = readSnippets(markdown)
  const snippet = snippets.find((one) => one.file === file)
  if (snippet) return snippet
  throw new Error(`no snippet is named ${file}; the snippets are: ${snippets.map((one) => one.file).join(', ')}`)
}

/** Snippets written to files, to be imported or started. */
export interface SnippetFolder {
  readonly folder: string
  /** Imports a snippet's module. */
  load(file: string): Promise<Readonly<Record<string, unknown>>>
  remove(): void
}

/**
 * Writes the snippets of a document into a new folder inside the project, so that their imports resolve.
 * `replace` maps placeholders in the snippets, such as an issuer's URL, to the values of the test.
 * @throws Error if no snippet contains a placeholder, so that a test cannot pass without testing anything
 */
export function writeSnippets(markdown: string, replace: Readonly<Record<string, string>> = {}): SnippetFolder {
  const snippets = readSnippets(markdown)
  for (const text of Object.keys(replace)) {
    if (!snippets.some(({ code }) => code.includes(text))) throw new Error(`no snippet contains ${text}`)
  }
  const root = path.join(import.meta.dirname, '..', '.data')
  mkdirSync(root, { recursive: true })
  const folder = mkdtempSync(path.join(root, 'snippets-'))
  for (const { file, code } of snippets) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(
      target,
      Object.entries(replace).reduce((text, [from, to]) => text.replaceAll(from, to), code),
    )
  }
  return {
    folder,
    load: (file) => import(pathToFileURL(path.join(folder, file)).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
