/** Pages that messages link to, within the issuer. */
export const mailedPaths = {
  recover: '/recover',
  newPassword: '/recover/password',
  confirmEmail: '/account/email/confirm',
  signUp: '/sign-up',
  finishSignUp: '/sign-up/finish',
  invitation: '/invitation',
}
