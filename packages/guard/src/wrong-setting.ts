/** Says which of the guard's settings is wrong and what to write: no outage, and trying again fixes nothing. */
export class WrongSettingError extends Error {
  override readonly name = 'WrongSettingError'
}

/** Tells of each wrong setting once, since every call would find it again, and of all else every time. */
export function tellSettingsOnce(tell: (cause: unknown) => void): (cause: unknown) => void {
  const told = new Set<string>()
  return (cause) => {
    if (cause instanceof WrongSettingError) {
      if (told.has(cause.message)) return
      told.add(cause.message)
    }
    tell(cause)
  }
}

/** Warns on the console; a wrong setting in one line, for where in the guard it was found helps nobody. */
export function warn(cause: unknown): void {
  console.warn('valetkey guard:', cause instanceof WrongSettingError ? cause.message : cause)
}
