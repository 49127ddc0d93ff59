import type { Words } from './en.ts'
import { account } from './fr/account.ts'
import { activity } from './fr/activity.ts'
import { consent } from './fr/consent.ts'
import { email } from './fr/email.ts'
import { errors } from './fr/errors.ts'
import { general } from './fr/general.ts'
import { keyList } from './fr/key-list.ts'
import { keys } from './fr/keys.ts'
import { login } from './fr/login.ts'
import { logins } from './fr/logins.ts'
import { mail } from './fr/mail.ts'
import { ownData } from './fr/own-data.ts'
import { ownPassword } from './fr/own-password.ts'
import { passkeys } from './fr/passkeys.ts'
import { passwords } from './fr/passwords.ts'
import { profile } from './fr/profile.ts'
import { recover } from './fr/recover.ts'
import { secondFactor } from './fr/second-factor.ts'
import { sessions } from './fr/sessions.ts'
import { signUp } from './fr/sign-up.ts'
import { upstream } from './fr/upstream.ts'

/** All words of the pages in French. */
export const fr: Words = {
  ...general,
  ...login,
  ...logins,
  ...consent,
  ...keys,
  ...keyList,
  ...account,
  ...sessions,
  ...activity,
  ...ownPassword,
  ...ownData,
  ...profile,
  ...errors,
  ...email,
  ...passkeys,
  ...mail,
  ...recover,
  ...signUp,
  ...passwords,
  ...upstream,
  ...secondFactor,
}
