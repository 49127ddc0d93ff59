import { after, test } from 'node:test'
import { openTheatre } from './environment/stage.ts'
import { shortForms } from './short-forms.testing.ts'

const theatre = openTheatre()
after(() => theatre.close())

for (const { title, skip, hold } of shortForms('postgres', theatre)) test(title, { skip }, hold)
