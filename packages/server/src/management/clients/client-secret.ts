import { isPrintedSecret } from '../../config/guessable-secret.ts'
import { ManagementError } from '../management-error.ts'

/** @throws ManagementError for a secret that everybody knows */
export function checkClientSecret(secret: string): void {
  if (!isPrintedSecret(secret)) return
  const what = 'the secret is printed in the documentation or an example'
  throw new ManagementError('invalid', [{ option: ['client_secret'], what, fix: 'choose another' }])
}
