/** A wrong option of the guard, and what to write instead. Unlike an outage, it does not end by itself. */
export class WrongSettingError extends Error {
  override readonly name = 'WrongSettingError'
}

/** Reports each wrong setting once, since every call would find it again, and any other cause every time. */
export function reportSettingsOnce(report: (cause: unknown) => void): (cause: unknown) => void {
  const reported = new Set<string>()
  return (cause) => {
    if (cause instanceof WrongSettingError) {
      if (reported.has(cause.message)) return
      reported.add(cause.message)
    }
    report(cause)
  }
}

/** Warns on the console; a wrong setting in one line, since its stack trace would not help. */
export function warn(cause: unknown): void {
  console.warn('valetkey guard:', cause instanceof WrongSettingError ? cause.message : cause)
}
