/** Warns that an entry of a file is added again when the file is applied. */
export function fileNote(source: string, what: string): readonly string[] {
  return source === 'file' ? [`${what} comes from a configuration file: remove it there too, or it is added again`] : []
}

/** Warns that a change of an entry of a file lasts until the entry in the file changes. */
export function staysNote(source: string, what: string): readonly string[] {
  return source === 'file'
    ? [`${what} comes from a configuration file: change it there too, or this is undone when its entry there changes`]
    : []
}
