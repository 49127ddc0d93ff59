import type { passkeys as english } from '../en/passkeys.ts'

/** The words of passkeys in German. */
export const passkeys: typeof english = {
  passkeys: {
    lead: 'Ein Passkey ersetzt Ihr Passwort: Sie entsperren Ihr Gerät mit PIN, Fingerabdruck oder Gesicht und sind angemeldet.',
    use: 'Passkey verwenden',
    add: 'Passkey hinzufügen',
    cancelled:
      'Es wurde kein Passkey verwendet: Der Vorgang wurde abgebrochen oder hat zu lange gedauert. Versuchen Sie es noch einmal, oder machen Sie ohne Passkey weiter.',
    known: 'Dieses Gerät hat bereits einen Passkey für Ihr Konto.',
    failed:
      'Ihr Browser konnte keinen Passkey verwenden. Versuchen Sie es noch einmal, oder machen Sie ohne Passkey weiter.',
    otherwiseLogin:
      'Für Passkeys brauchen Sie JavaScript und einen aktuellen Browser. Melden Sie sich stattdessen mit Ihrem Passwort an.',
    otherwiseSecond:
      'Für Passkeys brauchen Sie JavaScript und einen aktuellen Browser. Verwenden Sie stattdessen einen Code.',
    otherwiseAdd:
      'Dieser Browser kann keine Passkeys hinzufügen: JavaScript ist ausgeschaltet, oder der Browser unterstützt sie nicht. Schalten Sie JavaScript ein, oder öffnen Sie diese Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.',
    refused: 'Dieser Passkey wurde nicht akzeptiert.',
    refusedText:
      'Verwenden Sie einen anderen Passkey, oder melden Sie sich auf einem anderen Weg an. Wenn Sie ihn hier entfernt haben, löschen Sie ihn auch auf Ihrem Gerät.',
    expired: 'Das hat zu lange gedauert.',
    expiredText: 'Versuchen Sie es innerhalb von fünf Minuten noch einmal.',
    none: 'Sie haben noch keine Passkeys',
    noneText:
      'Fügen Sie auf diesem Gerät einen hinzu. Auf Ihren anderen Geräten können Sie weitere hinzufügen, insgesamt bis zu 20.',
    created: (date, lastUse) => `Hinzugefügt ${date}, zuletzt benutzt: ${lastUse}`,
    synced: 'auf all Ihren Geräten',
    rename: 'Umbenennen',
    name: 'Name',
    save: 'Namen speichern',
    remove: 'Entfernen',
    removeIt: 'Passkey entfernen',
    about: (name) => `Passkey „${name}“`,
    removeText:
      'Niemand kann sich mehr damit anmelden, und Sie werden überall sonst abgemeldet. Ihr Gerät bietet ihn vielleicht weiter an, bis Sie ihn dort löschen.',
    added: (name) => `Passkey „${name}“ hinzugefügt.`,
    addedText: 'Wählen Sie beim nächsten Anmelden „Passkey verwenden“. Unten können Sie den Passkey umbenennen.',
    renamed: (name) => `Der Passkey heißt jetzt „${name}“.`,
    renamedText: 'Der Name wird nur hier angezeigt.',
    removed: (name) => `Passkey „${name}“ entfernt.`,
    removedText: 'Sie können ihn auch auf Ihrem Gerät löschen: Er öffnet hier nichts mehr.',
    gone: 'Es wurde nichts geändert.',
    goneText: 'Diesen Passkey gibt es nicht mehr.',
    last: 'Sie können sich nur damit anmelden.',
    lastText:
      'Legen Sie zuerst ein Passwort fest, oder fügen Sie einen weiteren Passkey hinzu. Danach können Sie diesen entfernen.',
    full: 'Sie haben 20 Passkeys. Mehr sind für ein Konto nicht möglich.',
    fullText: 'Entfernen Sie einen, den Sie nicht mehr benutzen, und fügen Sie dann den neuen hinzu.',
    notAdded: 'Der Passkey wurde nicht hinzugefügt.',
    notAddedText:
      'Die Antwort Ihres Browsers wurde nicht akzeptiert. Versuchen Sie es noch einmal, oder verwenden Sie ein anderes Gerät.',
    unavailable: 'Passkeys sind hier nicht verfügbar',
    unavailableText:
      'Browser bieten Passkeys nur unter https-Adressen mit einem Hostnamen an. Fragen Sie den Betreiber dieses Servers, und verwenden Sie bis dahin ein Passwort.',
    recovery: 'Wenn Sie alle Passkeys verlieren',
    recoveryByMail:
      'Melden Sie sich mit Ihrem Passwort an, oder legen Sie mit „Passwort vergessen?“ per E-Mail ein neues fest. Entfernen Sie dann hier die verlorenen Passkeys und fügen Sie einen neuen hinzu.',
    recoveryByPassword:
      'Melden Sie sich mit Ihrem Passwort an. Entfernen Sie dann hier die verlorenen Passkeys und fügen Sie einen neuen hinzu.',
  },
}
