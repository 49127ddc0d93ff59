import type { Words } from './words/en.ts'

type TimeWords = Words['time']

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Writes a length of time, given in seconds, in plain words of at most two units: `10 minutes`, `1 hour 30 minutes`. */
export const formatDuration = (seconds: number, words: TimeWords): string => {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < minute) return words.seconds(whole)
  if (whole < hour) return pair(whole, [minute, words.minutes], [1, words.seconds], words)
  if (whole < day) return pair(whole, [hour, words.hours], [minute, words.minutes], words)
  return pair(whole, [day, words.days], [hour, words.hours], words)
}

type Unit = readonly [seconds: number, write: (amount: number) => string]

const pair = (whole: number, [unit, write]: Unit, [smaller, writeSmaller]: Unit, words: TimeWords): string => {
  const rest = Math.floor((whole % unit) / smaller)
  const larger = write(Math.floor(whole / unit))
  return rest === 0 ? larger : words.joined(larger, writeSmaller(rest))
}

/** Writes a date in UTC: `5 March 2027`. */
export const formatDate = (date: Date, words: TimeWords): string =>
  words.date(String(date.getUTCDate()), words.months()[date.getUTCMonth()] ?? '', String(date.getUTCFullYear()))

/** Writes a time of day in UTC: `14:05 UTC`. */
export const formatTime = (date: Date): string => `${date.toISOString().slice(11, 16)} UTC`

/** Writes an instant in UTC to the minute: `5 March 2027, 14:05 UTC`. */
export const formatExact = (date: Date, words: TimeWords): string =>
  words.exact(formatDate(date, words), formatTime(date))

/**
 * Writes when something was or will be, seen from `now`: `5 minutes ago`, `today at 14:05 UTC`, `in 3 days`, `on 5 March 2027`;
 * no date is `never`.
 */
export const formatInstant = (date: Date | null | undefined, now: Date, words: TimeWords): string => {
  if (date === null || date === undefined) return words.never
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const isAhead = seconds > 0
  if (Math.abs(seconds) < minute) return isAhead ? words.soon : words.justNow
  if (Math.abs(seconds) < hour) return away(isAhead, words.minutes(Math.floor(Math.abs(seconds) / minute)), words)
  const days = utcDay(date) - utcDay(now)
  if (days === 0) return words.today(formatTime(date))
  if (days === 1) return words.tomorrow(formatTime(date))
  if (days === -1) return words.yesterday(formatTime(date))
  if (Math.abs(days) <= 31) return away(days > 0, words.days(Math.abs(days)), words)
  return words.on(formatDate(date, words))
}

const away = (isAhead: boolean, duration: string, words: TimeWords): string =>
  isAhead ? words.ahead(duration) : words.ago(duration)

const utcDay = (date: Date): number => Math.floor(date.getTime() / 1000 / day)

/** Writes the words that the script `localTimes` needs, with the names of its values in braces. */
export const localTimeWords = (words: TimeWords): Readonly<Record<string, string>> => ({
  today: words.today('{time}'),
  tomorrow: words.tomorrow('{time}'),
  yesterday: words.yesterday('{time}'),
  on: words.on('{date}'),
  date: words.date('{day}', '{month}', '{year}'),
  exact: words.exact('{date}', '{time}'),
})
