const left = new Set<() => void>()

/**
 * Runs `undo` when this process exits, also by Ctrl-C, unless it ran before. The returned function runs it
 * immediately, once.
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
