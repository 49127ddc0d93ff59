import type { activity as english } from '../en/activity.ts'

/** The words of “Recent activity” in Spanish. */
export const activity: typeof english = {
  activity: {
    title: 'Actividad reciente',
    lead: 'Lo que ha pasado en tu cuenta, lo más reciente primero. Si algo no lo hiciste tú, cambia tu contraseña y cierra la sesión en todas partes.',
    none: 'Aún no hay nada registrado.',
    from: (address) => `desde la dirección ${address}`,
    older: 'Anteriores',
    newest: 'Volver a lo más reciente',
    events: {
      'account.disabled': () => 'Un administrador desactivó tu cuenta',
      'account.enabled': () => 'Un administrador activó tu cuenta',
      'account.password-changed': () => 'Se cambió la contraseña',
      'account.profile-changed': () => 'Se cambió el perfil',
      'account.deletion-requested': () => 'Se solicitó la eliminación de la cuenta',
      'account.deletion-cancelled': () => 'Se canceló la eliminación de la cuenta',
      'account.exported': () => 'Se descargaron los datos de la cuenta',
      'account.tokens-revoked': () =>
        'Un administrador cerró todas las sesiones y retiró el acceso de las aplicaciones',
      'account.signed-up': () => 'Creaste la cuenta',
      'invitation.accepted': () => 'Aceptaste una invitación',
      'terms.accepted': () => 'Aceptaste los términos del servicio',
      'terms.declined': () => 'Rechazaste los términos del servicio',
      'authorization.revoked': (app) => `Un administrador retiró la llave de ${app}`,
      'consent.given': (app) => `Diste una llave a ${app}`,
      'consent.confirmed': (app) => `Confirmaste la llave de ${app}`,
      'consent.denied': (app) => `No diste una llave a ${app}`,
      'key.changed': (app) => `Cambiaste la llave de ${app}`,
      'key.taken-back': (app) => `Retiraste la llave de ${app}`,
      'key.restored': (app) => `Devolviste la llave a ${app}`,
      'key.given-back': (app) => `Se devolvió la llave de ${app}`,
      'login.failed': () => 'Alguien intentó iniciar sesión y no lo consiguió',
      'login.succeeded': () => 'Iniciaste sesión',
      logout: () => 'Cerraste sesión',
      'session.ended': () => 'Se cerró una sesión',
      'session.revoked': () => 'Un administrador cerró sesiones',
      'token.replayed': (app) => `Se volvió a enviar un token ya usado de ${app}, así que se retiró el acceso`,
    },
    anApp: 'una aplicación',
  },
}
