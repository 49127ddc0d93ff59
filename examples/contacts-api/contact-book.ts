import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** A visitor whom the app remembers. */
export interface Contact {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Keeps everybody's contacts, apart from each other. */
export interface ContactBooks {
  list(owner: string): readonly Contact[]
  /** Adds a contact; undefined if the book is full. */
  add(owner: string, contact: Omit<Contact, 'id'>): Contact | undefined
  /** Removes a contact and tells whether it was there. */
  remove(owner: string, id: string): boolean
}

const mostContacts = 1_000

const firstContacts = [
  { name: 'Grace Hopper', email: 'grace@example.com' },
  { name: 'Alan Turing', email: 'alan@example.com' },
  { name: 'Radia Perlman', email: 'radia@example.com' },
]

/**
 * Creates the contact books. A new user or client starts with a few contacts.
 * They are kept in a file where one is named, else for as long as the process runs.
 */
export function createContactBooks(file?: string): ContactBooks {
  const books = readBooks(file)
  const save = () => file !== undefined && writeBooks(file, books)
  const bookOf = (owner: string): Map<string, Contact> => {
    const known = books.get(owner)
    if (known) return known
    const contacts = firstContacts.map((contact) => ({ id: randomUUID(), ...contact }))
    const book = new Map(contacts.map((contact) => [contact.id, contact]))
    books.set(owner, book)
    return book
  }
  return {
    list: (owner) => [...bookOf(owner).values()],
    add(owner, { name, email }) {
      const book = bookOf(owner)
      if (book.size >= mostContacts) return undefined
      const contact = { id: randomUUID(), name, email }
      book.set(contact.id, contact)
      save()
      return contact
    },
    remove(owner, id) {
      const removed = bookOf(owner).delete(id)
      if (removed) save()
      return removed
    },
  }
}

type Books = Map<string, Map<string, Contact>>

function readBooks(file: string | undefined): Books {
  if (file === undefined) return new Map()
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as readonly (readonly [string, readonly Contact[]])[] // our own
    return new Map(kept.map(([owner, contacts]) => [owner, new Map(contacts.map((one) => [one.id, one]))]))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw new Error(`the contacts in ${file} cannot be read: ${error}; fix or remove that file`, { cause: error })
  }
}

/** Puts a whole new file in the place of the old one, so that a crash leaves one or the other. */
function writeBooks(file: string, books: Books): void {
  const kept = [...books].map(([owner, book]) => [owner, [...book.values()]])
  writeFileSync(`${file}.new`, JSON.stringify(kept))
  renameSync(`${file}.new`, file)
}
