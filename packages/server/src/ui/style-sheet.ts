import { forms } from './style/forms.ts'
import { ground } from './style/ground.ts'
import { question } from './style/question.ts'
import { tags } from './style/tags.ts'

/** The whole style sheet, to be served as `text/css` under a path that changes with its content. */
export const styleSheet: string = [ground, forms, tags, question].join('').trimStart()
