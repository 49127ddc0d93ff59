/** The database was created under a different server secret. */
export class WrongSecret extends Error {
  override readonly name = 'WrongSecret'
}
