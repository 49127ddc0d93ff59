const minute = 60
const hour = 60 * minute
const day = 24 * hour

const months = 'January February March April May June July August September October November December'.split(
  ' ',
) satisfies string[]

/** Writes a number with its noun: `1 day`, `3 days`. */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`

/** Writes a length of time, given in seconds, in plain words of at most two units: `10 minutes`, `1 hour 30 minutes`. */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < minute) return count(whole, 'second')
  if (whole < hour) return pair(whole, minute, 'minute', 1, 'second')
  if (whole < day) return pair(whole, hour, 'hour', minute, 'minute')
  return pair(whole, day, 'day', hour, 'hour')
}

const pair = (whole: number, unit: number, noun: string, smaller: number, smallerNoun: string): string => {
  const rest = Math.floor((whole % unit) / smaller)
  return count(Math.floor(whole / unit), noun) + (rest === 0 ? '' : ` ${count(rest, smallerNoun)}`)
}

/** Writes a date in UTC: `5 March 2027`. */
export const formatDate = (date: Date): string =>
  `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`

/** Writes a time of day in UTC: `14:05 UTC`. */
export const formatTime = (date: Date): string => `${date.toISOString().slice(11, 16)} UTC`

/**
 * Writes when something was or will be, seen from `now`: `5 minutes ago`, `today at 14:05 UTC`, `in 3 days`, `on 5 March 2027`;
 * no date is `never`.
 */
export const formatInstant = (date: Date | null | undefined, now: Date): string => {
  if (date === null || date === undefined) return 'never'
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  if (Math.abs(seconds) < minute) return seconds > 0 ? 'in less than a minute' : 'just now'
  if (Math.abs(seconds) < hour) return ahead(seconds, count(Math.floor(Math.abs(seconds) / minute), 'minute'))
  const days = utcDay(date) - utcDay(now)
  if (days === 0) return `today at ${formatTime(date)}`
  if (days === 1) return `tomorrow at ${formatTime(date)}`
  if (days === -1) return `yesterday at ${formatTime(date)}`
  if (Math.abs(days) <= 31) return ahead(days, count(Math.abs(days), 'day'))
  return `on ${formatDate(date)}`
}

const ahead = (direction: number, amount: string): string => (direction > 0 ? `in ${amount}` : `${amount} ago`)

const utcDay = (date: Date): number => Math.floor(date.getTime() / 1000 / day)

/** Says how soon an API feels that a key was taken back; an API that takes JWTs feels it when the token ends (RFC 9068). */
export const formatDelay = (seconds: number): string => (seconds <= 0 ? 'at once' : `within ${formatDuration(seconds)}`)
