// Who guides people with questions to the service they need. Until a module offers it, nothing is shown.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

export type QuestionTrees = Contract<
  'question-trees',
  1,
  { language: Language; situation?: string },
  readonly { title: string; url: string }[]
>
