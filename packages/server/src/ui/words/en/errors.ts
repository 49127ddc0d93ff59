/** The words of pages that say what went wrong. */
export const errors = {
  expired: {
    title: 'This page is out of date',
    text: 'This request was already completed or has expired: go back to the app and start again.',
    expired: (app: string) =>
      `The request of ${app} has expired, because it was left open for more than half an hour: start again.`,
    answered: (app: string) => `The request of ${app} was already completed: go back to the app, or start again.`,
    toApp: (app: string) => `Go to ${app}`,
    atApp: (app: string) => `Start again at ${app}`,
    again: 'Start again',
  },
  problem: {
    ofApp: 'This app made a mistake',
    ofAppText: 'No response was sent to it, and nothing of yours was shared.',
    ofAppAdvice: 'Go back to the app and try again. If this happens again, contact the people who run the app.',
    /** By HTTP status. */
    titles: {
      403: 'This form cannot be used',
      404: 'Page not found',
      405: 'Not supported',
      413: 'Request too large',
      429: 'Too many attempts',
      500: 'Something went wrong',
      503: 'Please try again in a moment',
    },
    /** By HTTP status; other pages show the description of the error. */
    texts: {
      404: 'No page exists at this address.',
      500: 'An unexpected error occurred.',
      503: 'The server is temporarily unavailable: try again.',
    },
    form: 'This form cannot be used',
    fromOtherSite: 'The form came from another site.',
    malformedForm: 'The form was not sent as this page shows it. Go back, reload the page and try again.',
    outdated: 'This page is out of date: go back, reload it and try again.',
    noCookie: 'This browser did not send the cookie that belongs to this page.',
    noCookieAdvice:
      'Go back to the app and start again, or log in here to see your keys. If this happens again, your browser may be blocking cookies: allow them for this site.',
    unknownDecision: 'The form was sent without one of the decisions on this page. Go back and try again.',
    help: 'Get help',
    toKeys: 'Go to my keys',
    toStart: 'Go to the start page',
    code: (code: string) => `If you ask for help, give this code: ${code}`,
  },
  developer: {
    title: 'For the developer of the app',
    error: 'Error',
    wrong: 'What is wrong',
    received: 'Received',
    registered: 'Registered',
    fix: 'How to fix it',
    specification: 'Specification',
    compare: 'Compare it with the registered redirect URIs of the client.',
    caption: (name: string) => `${name}: received and registered`,
    value: 'The value',
    more: (amount: number) => `${amount} more`,
    nothing: 'nothing',
    endsHere: 'ends here',
    same: 'They are identical.',
    slashReceived: 'The received value has a trailing slash, the registered one has none.',
    slashRegistered: 'The registered value has a trailing slash, the received one has none.',
    case: 'They differ only in letter case.',
    shorter: (position: number) => `The received value ends before character ${position} of the registered one.`,
    longer: (position: number) =>
      `The received value continues after the end of the registered one, from character ${position}.`,
    differs: (position: number) => `The first difference is at character ${position}.`,
  },
}
