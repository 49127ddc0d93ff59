import { randomUUID } from 'node:crypto'

/** Holds a person of whom somebody keeps note. */
export interface Contact {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Keeps everybody's contacts, apart from each other, for as long as the process runs. */
export interface ContactBooks {
  list(owner: string): readonly Contact[]
  /** Adds a contact; undefined where the book is full. */
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

/** Creates the books; whoever comes for the first time, person or machine, finds a few contacts in theirs. */
export function createContactBooks(): ContactBooks {
  const books = new Map<string, Map<string, Contact>>()
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
      return contact
    },
    remove: (owner, id) => bookOf(owner).delete(id),
  }
}
