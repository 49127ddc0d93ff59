import type { account as english } from '../en/account.ts'

/** The words of “My account” in German. */
export const account: typeof english = {
  myAccount: {
    title: 'Mein Konto',
    nav: 'Mein Konto',
    back: 'Mein Konto',
    sections: {
      overview: 'Übersicht',
      profile: 'Profil',
      email: 'E-Mail-Adresse',
      passkeys: 'Passkeys',
      password: 'Passwort',
      secondFactor: 'Bestätigung in zwei Schritten',
      sessions: 'Anmeldungen',
      activity: 'Aktivitäten',
      data: 'Ihre Daten',
      logins: 'Verknüpfte Konten',
      keys: 'Meine Schlüssel',
    },
    about: {
      profile: 'Ihr Name und was Apps sonst von Ihnen sehen dürfen.',
      passkeys: 'Melden Sie sich mit Fingerabdruck, Gesicht oder PIN statt mit einem Passwort an.',
      email: 'Wohin Nachrichten zu Ihrem Konto gehen. Ändern oder bestätigen Sie sie.',
      password: 'Ändern Sie es, und melden Sie sich überall sonst ab.',
      activity: 'Anmeldungen, Schlüssel und Änderungen, die neuesten zuerst.',
      data: 'Laden Sie alles herunter, was über Sie gespeichert ist, oder löschen Sie das Konto.',
      secondFactor: 'Ein Code von Ihrem Smartphone nach dem Passwort, Wiederherstellungscodes, gemerkte Geräte.',
      sessions: 'Die Browser, in denen Sie angemeldet sind, und wie Sie sich dort abmelden.',
      logins: 'Melden Sie sich hier mit Konten anderer Dienste an.',
      keys: 'Welche Apps Ihre Daten nutzen dürfen, und bis wann.',
    },
    username: (username) => `Nutzername: ${username}`,
    titleOf: (section) => `${section} · Mein Konto`,
    titleAfter: (outcome, title) => `${outcome} · ${title}`,
  },
}
