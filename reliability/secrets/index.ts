import { emailLink, invitationLink, recoveryLink, signUpLink } from './links.ts'
import { passkeyChallenge } from './passkey.ts'
import { appCode, recoveryCode } from './second-steps.ts'
import type { SecretKind } from './secret.ts'

/** Every kind of secret that users get and that works once. */
export const secretKinds: readonly SecretKind[] = [
  recoveryLink,
  signUpLink,
  invitationLink,
  emailLink,
  appCode,
  recoveryCode,
  passkeyChallenge,
]
