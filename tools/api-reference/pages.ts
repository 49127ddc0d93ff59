import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  Application,
  type DeclarationReflection,
  IntrinsicType,
  LogLevel,
  type ProjectReflection,
  ReflectionKind,
  type SomeType,
} from 'typedoc'
import ts from 'typescript'
import { joinModules } from './join-modules.ts'

/** A published package whose exports have a page: its folder, and its entry points by specifier. */
interface Package {
  readonly folder: string
  readonly name: string
  readonly entries: readonly (readonly [specifier: string, file: string])[]
}

/** In characters of TypeDoc's JSON. */
const largestType = 20_000

/** The folders of the packages that have a page. */
export const documented = ['server', 'guard', 'client', 'protocol'] as const

function readPackage(root: string, folder: string): Package {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'packages', folder, 'package.json'), 'utf8'))
  const entries = Object.entries<string>(exports).map(
    ([key, file]) => [path.posix.join(name, key), path.join(root, 'packages', folder, file)] as const,
  )
  return { folder, name, entries }
}

/** TypeDoc does not support the TypeScript of the project, so this folder has one of its own. */
function createProgram(root: string, packages: readonly Package[]): ts.Program {
  const files = packages.flatMap(({ entries }) => entries.map(([, file]) => file))
  const config = { extends: './tsconfig.json', files, include: [] }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return ts.createProgram({ rootNames: fileNames, options })
}

/** Writes the pages of `docs/api`, by file. @throws Error listing exports without a doc comment and broken links */
export async function apiPages(root: string): Promise<readonly (readonly [file: string, text: string])[]> {
  const packages = documented.map((folder) => readPackage(root, folder))
  const program = createProgram(root, packages)
  const pages: [string, string][] = []
  for (const each of packages) pages.push([`docs/api/${each.folder}.md`, await writePage(program, each)])
  return pages
}

const moduleOf = (name: string, specifier: string) => path.posix.relative(name, specifier) || 'index'

/** Returns the name of a type; of `Pick<TokenSet, 'claims'>` the one that it picks from. */
function nameOf(type: SomeType | undefined): string | undefined {
  if (type?.type !== 'reference') return undefined
  return (type.name === 'Pick' && nameOf(type.typeArguments?.[0])) || type.name
}

/** Names destructured parameters, which have no name in the source, by their type. */
function nameParameters(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    if (parameter.name !== '__namedParameters' || !parameter.isParameter()) continue
    const type = nameOf(parameter.type) ?? 'Options'
    parameter.name = `${type.charAt(0).toLowerCase()}${type.slice(1)}`
  }
}

/** Hides the members of types that would fill the page, such as the words of the pages. */
function hideLargeTypes(app: Application, project: ProjectReflection): void {
  const declarations = project.getReflectionsByKind(ReflectionKind.Property | ReflectionKind.Variable)
  for (const one of declarations) {
    if (!one.isDeclaration() || one.type === undefined) continue
    if (JSON.stringify(app.serializer.toObject(one.type)).length > largestType) one.type = new IntrinsicType('object')
  }
}

function isDocumented(one: DeclarationReflection): boolean {
  const type = one.type?.type === 'reflection' ? one.type.declaration.signatures : undefined
  return one.hasComment() || [...(one.signatures ?? []), ...(type ?? [])].some((signature) => signature.hasComment())
}

function findUndocumented(project: ProjectReflection): readonly string[] {
  const children = (project.children ?? []).flatMap((child) =>
    child.kind === ReflectionKind.Module ? (child.children ?? []) : [child],
  )
  return children.filter((child) => !child.isReference() && !isDocumented(child)).map((child) => child.name)
}

async function writePage(program: ts.Program, { folder, name, entries }: Package): Promise<string> {
  const out = mkdtempSync(path.join(tmpdir(), 'valetkey-api-'))
  try {
    const app = await Application.bootstrapWithPlugins(
      {
        plugin: ['typedoc-plugin-markdown'],
        logLevel: LogLevel.Warn,
        name,
        readme: 'none',
        disableSources: true,
        disableGit: true,
        excludeExternals: true,
        excludePrivate: true,
        sort: ['alphabetical'],
        groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables'],
        validation: { notExported: false, invalidLink: true, rewrittenLink: true },
        router: 'module',
        entryFileName: 'all',
        hidePageHeader: true,
        hidePageTitle: true,
        hideBreadcrumbs: true,
        useHTMLAnchors: true,
        useCodeBlocks: true,
        expandParameters: true,
        indexFormat: 'table',
        parametersFormat: 'table',
        propertiesFormat: 'table',
        interfacePropertiesFormat: 'table',
        classPropertiesFormat: 'table',
        typeAliasPropertiesFormat: 'table',
        typeDeclarationFormat: 'table',
        tableColumnSettings: { hideModifiers: true, hideDefaults: true, hideOverrides: true, hideInherited: true },
      } as Parameters<typeof Application.bootstrapWithPlugins>[0], // with options of the plugin
      [],
    )
    const project = app.converter.convert(
      entries.map(([specifier, file]) => {
        const sourceFile = program.getSourceFile(file)
        if (sourceFile === undefined) throw new Error(`${file} is an entry point of ${name}, but does not exist`)
        return { displayName: moduleOf(name, specifier), program, sourceFile }
      }),
    )
    nameParameters(project)
    hideLargeTypes(app, project)
    const bare = findUndocumented(project)
    if (bare.length > 0) throw new Error(`${name} exports these without a doc comment: ${bare.join(', ')}`)
    app.validate(project)
    await app.outputs.writeOutput({ name: 'markdown', path: out }, project)
    if (app.logger.hasErrors() || app.logger.hasWarnings())
      throw new Error(`${name}: fix the warnings of TypeDoc above`)
    return joinModules(
      name,
      folder,
      entries.map(([specifier]) => {
        const module = moduleOf(name, specifier)
        const file = path.join(out, `${entries.length === 1 ? 'all' : module}.md`)
        return { specifier, name: module, text: readFileSync(file, 'utf8') }
      }),
    )
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
