import type { Words } from './en.ts'
import { account } from './pt/account.ts'
import { activity } from './pt/activity.ts'
import { consent } from './pt/consent.ts'
import { email } from './pt/email.ts'
import { errors } from './pt/errors.ts'
import { general } from './pt/general.ts'
import { keyList } from './pt/key-list.ts'
import { keys } from './pt/keys.ts'
import { login } from './pt/login.ts'
import { logins } from './pt/logins.ts'
import { mail } from './pt/mail.ts'
import { ownData } from './pt/own-data.ts'
import { ownPassword } from './pt/own-password.ts'
import { passkeys } from './pt/passkeys.ts'
import { passwords } from './pt/passwords.ts'
import { profile } from './pt/profile.ts'
import { recover } from './pt/recover.ts'
import { secondFactor } from './pt/second-factor.ts'
import { sessions } from './pt/sessions.ts'
import { signUp } from './pt/sign-up.ts'
import { upstream } from './pt/upstream.ts'

/** All words of the pages in Brazilian Portuguese. */
export const pt: Words = {
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
  ...profile,
  ...errors,
  ...email,
  ...ownData,
  ...passkeys,
  ...mail,
  ...recover,
  ...signUp,
  ...passwords,
  ...upstream,
  ...secondFactor,
}
