import { passwordFault } from '../../accounts/password-rule.ts'
import { random } from '../../secrets/random.ts'
import { readSecret } from '../read-secret.ts'
import { Refused, UsageError } from '../refusals.ts'

/** Where a person's new password comes from. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly generatePassword?: boolean
}

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
  const fault = passwordFault(password)
  if (fault !== undefined) throw new Refused(`the password ${fault.what}`)
  return { password, shown: undefined }
}
