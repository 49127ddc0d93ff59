import type { Words } from './en.ts'
import { account } from './es/account.ts'
import { activity } from './es/activity.ts'
import { consent } from './es/consent.ts'
import { email } from './es/email.ts'
import { errors } from './es/errors.ts'
import { general } from './es/general.ts'
import { keyList } from './es/key-list.ts'
import { keys } from './es/keys.ts'
import { login } from './es/login.ts'
import { logins } from './es/logins.ts'
import { mail } from './es/mail.ts'
import { ownData } from './es/own-data.ts'
import { ownPassword } from './es/own-password.ts'
import { passkeys } from './es/passkeys.ts'
import { passwords } from './es/passwords.ts'
import { profile } from './es/profile.ts'
import { recover } from './es/recover.ts'
import { secondFactor } from './es/second-factor.ts'
import { sessions } from './es/sessions.ts'
import { signUp } from './es/sign-up.ts'
import { upstream } from './es/upstream.ts'

/** All words of the pages in Spanish. */
export const es: Words = {
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
