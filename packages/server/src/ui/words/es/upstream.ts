import type { upstream as english } from '../en/upstream.ts'

/** The words of logins with accounts of other providers, in Spanish. */
export const upstream: typeof english = {
  upstream: {
    failed: (provider) => `No se ha podido iniciar sesión con ${provider}`,
    faults: {
      declined: (provider) => `Se canceló en ${provider}.`,
      unreachable: (provider) => `${provider} no responde en este momento.`,
      expired: (provider) => `${provider} ya no reconoce este inicio de sesión: tardó demasiado o ya se había usado.`,
      clock: (provider) => `El reloj de ${provider} y el de este servidor no coinciden.`,
      misconfigured: (provider) => `Este servidor y ${provider} no se entienden.`,
      untrusted: (provider) => `${provider} envió una respuesta en la que este servidor no confía.`,
    },
    advice: {
      declined: (provider) => `Inténtalo de nuevo y permítelo en ${provider}, o inicia sesión de otra forma.`,
      unreachable: () => 'Inténtalo de nuevo en unos minutos o inicia sesión de otra forma.',
      expired: () => 'Inténtalo de nuevo.',
      clock: () => 'Inicia sesión de otra forma y avisa a los responsables de este servidor.',
      misconfigured: () => 'Inicia sesión de otra forma y avisa a los responsables de este servidor.',
      untrusted: () => 'No se ha cambiado nada. Inténtalo de nuevo o inicia sesión de otra forma.',
    },
    again: (provider) => `Reintentar con ${provider}`,
    otherWays: 'Iniciar sesión de otra forma',
    stale: 'Este inicio de sesión ha terminado',
    staleText: (provider) =>
      `Tardó demasiado, ya se completó o empezó en otro navegador. Vuelve a iniciar sesión con ${provider}.`,
    linked: (provider) => `Esta cuenta de ${provider} ya está vinculada`,
    linkedText: (provider) =>
      `Ya pertenece a una cuenta de aquí. Inicia sesión con ${provider} o usa otra cuenta allí.`,
  },
  firstLogin: {
    title: (provider) => `Tu primer inicio de sesión con ${provider}`,
    whom: (provider, whom) => `En ${provider} eres ${whom}.`,
    username: 'Nombre de usuario',
    usernameHint: 'Cómo te llamas aquí. Puede ser distinto del de allí.',
    takeOver: (provider) => `Traer de ${provider}`,
    verified: 'verificado',
    create: 'Crear cuenta',
    haveAccount: '¿Ya tienes una cuenta aquí?',
    link: 'Iniciar sesión y vincular',
    otherWays: 'Iniciar sesión de otra forma',
    faults: {
      wrong: 'Escribe un nombre de usuario de 1 a 200 caracteres, sin espacios ni @',
      taken: 'Ese nombre de usuario ya está en uso: elige otro',
    },
    known: 'Ya tienes una cuenta aquí',
    knownText: (provider) =>
      `Tiene el mismo correo electrónico. Inicia sesión en ella una vez. Después también podrás usar ${provider}.`,
    none: (provider) => `Ninguna cuenta de aquí corresponde a esta cuenta de ${provider}`,
    noneText: 'Si tienes una cuenta aquí, inicia sesión y vincula las dos.',
    claims: {
      name: 'Nombre completo',
      given_name: 'Nombre',
      family_name: 'Apellidos',
      middle_name: 'Segundo nombre',
      nickname: 'Apodo',
      preferred_username: 'Nombre de usuario preferido',
      email: 'Correo electrónico',
      picture: 'Foto',
      profile: 'Página de perfil',
      website: 'Sitio web',
      zoneinfo: 'Zona horaria',
      locale: 'Idioma',
      gender: 'Género',
      birthdate: 'Fecha de nacimiento',
      phone_number: 'Número de teléfono',
    },
  },
  confirmLink: {
    title: (provider) => `¿Vincular ${provider} a tu cuenta?`,
    text: (provider, there, here) => `Con ${there} de ${provider} podrás iniciar sesión aquí como ${here}.`,
    effect: (provider) =>
      `Desde entonces, quien pueda entrar en esa cuenta de ${provider} podrá iniciar sesión aquí como tú.`,
    link: 'Vincular',
    cancel: 'Cancelar',
  },
}
