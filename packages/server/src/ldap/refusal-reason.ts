/** Why Active Directory refuses a login although the password may be right, by the hexadecimal number after `data`. */
const reasons: Readonly<Record<string, string>> = {
  '530': 'the user may not log in at this time',
  '531': 'the user may not log in from this computer',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '568': 'the user is in too many groups',
  '701': 'the account has expired',
  '773': 'the user has to choose a new password first',
  '775': 'the account is locked after too many wrong passwords',
}

/** Returns the reason that is only for operators; undefined if the password is wrong, or nothing else is known. */
export function refusalReason(message: string): string | undefined {
  const [, number = ''] = /AcceptSecurityContext error, data ([0-9a-f]+)/i.exec(message) ?? []
  return reasons[number.toLowerCase()]
}
