import type { consent as english } from '../en/consent.ts'
import { upstream } from './upstream.ts'

const claims: Readonly<Record<string, string>> = upstream.firstLogin.claims

/** The words of giving a key in Spanish. */
export const consent: typeof english = {
  rights: {
    identity: 'Tu identidad',
    identityScopes: {
      openid: 'Saber quién eres',
      profile: 'Ver tu nombre y tu perfil',
      email: 'Ver tu correo electrónico',
      address: 'Ver tu dirección postal',
      phone: 'Ver tu número de teléfono',
    },
    claim: (claim) => `Ver este dato: ${claims[claim] ?? claim.replaceAll('_', ' ')}`,
    unset: 'sin indicar',
    useApi: (api) => `Usar ${api}, sin ningún permiso concreto`,
    sensitive: 'Delicado: permítelo solo si estás seguro.',
    sensitiveHeld: 'Delicado',
    held: 'Ya puede:',
    more: 'Ahora pide además:',
  },
  consent: {
    asksForKey: (app) => `${app} pide una llave`,
    asksForMore: (app) => `${app} pide más permisos`,
    onlyTicked: 'La aplicación solo recibe lo que dejes marcado.',
    noPassword: 'Nunca recibe tu contraseña.',
    unverified: 'sin verificar',
    unverifiedText:
      'Nadie ha verificado quién está detrás de esta aplicación. Permite el acceso solo si tú has iniciado este proceso.',
    noRights: 'No pide ningún permiso. La llave solo deja constancia de que has permitido el acceso.',
    duration: 'Cuánto dura la llave',
    durations: { once: 'Una vez', hour: '1 hora', month: '30 días', always: 'Sin fin' },
    nothingTicked: 'No hay nada marcado, así que «Permitir» tiene el mismo efecto que «Rechazar».',
    allow: 'Permitir',
    deny: 'Rechazar',
    target: (host) => `Irás a ${host}`,
    targetOnComputer: (host) =>
      `Irás a ${host}, una aplicación de este ordenador. Permite el acceso solo si acabas de abrirla tú.`,
  },
  confirm: {
    title: (app) => `Continuar a ${app}`,
    question: (app) => `¿Continuar a ${app}?`,
    text: 'Ya permitiste el acceso antes. Continúa solo si acabas de iniciar tú este proceso.',
    continueAs: (account) => `Continuar como ${account}`,
  },
  toApp: {
    title: 'Volver a la aplicación',
    sent: 'Tu decisión se ha enviado a la aplicación. Puedes cerrar esta pestaña.',
    open: 'Abrir la aplicación',
    press: 'Si no pasa nada, pulsa el botón.',
    continue: 'Continuar',
  },
}
