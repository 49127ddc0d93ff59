import { account } from './en/account.ts'
import { activity } from './en/activity.ts'
import { consent } from './en/consent.ts'
import { email } from './en/email.ts'
import { errors } from './en/errors.ts'
import { general } from './en/general.ts'
import { keyList } from './en/key-list.ts'
import { keys } from './en/keys.ts'
import { login } from './en/login.ts'
import { logins } from './en/logins.ts'
import { mail } from './en/mail.ts'
import { ownData } from './en/own-data.ts'
import { ownPassword } from './en/own-password.ts'
import { passkeys } from './en/passkeys.ts'
import { passwords } from './en/passwords.ts'
import { profile } from './en/profile.ts'
import { recover } from './en/recover.ts'
import { secondFactor } from './en/second-factor.ts'
import { sessions } from './en/sessions.ts'
import { signUp } from './en/sign-up.ts'
import { upstream } from './en/upstream.ts'

/**
 * All words of the pages, in English, one file per topic. An entry with values is a function of strings and numbers.
 * `phrase` inserts markup for a value, and everything is escaped when it is rendered.
 */
export const en = {
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
} satisfies Dictionary

type Dictionary = {
  readonly [name: string]:
    | string
    | readonly string[]
    | ((...values: never[]) => string | readonly string[])
    | Dictionary
}

/** The words of the pages in one language. A translation has every entry, with the same values. */
export type Words = typeof en
