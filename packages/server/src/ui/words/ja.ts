import type { Words } from './en.ts'
import { account } from './ja/account.ts'
import { activity } from './ja/activity.ts'
import { consent } from './ja/consent.ts'
import { email } from './ja/email.ts'
import { errors } from './ja/errors.ts'
import { general } from './ja/general.ts'
import { keyList } from './ja/key-list.ts'
import { keys } from './ja/keys.ts'
import { login } from './ja/login.ts'
import { logins } from './ja/logins.ts'
import { mail } from './ja/mail.ts'
import { ownData } from './ja/own-data.ts'
import { ownPassword } from './ja/own-password.ts'
import { passkeys } from './ja/passkeys.ts'
import { passwords } from './ja/passwords.ts'
import { profile } from './ja/profile.ts'
import { recover } from './ja/recover.ts'
import { secondFactor } from './ja/second-factor.ts'
import { sessions } from './ja/sessions.ts'
import { signUp } from './ja/sign-up.ts'
import { upstream } from './ja/upstream.ts'

/** All words of the pages in Japanese. */
export const ja: Words = {
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
