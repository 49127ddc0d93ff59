import { checkPassword } from '../../management/accounts/set-password.ts'
import { random } from '../../secrets/random.ts'
import { readSecret } from '../read-secret.ts'
import { UsageError } from '../refusals.ts'

export interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly generatePassword?: boolean
}

const generatedBytes = 15

/**
 * Reads a password or generates one; `shown` is a generated password, which is printed once.
 * @throws UsageError, ManagementError
 */
export async function readPassword(
  username: string,
  { passwordStdin: stdin = false, generatePassword }: PasswordOptions,
): Promise<{ readonly password: string; readonly shown: string | undefined }> {
  if (stdin && generatePassword)
    throw new UsageError('--password-stdin and --generate-password exclude each other: give one of them')
  if (generatePassword) {
    const password = random(generatedBytes)
    return { password, shown: password }
  }
  const what = `password of ${username}`
  const source = { what, stdin, stdinOption: '--password-stdin', variable: 'VALETKEY_PASSWORD', isNew: true }
  const password = await readSecret(source)
  checkPassword(password)
  return { password, shown: undefined }
}
