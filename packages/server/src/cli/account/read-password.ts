import type { PasswordRule } from '../../accounts/passwords/rule.ts'
import { checkPassword } from '../../management/accounts/set-password.ts'
import { random } from '../../secrets/random.ts'
import { readSecret } from '../read-secret.ts'
import { UsageError } from '../refusals.ts'

export interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly generatePassword?: boolean
}

/** 20 characters. */
const generatedBytes = 15

/**
 * Reads a password or generates one; `shown` is a generated password, which is printed once.
 * @throws UsageError, ManagementError
 */
export async function readPassword(
  username: string,
  { passwordStdin: stdin = false, generatePassword }: PasswordOptions,
  { rule, names }: { readonly rule: PasswordRule; readonly names: readonly string[] },
): Promise<{ readonly password: string; readonly shown: string | undefined }> {
  if (stdin && generatePassword)
    throw new UsageError('--password-stdin and --generate-password exclude each other: give one of them')
  if (generatePassword) {
    const password = random(Math.max(generatedBytes, Math.ceil((rule.minimum * 3) / 4)))
    return { password, shown: password }
  }
  const what = `password of ${username}`
  const source = { what, stdin, stdinOption: '--password-stdin', variable: 'VALETKEY_PASSWORD', isNew: true }
  const password = await readSecret(source)
  checkPassword(password, rule, names)
  return { password, shown: undefined }
}
