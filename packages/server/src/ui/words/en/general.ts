import { count } from './count.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** The words of every page, and of times. */
export const general = {
  layout: {
    skip: 'Skip to the content',
    myKeys: 'My keys',
    myAccount: 'My account',
    logOut: 'Log out',
    switchAccount: 'switch account',
    support: 'Help',
    privacy: 'Privacy policy',
    terms: 'Terms of service',
    footer: 'A key opens only what you choose. You can take it back.',
  },
  password: { show: 'Show', hide: 'Hide', showPassword: 'Show password', hidePassword: 'Hide password' },
  time: {
    never: 'never',
    justNow: 'just now',
    soon: 'in less than a minute',
    seconds: (amount: number) => count(amount, 'second'),
    minutes: (amount: number) => count(amount, 'minute'),
    hours: (amount: number) => count(amount, 'hour'),
    days: (amount: number) => count(amount, 'day'),
    joined: (larger: string, smaller: string) => `${larger} ${smaller}`,
    ahead: (duration: string) => `in ${duration}`,
    ago: (duration: string) => `${duration} ago`,
    today: (time: string) => `today at ${time}`,
    tomorrow: (time: string) => `tomorrow at ${time}`,
    yesterday: (time: string) => `yesterday at ${time}`,
    on: (date: string) => `on ${date}`,
    date: (day: string, month: string, year: string) => `${day} ${month} ${year}`,
    exact: (date: string, time: string) => `${date}, ${time}`,
    months: (): readonly string[] => months,
  },
  client: { policy: 'Privacy policy', terms: 'Terms of service' },
  account: { loggedInAs: 'You are logged in as', notYou: 'Not you?', continueAsOther: 'Continue as someone else' },
  home: {
    title: 'Welcome',
    heading: 'Hand over a key, not your password.',
    lead: 'A valet key opens the door and drives a mile. It does not open the trunk. Here you give apps such keys: you choose what each one opens and how long it lasts, and you can take it back.',
    /** Where the server has a name of its own: the metaphor is that of this project. */
    leadOfBrand:
      'Here you give apps keys to your data: you choose what each one opens and how long it lasts, and you can take it back.',
    logIn: 'Log in to see your keys',
    keys: 'See my keys',
    account: 'My account',
    developers: 'For developers',
    metadata: 'Server metadata',
    publicKeys: 'Public keys',
  },
}
