import { ground } from './style/base.ts'
import { forms } from './style/forms.ts'
import { tags } from './style/key-cards.ts'
import { question } from './style/question.ts'

/** The whole style sheet, to be served as `text/css` under a path that changes with its content. */
export const styleSheet: string = [ground, forms, tags, question].join('').trimStart()
