import { isCommonPassword } from './common-passwords.ts'

/** NIST SP 800-63B §5.1.1.2. */
const fewest = 8
const most = 1000

/** The passwords of the demo, which everybody knows. */
const ofTheDemo: ReadonlySet<string> = new Set(['wonderland', 'builder'])

/** Why a password may not be set. */
export interface PasswordFault {
  readonly what: string
  /** Whether a development server on this computer takes it all the same. */
  readonly isFineInDevelopment: boolean
}

/** Checks a password against the one rule that every way of setting one has; undefined if it may be set. */
export function passwordFault(password: string): PasswordFault | undefined {
  if (ofTheDemo.has(password))
    return { what: 'is the password of the demo, which everybody knows', isFineInDevelopment: true }
  const length = [...password].length
  if (length < fewest || password.length > most) {
    const what = `has ${length} characters; it must have ${fewest} to ${most} characters, and 15 or more are recommended where it is the only factor (NIST SP 800-63B §5.1.1.2)`
    return { what, isFineInDevelopment: false }
  }
  if (!isCommonPassword(password)) return undefined
  const what =
    'is one of the most common passwords, or close to one: choose several words, or let a password manager make it (NIST SP 800-63B §5.1.1.2)'
  return { what, isFineInDevelopment: true }
}
