/** Notes that a removed entry comes back when its file is applied again; empty for an entry that a command added. */
export function addedAgainNote(source: string, entry: string): readonly string[] {
  return source === 'file'
    ? [`${entry} comes from a configuration file: remove it there too, or it is added again`]
    : []
}

/** Notes that a change is undone when the entry changes in its file; empty for an entry that a command added. */
export function overwrittenNote(source: string, entry: string): readonly string[] {
  return source === 'file'
    ? [
        `${entry} comes from a configuration file: change it there too, or this change is undone when the entry in the file changes`,
      ]
    : []
}
