/** One entry point of a package, as the Markdown that TypeDoc wrote for it. */
export interface Module {
  readonly specifier: string
  /** The name of its file, without the ending. */
  readonly name: string
  readonly text: string
}

/** Anchors of a page are unique, and so carry the name of their module, except those of the package itself. */
const anchor = (module: string, id: string) => (module === 'index' ? id : `${module}-${id}`)

/** Makes the links and anchors of a module those of the joined page. */
function unify({ name, text }: Module): string {
  return text
    .replaceAll(/<a id="([^"]+)"><\/a>/g, (_, id: string) => `<a id="${anchor(name, id)}"></a>`)
    .replaceAll(/\]\((?:([\w-]+)\.md)?#([^)]+)\)/g, (_, file: string | undefined, id: string) => {
      return `](#${anchor(file ?? name, id)})`
    })
}

/** Shortens the list of re-exports to a sentence. */
function shorten(text: string): string {
  const [own = '', references = ''] = text.split(/^## References$/m)
  const links = [...references.matchAll(/^Re-exports (\[.*)$/gm)].map((match) => match[1] ?? '')
  return links.length === 0 ? own.trim() : `${own.trim()}\n\nAlso exports ${links.join(', ')}.`
}

/** Leaves out rulers, trailing spaces and empty cells, which the formatter keeps. */
function tidy(text: string): string {
  return text
    .replaceAll(/^\*\*\*\n+/gm, '')
    .replaceAll(/ +$/gm, '')
    .replaceAll(/(?<=\|) - (?=\|)/g, '  ')
}

/** Joins the entry points of a package to one page. */
export function joinModules(name: string, folder: string, modules: readonly Module[]): string {
  const title = `# \`${name}\`\n\nThe exports of \`${name}\`. [Its README](../../packages/${folder}/README.md) has examples.`
  const texts = modules.map((module) => tidy(shorten(unify(module))))
  if (modules.length === 1) return [title, ...texts].join('\n\n')
  const links = modules.map((module) => `- [\`${module.specifier}\`](#${anchor('entry', module.name)})`)
  const sections = modules.map(({ specifier, name }, index) => {
    const deeper = (texts[index] ?? '').replaceAll(/^#(?=#)/gm, '##')
    return `<a id="${anchor('entry', name)}"></a>\n\n## \`${specifier}\`\n\n${deeper}`
  })
  return [title, links.join('\n'), ...sections].join('\n\n')
}
