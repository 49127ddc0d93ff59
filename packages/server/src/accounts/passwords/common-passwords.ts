import { isLeakedPassword } from './leaked-passwords.ts'

/** Words that the most common passwords are made of, in lower case; with what is put before and after them they are thousands. */
const words = `
password passwort passw0rd passwd motdepasse contrasena contraseña senha parola haslo heslo wachtwoord lozinka sifre parool salasana adgangskode
welcome welkom willkommen bienvenue bienvenido benvenuto letmein letmeinnow opensesame sesame admin administrator root toor guest user username
login logon access secret secrets private default changeme changeit changethis temp temporary test tester testing testtest demo example sample
valetkey server system service internet computer laptop windows microsoft linux ubuntu google facebook twitter instagram youtube amazon apple
samsung nokia iphone android whatsapp oracle cisco juniper dell lenovo qwerty qwertyuiop qwert qwertz qwertzuiop azerty azertyuiop asdf asdfgh
asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc zaq1 xsw2 poiuytrewq lkjhgfdsa mnbvcxz abcdef abcdefg abcdefgh abcabc iloveyou iloveu loveyou
lovely love loveme lover forever family mother father mommy daddy mama papa sister brother baby babygirl babyboy angel angels princess prince
queen king kingdom sunshine moonlight starlight rainbow flower flowers butterfly blossom summer winter spring autumn january february march april
june july august september october november december monday tuesday wednesday thursday friday saturday sunday monkey dragon tiger lion lions
panther eagle eagles falcon falcons wolf wolves bear bears dolphin dolphins shark sharks horse horses rabbit bunny kitty kitten cat cats dog dogs
doggie puppy hamster chicken turtle snake spider spiderman superman batman ironman wonderwoman hulk avengers starwars skywalker yoda vader matrix
pokemon pikachu naruto minecraft fortnite roblox warcraft starcraft counterstrike football fussball soccer baseball basketball hockey tennis golf
golfer racing ferrari porsche mercedes bmw audi toyota honda mustang corvette camaro harley yamaha kawasaki jordan michael michelle jessica jennifer
ashley amanda nicole stephanie melissa daniel daniela david andrew andrea anthony robert thomas matthew joshua charlie charles george william
richard joseph christopher alexander alexandra nicholas benjamin samantha elizabeth victoria veronica martina claudia sabine thomas andreas stefan
hannah sophie emma olivia isabella maria carlos alejandro fernando francisco giovanni francesco sebastian patrick kevin justin brandon austin
jackson taylor morgan cameron hunter ranger cowboy soldier marine army navy police master masters mastermind killer hacker ninja samurai warrior
phoenix thunder lightning storm shadow ghost vampire zombie hell devil satan jesus christ heaven blessed church faith grace hope freedom liberty
america england london paris berlin madrid barcelona roma milano liverpool arsenal chelsea everton manchester juventus bayern dortmund cowboys
yankees steelers packers redsox lakers bulls canada australia germany france italy brasil brazil argentina mexico india china japan russia moscow
chocolate cookie cookies coffee pizza banana orange apple cherry strawberry pepper ginger honey sugar candy cheese butter bubbles silver golden
diamond crystal purple yellow green black white blue red pink money dollar million lucky casino poker winner champion victory music guitar metallica
nirvana beatles eminem slipknot hello hellohello helloworld goodbye whatever nothing something anything trustno1 trustnoone nopassword mypassword
thepassword newpassword oldpassword yourpassword passwordpassword database network security secure biteme fuckyou fuckoff asshole bitch pussy
wonderland builder alice bobby sparky buster bailey maggie molly rocky max buddy cooper harry potter hogwarts gandalf frodo legolas hobbit matthew
scooter peanut snoopy tigger winnie pooh mickey minnie donald disney barbie simpsons homer bart southpark cartman creative maverick topgun rush2112
blink182 cheer cheerleader dancer dance ballet gymnast swimmer surfer skater snowboard mountain ocean beach island paradise holiday vacation
`

const common: ReadonlySet<string> = new Set(words.split(/\s+/).filter(Boolean))

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb',
]
const walks: readonly string[] = rows.flatMap((row) => [row, [...row].reverse().join('')])

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Whether a password is one of the most common, or made of one by what people usually do: case, digits and signs around it, characters
 * that look alike, repetition, rows of the keyboard, digits alone (NIST SP 800-63B-4 §3.1.1.2).
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  const unit = shortestUnit(text)
  if (unit.length <= 4 || /^\d{1,10}$/.test(text)) return true
  const isWalk = walks.some((walk) => text.length <= walk.length && walk.includes(text))
  if (isWalk || isLeakedPassword(text)) return true
  return [text, unit].some((one) => isCommonCore(one) || isCommonCore(withoutLookalikes(one)))
}

function isCommonCore(text: string): boolean {
  const core = text.slice(edge(text, 0, 1), edge(text, text.length - 1, -1) + 1)
  if ([text, core, withoutLookalikes(core)].some((one) => common.has(one))) return true
  return core.length > 2 && core.length < text.length && walks.some((walk) => walk.includes(core))
}

/** Finds the first character from one end that is neither digit nor sign. */
function edge(text: string, start: number, step: 1 | -1): number {
  let at = start
  while (at >= 0 && at < text.length && !/\p{L}/u.test(text[at] ?? '')) at += step
  return at
}

/** Replaces the digits and signs that look like letters. */
export function withoutLookalikes(text: string): string {
  return [...text].map((one) => lookalikes[one] ?? one).join('')
}

/** The part that a text repeats: `abc` of `abcabcabc`, or all of it. */
function shortestUnit(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1)
  return text.slice(0, at < 0 ? text.length : at)
}
