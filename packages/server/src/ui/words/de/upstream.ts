import type { upstream as english } from '../en/upstream.ts'

/** The words of logins with accounts of other providers, in German. */
export const upstream: typeof english = {
  upstream: {
    failed: (provider) => `Die Anmeldung mit ${provider} ist fehlgeschlagen`,
    faults: {
      declined: (provider) => `Sie wurde bei ${provider} abgebrochen.`,
      unreachable: (provider) => `${provider} antwortet im Moment nicht.`,
      expired: (provider) =>
        `${provider} kennt diese Anmeldung nicht mehr: Sie hat zu lange gedauert oder wurde schon verwendet.`,
      clock: (provider) => `Die Uhr von ${provider} und die Uhr dieses Servers stimmen nicht überein.`,
      misconfigured: (provider) => `Dieser Server und ${provider} verstehen einander nicht.`,
      untrusted: (provider) => `${provider} hat eine Antwort gesendet, der dieser Server nicht vertraut.`,
    },
    advice: {
      declined: (provider) =>
        `Versuchen Sie es noch einmal und lassen Sie die Anmeldung bei ${provider} zu, oder melden Sie sich auf einem anderen Weg an.`,
      unreachable: () =>
        'Versuchen Sie es in ein paar Minuten noch einmal, oder melden Sie sich auf einem anderen Weg an.',
      expired: () => 'Versuchen Sie es noch einmal.',
      clock: () => 'Melden Sie sich auf einem anderen Weg an, und informieren Sie den Betreiber dieses Servers.',
      misconfigured: () =>
        'Melden Sie sich auf einem anderen Weg an, und informieren Sie den Betreiber dieses Servers.',
      untrusted: () =>
        'Es wurde nichts geändert. Versuchen Sie es noch einmal, oder melden Sie sich auf einem anderen Weg an.',
    },
    again: (provider) => `Noch einmal mit ${provider}`,
    otherWays: 'Anders anmelden',
    stale: 'Diese Anmeldung ist vorbei',
    staleText: (provider) =>
      `Sie hat zu lange gedauert, wurde abgeschlossen oder in einem anderen Browser begonnen. Beginnen Sie die Anmeldung mit ${provider} noch einmal.`,
    linked: (provider) => `Dieses Konto bei ${provider} ist schon verknüpft`,
    linkedText: (provider) =>
      `Es gehört bereits zu einem Konto hier. Melden Sie sich mit ${provider} an, oder verwenden Sie dort ein anderes Konto.`,
  },
  firstLogin: {
    title: (provider) => `Ihre erste Anmeldung mit ${provider}`,
    whom: (provider, whom) => `Bei ${provider} sind Sie ${whom}.`,
    username: 'Nutzername',
    usernameHint: 'So heißen Sie hier. Der Name kann ein anderer sein als dort.',
    takeOver: (provider) => `Von ${provider} übernehmen`,
    verified: 'bestätigt',
    create: 'Konto erstellen',
    haveAccount: 'Haben Sie hier schon ein Konto?',
    link: 'Anmelden und verknüpfen',
    otherWays: 'Anders anmelden',
    faults: {
      wrong: 'Geben Sie einen Nutzernamen mit 1 bis 200 Zeichen ein, ohne Leerzeichen und @',
      taken: 'Dieser Nutzername ist vergeben: Wählen Sie einen anderen',
    },
    known: 'Sie haben hier schon ein Konto',
    knownText: (provider) =>
      `Es hat dieselbe E-Mail-Adresse. Melden Sie sich einmal damit an. Danach können Sie auch ${provider} verwenden.`,
    none: (provider) => `Zu dieser Anmeldung mit ${provider} gehört hier kein Konto`,
    noneText: 'Wenn Sie hier ein Konto haben, melden Sie sich damit an und verknüpfen Sie die beiden.',
    claims: {
      name: 'Name',
      given_name: 'Vorname',
      family_name: 'Nachname',
      middle_name: 'Zweiter Vorname',
      nickname: 'Spitzname',
      preferred_username: 'Bevorzugter Nutzername',
      email: 'E-Mail-Adresse',
      picture: 'Bild',
      profile: 'Profilseite',
      website: 'Website',
      zoneinfo: 'Zeitzone',
      locale: 'Sprache',
      gender: 'Geschlecht',
      birthdate: 'Geburtsdatum',
      phone_number: 'Telefonnummer',
    },
  },
  confirmLink: {
    title: (provider) => `${provider} mit Ihrem Konto verknüpfen?`,
    text: (provider, there, here) => `Mit ${there} bei ${provider} können Sie sich dann hier als ${here} anmelden.`,
    effect: (provider) =>
      `Wer sich bei diesem Konto von ${provider} anmelden kann, kann sich dann auch hier als Sie anmelden.`,
    link: 'Verknüpfen',
    cancel: 'Abbrechen',
  },
}
