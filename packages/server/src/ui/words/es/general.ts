import type { general as english } from '../en/general.ts'
import { createDates, createUnits } from '../intl.ts'

/** The words of every page, and of times, in Spanish. */
export const general: typeof english = {
  layout: {
    skip: 'Ir al contenido',
    myKeys: 'Mis llaves',
    myAccount: 'Mi cuenta',
    logOut: 'Cerrar sesión',
    switchAccount: 'cambiar de cuenta',
    support: 'Ayuda',
    privacy: 'Política de privacidad',
    terms: 'Términos del servicio',
    footer: 'Una llave abre solo lo que tú eliges. Puedes retirarla.',
  },
  password: {
    show: 'Mostrar',
    hide: 'Ocultar',
    showPassword: 'Mostrar la contraseña',
    hidePassword: 'Ocultar la contraseña',
  },
  time: {
    never: 'nunca',
    justNow: 'ahora mismo',
    soon: 'en menos de un minuto',
    ...createUnits('es'),
    joined: (larger, smaller) => `${larger} y ${smaller}`,
    ahead: (duration) => `dentro de ${duration}`,
    ago: (duration) => `hace ${duration}`,
    today: (time) => `hoy a las ${time}`,
    tomorrow: (time) => `mañana a las ${time}`,
    yesterday: (time) => `ayer a las ${time}`,
    on: (date) => `el ${date}`,
    ...createDates('es'),
    exact: (date, time) => `${date}, ${time}`,
  },
  client: { policy: 'Política de privacidad', terms: 'Términos del servicio' },
  account: {
    loggedInAs: 'Has iniciado sesión como',
    notYou: '¿No eres tú?',
    continueAsOther: 'Continuar con otra cuenta',
  },
  home: {
    title: 'Te damos la bienvenida',
    heading: 'Entrega una llave, no tu contraseña.',
    lead: 'La llave que le dejas al aparcacoches abre la puerta y sirve para conducir un poco, pero no abre el maletero. Aquí das a las aplicaciones llaves como esa: tú eliges qué abre cada una y cuánto dura, y puedes retirarla.',
    leadOfBrand:
      'Aquí das a las aplicaciones llaves para tus datos: tú eliges qué abre cada una y cuánto dura, y puedes retirarla.',
    logIn: 'Iniciar sesión para ver mis llaves',
    keys: 'Ver mis llaves',
    account: 'Mi cuenta',
    developers: 'Para desarrolladores',
    metadata: 'Metadatos del servidor',
    publicKeys: 'Claves públicas',
  },
}
