const left = new Set<() => void>()

/** Remembers to do `undo` should this process end before; the returned function does it now, and only once. */
export function atExit(undo: () => void): () => void {
  if (left.size === 0 && process.listenerCount('exit', undoAll) === 0) {
    process.on('exit', undoAll)
    process.on('SIGINT', () => process.exit(130))
    process.on('SIGTERM', () => process.exit(143))
    process.on('SIGHUP', () => process.exit(129))
  }
  left.add(undo)
  return () => {
    if (left.delete(undo)) undo()
  }
}

/** Undoes all, the last thing first; one that fails does not keep the others. */
function undoAll(): void {
  for (const undo of [...left].reverse()) {
    try {
      undo()
    } catch (error) {
      process.stderr.write(`cleaning up: ${error}\n`)
    }
  }
  left.clear()
}
