/** The words of “My account”: its frame and its overview. */
export const account = {
  myAccount: {
    title: 'My account',
    nav: 'My account',
    back: 'My account',
    sections: {
      overview: 'Overview',
      keys: 'My keys',
    },
    /** On the overview: what is behind each section. */
    about: {
      keys: 'Which apps may use your data, and until when.',
    },
    username: (username: string) => `Username: ${username}`,
    titleOf: (section: string) => `${section} · My account`,
    titleAfter: (outcome: string, title: string) => `${outcome} · ${title}`,
  },
}
