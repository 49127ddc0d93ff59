// Loaded into each test file's process: ends one that hangs, since the runner would wait for it forever.
const most = 900_000

setTimeout(() => {
  const open = process.getActiveResourcesInfo().join(', ')
  process.stderr.write(`still running after ${most / 1000} s; what keeps it: ${open}\n`)
  process.exit(1)
}, most).unref()
