import { random } from '../../random.ts'
import { readSecret } from '../read-secret.ts'
import { Refused, UsageError } from '../refusals.ts'

/** Where a person's new password comes from. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly generatePassword?: boolean
}

/** NIST SP 800-63B §5.1.1.2. */
const fewest = 8
const most = 1000
const generatedBytes = 15

/** Reads or makes a password; `shown` is the one that was made, to be told once. */
export async function readPassword(
  username: string,
  { passwordStdin: stdin = false, generatePassword }: PasswordOptions,
): Promise<{ readonly password: string; readonly shown: string | undefined }> {
  if (stdin && generatePassword) throw new UsageError('give one of --password-stdin and --generate-password')
  if (generatePassword) {
    const password = random(generatedBytes)
    return { password, shown: password }
  }
  const what = `password of ${username}`
  const source = { what, stdin, stdinOption: '--password-stdin', variable: 'VALETKEY_PASSWORD', isNew: true }
  const password = await readSecret(source)
  if ([...password].length < fewest || password.length > most) {
    throw new Refused(`the password must have ${fewest} to ${most} characters (NIST SP 800-63B §5.1.1.2)`)
  }
  return { password, shown: undefined }
}
