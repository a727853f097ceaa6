// How modules meet without knowing each other: a question with a name, a version, an input and an answer.

/** Types only: a contract lives in `src/contracts/<noun>.ts` and grows by additions alone. */
export type Contract<Name extends string, Version extends number, Input, Answer> = {
  name: Name
  version: Version
  input: Input
  answer: Answer
}
export type AnyContract = Contract<string, number, unknown, unknown>
