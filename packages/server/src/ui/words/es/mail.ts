import type { mail as english } from '../en/mail.ts'

/** The words of e-mail in Spanish. */
export const mail: typeof english = {
  mail: {
    greeting: (name) => `Hola, ${name}:`,
    greetingUnnamed: 'Hola:',
    recovery: {
      subject: (server) => `Elige una contraseña nueva para ${server}`,
      text: (username, server) =>
        `Alguien, quizá tú, ha pedido una contraseña nueva para la cuenta «${username}» en ${server}. Abre esta página para elegirla:`,
      action: 'Elegir una contraseña nueva',
      link: 'El enlace funciona una vez, durante 30 minutos.',
      ignore: 'Si no has sido tú, no hagas nada: tu contraseña sigue siendo la misma.',
    },
    change: {
      subject: (server) => `Confirma tu correo electrónico para ${server}`,
      text: (username, address) =>
        `La cuenta «${username}» va a tener el correo electrónico ${address}. Abre esta página para confirmarlo:`,
      action: 'Confirmar el correo',
      link: 'El enlace funciona una vez, durante 30 minutos.',
      ignore: 'Si no has sido tú, no hagas nada: el correo no se usará.',
    },
    notice: {
      when: (time) => `Cuándo: ${time}`,
      from: (browser, address) => `Desde: ${browser}, dirección ${address}`,
      fromAddress: (address) => `Desde: dirección ${address}`,
      notYou: 'Si no has sido tú, elige ahora mismo una contraseña nueva:',
      recover: 'Elegir una contraseña nueva',
      account: 'Si no has sido tú, contacta con el responsable de este servidor.',
      deleted: {
        subject: 'Tu cuenta se ha eliminado',
        text: (username) => `Tu cuenta «${username}» se ha eliminado, con todos los datos guardados sobre ella.`,
      },
      changes: {
        'password-changed': {
          subject: 'Tu contraseña ha cambiado',
          text: (username) => `Se ha cambiado la contraseña de tu cuenta «${username}».`,
        },
        'passkey-added': {
          subject: 'Se ha añadido una llave de acceso',
          text: (username) => `Se ha añadido una llave de acceso a tu cuenta «${username}».`,
        },
        'passkey-removed': {
          subject: 'Se ha eliminado una llave de acceso',
          text: (username) => `Se ha eliminado una llave de acceso de tu cuenta «${username}».`,
        },
        'second-factor-added': {
          subject: 'Se ha activado la verificación en dos pasos',
          text: (username) => `Se ha activado la verificación en dos pasos en tu cuenta «${username}».`,
        },
        'second-factor-removed': {
          subject: 'Se ha desactivado la verificación en dos pasos',
          text: (username) => `Se ha desactivado la verificación en dos pasos en tu cuenta «${username}».`,
        },
        'recovery-codes-made': {
          subject: 'Se han creado códigos de recuperación nuevos',
          text: (username) =>
            `Se han creado códigos de recuperación nuevos para tu cuenta «${username}». Los antiguos ya no funcionan.`,
        },
        'recovery-code-used': {
          subject: 'Se ha usado un código de recuperación',
          text: (username) => `Se ha usado un código de recuperación para iniciar sesión en tu cuenta «${username}».`,
        },
        'email-changed': {
          subject: 'Tu correo electrónico ha cambiado',
          text: (username) => `Se ha cambiado el correo electrónico de tu cuenta «${username}».`,
        },
        'login-linked': {
          subject: 'Se ha vinculado una cuenta',
          text: (username) => `Se ha vinculado una cuenta de otro servicio a tu cuenta «${username}».`,
        },
        'login-unlinked': {
          subject: 'Se ha desvinculado una cuenta',
          text: (username) => `Se ha desvinculado una cuenta de otro servicio de tu cuenta «${username}».`,
        },
        'deletion-requested': {
          subject: 'Tu cuenta se eliminará',
          text: (username) =>
            `Se ha solicitado la eliminación de tu cuenta «${username}». Inicia sesión para conservarla.`,
        },
        'deletion-cancelled': {
          subject: 'Tu cuenta se conserva',
          text: (username) => `Se ha cancelado la eliminación de tu cuenta «${username}».`,
        },
      },
    },
  },
}
