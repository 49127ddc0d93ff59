import { count } from './count.ts'

/** The words of a form that sets a password. */
export const passwords = {
  passwords: {
    label: 'New password',
    /** What the field asks for. */
    hint: (minimum: number) =>
      `${count(minimum, 'character')} or more. Several words that do not belong together are easy to remember and hard to guess.`,
    fault: {
      short: (length: number, minimum: number) =>
        `This password has ${count(length, 'character')}. It needs ${minimum} or more.`,
      long: (most: number) => `This password is too long. It may have ${count(most, 'character')} at most.`,
      common: 'Many people use this password, so it is among the first that others try. Choose another one.',
      personal: 'This password is made of your name or ours, which others try first. Choose another one.',
    },
    /** How strong a password is, while it is typed. */
    strength: {
      short: (missing: number) => `${count(missing, 'more character')} to go`,
      weak: 'Easy to guess: add another word.',
      fair: 'Good. One more word makes it better.',
      strong: 'Strong. Keep it in a password manager, or remember it well.',
    },
  },
}
