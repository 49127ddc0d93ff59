/** The words of “Password” in “My account”. */
export const ownPassword = {
  ownPassword: {
    lead: 'A new password logs you out in every other browser. Apps keep the keys you gave them.',
    none: 'Your account has no password yet. With one you can log in without the other ways, too.',
    current: 'Current password',
    save: 'Change the password',
    set: 'Set the password',
    wrong: 'This is not your current password.',
    wrongTitle: 'The current password is wrong',
    refusedTitle: 'The new password cannot be used',
    same: 'This is your current password already. Choose another one.',
    wait: (duration: string) => `Too many attempts. Wait ${duration}, then try again.`,
    raced: 'Your password was changed elsewhere in the meantime. Nothing was changed here.',
    done: 'Password changed',
    doneTitle: 'Your password is changed.',
    doneText: 'Every other browser is logged out.',
  },
}
