import { account } from './de/account.ts'
import { activity } from './de/activity.ts'
import { consent } from './de/consent.ts'
import { email } from './de/email.ts'
import { errors } from './de/errors.ts'
import { general } from './de/general.ts'
import { keyList } from './de/key-list.ts'
import { keys } from './de/keys.ts'
import { login } from './de/login.ts'
import { logins } from './de/logins.ts'
import { mail } from './de/mail.ts'
import { ownData } from './de/own-data.ts'
import { ownPassword } from './de/own-password.ts'
import { passkeys } from './de/passkeys.ts'
import { passwords } from './de/passwords.ts'
import { profile } from './de/profile.ts'
import { recover } from './de/recover.ts'
import { secondFactor } from './de/second-factor.ts'
import { sessions } from './de/sessions.ts'
import { signUp } from './de/sign-up.ts'
import { upstream } from './de/upstream.ts'
import type { Words } from './en.ts'

/** All words of the pages in German. */
export const de: Words = {
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
