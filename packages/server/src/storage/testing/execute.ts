import { DatabaseSync } from 'node:sqlite'

/** Runs SQL as an older or faulty release would have written it. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length))
    for (const statement of statements) database.exec(statement)
    return database.close()
  }
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
