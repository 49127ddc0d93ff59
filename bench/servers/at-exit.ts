const left = new Set<() => void>()

/**
 * Remembers to do `undo` should this process end before it is undone in the regular way, Ctrl-C included;
 * the returned function does it now, once.
 */
export function atExit(undo: () => void): () => void {
  if (left.size === 0 && process.listenerCount('exit', undoAll) === 0) {
    process.on('exit', undoAll)
    process.on('SIGINT', () => process.exit(130))
    process.on('SIGTERM', () => process.exit(143))
  }
  left.add(undo)
  return () => {
    if (left.delete(undo)) undo()
  }
}

function undoAll(): void {
  for (const undo of [...left].reverse()) undo()
  left.clear()
}
