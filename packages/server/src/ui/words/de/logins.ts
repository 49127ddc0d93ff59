import type { logins as english } from '../en/logins.ts'

/** The words of the page with the logins elsewhere of an account, in German. */
export const logins: typeof english = {
  logins: {
    lead: 'Konten anderer Dienste, mit denen Sie sich hier anmelden können.',
    none: 'Es ist noch keines verknüpft.',
    another: 'Weiteres Konto verknüpfen',
    anotherText: 'Sie melden sich einmal dort an und können sich von da an hier damit anmelden.',
    link: (provider) => `${provider} verknüpfen`,
    unlink: 'Verknüpfung aufheben',
    linkedSince: (when) => `Verknüpft ${when}`,
    lastUsed: (when) => `zuletzt benutzt ${when}`,
    unused: 'noch nicht benutzt',
    linked: 'Das Konto ist verknüpft',
    unlinked: 'Das Konto ist nicht mehr verknüpft',
    last: 'Sie können sich nur so anmelden',
    outcomes: {
      linked: 'Sie können sich ab jetzt damit anmelden.',
      unlinked: 'Es führt nicht mehr zu Ihrem Konto hier. Andere Browser, die es benutzt haben, sind abgemeldet.',
      last: 'Legen Sie zuerst ein Passwort fest, fügen Sie einen Passkey hinzu oder verknüpfen Sie ein weiteres Konto. Danach können Sie diese Verknüpfung aufheben.',
    },
  },
}
