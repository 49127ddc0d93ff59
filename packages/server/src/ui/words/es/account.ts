import type { account as english } from '../en/account.ts'

/** The words of “My account” in Spanish. */
export const account: typeof english = {
  myAccount: {
    title: 'Mi cuenta',
    nav: 'Mi cuenta',
    back: 'Mi cuenta',
    sections: {
      overview: 'Resumen',
      profile: 'Perfil',
      email: 'Correo electrónico',
      passkeys: 'Llaves de acceso',
      password: 'Contraseña',
      secondFactor: 'Verificación en dos pasos',
      sessions: 'Sesiones',
      activity: 'Actividad',
      data: 'Tus datos',
      logins: 'Cuentas vinculadas',
      keys: 'Mis llaves',
    },
    about: {
      profile: 'Tu nombre y qué más pueden ver de ti las aplicaciones.',
      passkeys: 'Inicia sesión con tu huella, tu cara o un PIN en lugar de una contraseña.',
      email: 'Adónde llegan los mensajes sobre tu cuenta. Cámbialo o confírmalo.',
      password: 'Cámbiala y cierra la sesión en todos los demás sitios.',
      activity: 'Inicios de sesión, llaves y cambios, lo más reciente primero.',
      data: 'Descarga todo lo que se guarda sobre ti, o elimina la cuenta.',
      secondFactor:
        'Un código de tu teléfono después de la contraseña, códigos de recuperación, dispositivos recordados.',
      sessions: 'Los navegadores en los que has iniciado sesión, y cómo cerrarla.',
      logins: 'Inicia sesión aquí con cuentas de otros servicios.',
      keys: 'Qué aplicaciones pueden usar tus datos, y hasta cuándo.',
    },
    username: (username) => `Nombre de usuario: ${username}`,
    titleOf: (section) => `${section} · Mi cuenta`,
    titleAfter: (outcome, title) => `${outcome} · ${title}`,
  },
}
