import { account } from './style/account.ts'
import { baseStyle } from './style/base.ts'
import { forms } from './style/forms.ts'
import { cards } from './style/key-cards.ts'
import { question } from './style/question.ts'

/** The complete style sheet, served as `text/css` under a path that changes with its content. */
export const styleSheet: string = [baseStyle, forms, cards, question, account].join('').trimStart()
