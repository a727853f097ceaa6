// The addresses of what a resident does in an application.
import type { ShowAnswers } from '../../../contracts/fillings.ts'
import { holder } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { currentOf, listAnswers } from '../answers.ts'
import { AddPage, AnswersPage, OverPage, WithdrawPage } from './act-pages.tsx'
import { actWords } from './act-words.ts'
import { addToCase, findHearing, giveView, longestText, uploads } from './addition.ts'
import { answered, showCase } from './case-routes.tsx'
import { type Begun, beginRenewal, openRequest } from './filling.ts'
import { canAdd, canWithdraw, deciding, takingPart } from './offered.ts'
import { rateCase } from './rating.ts'
import { type Role, type Seen, withCase } from './seen.ts'
import { withdrawCase } from './withdrawal.ts'

const base = '/applications/:reference'
const ownPath = (visit: Visit): string => linkTo(visit, `/applications/${visit.params.reference}`)
const referenceOf = (visit: Visit): string => visit.params.reference!

/** For a page that only shows what can be done: the case, for those who may do it. */
const open = (visit: Visit, purpose: string, roles: readonly Role[]) =>
  withCase(visit, referenceOf(visit), { purpose, verb: 'read', roles }, async (_db, seen) => seen)

export function actRoutes(on: Routes): void {
  on.page(`${base}/add`, holder, {}, (visit) =>
    answered(visit, open(visit, 'Antrag angesehen', takingPart), (seen) => showAdd(visit, seen, undefined, [])),
  )

  on.form(`${base}/add`, holder, { perMinute: 20, uploads }, async (visit, input) => {
    const read = readAddition(visit, input, false)
    if ('problems' in read)
      return answered(visit, open(visit, 'Antrag angesehen', takingPart), (seen) => showAdd(visit, seen, input, read.problems))
    const done = addToCase(visit, referenceOf(visit), read.addition)
    return answered(visit, done, async (said) =>
      said === 'added'
        ? seeOther(`${ownPath(visit)}?done=added`)
        : answered(visit, open(visit, 'Antrag angesehen', takingPart), (seen) => showOver(visit, seen, 'add')),
    )
  })

  on.page(`${base}/heard/:request`, holder, {}, (visit) => showHearing(visit, undefined, []))

  on.form(`${base}/heard/:request`, holder, { perMinute: 20, uploads }, async (visit, input) => {
    const read = readAddition(visit, input, true)
    if ('problems' in read) return showHearing(visit, input, read.problems)
    const heard = giveView(visit, referenceOf(visit), visit.params.request!, read.addition)
    return answered(visit, heard, () => seeOther(`${ownPath(visit)}?done=heard`))
  })

  on.form(`${base}/requests/:request`, holder, { perMinute: 30 }, (visit) =>
    answered(visit, openRequest(visit, referenceOf(visit), visit.params.request!), (begun) => goOn(visit, begun)),
  )

  on.form(`${base}/renew`, holder, { perMinute: 30 }, (visit) =>
    answered(visit, beginRenewal(visit, referenceOf(visit)), (begun) => goOn(visit, begun)),
  )

  on.page(`${base}/withdraw`, holder, {}, (visit) =>
    answered(visit, open(visit, 'Antrag angesehen', deciding), (seen) => showWithdraw(visit, seen, '', [])),
  )

  on.form(`${base}/withdraw`, holder, { perMinute: 20 }, async (visit, input) => {
    const text = actWords(visit)
    const read = readForm(input, { reason: textField('reason', { atMost: longestText, tooLong: text.tooLong }) })
    if ('problems' in read)
      return answered(visit, open(visit, 'Antrag angesehen', deciding), (seen) =>
        showWithdraw(visit, seen, input.value('reason'), read.problems),
      )
    const done = withdrawCase(visit, referenceOf(visit), read.values.reason)
    return answered(visit, done, (said) =>
      said === 'withdrawn'
        ? seeOther(`${ownPath(visit)}?done=withdrawn`)
        : answered(visit, open(visit, 'Antrag angesehen', deciding), (seen) => showOver(visit, seen, 'withdraw')),
    )
  })

  on.form(`${base}/rate`, holder, { perMinute: 20 }, async (visit, input) => {
    const read = readForm(input, { stars: oneOf('stars', ['1', '2', '3', '4', '5'], actWords(visit).rateMissing) })
    if ('problems' in read) return showCase(visit, undefined, read.problems)
    const done = rateCase(visit, referenceOf(visit), Number(read.values.stars))
    return answered(visit, done, (said) => (said === 'rated' ? seeOther(`${ownPath(visit)}?done=rated`) : notFound))
  })

  on.page(`${base}/answers`, holder, {}, (visit) =>
    answered(visit, readAnswers(visit), ({ seen, pages }) => page(<AnswersPage frame={visit.frame} seen={seen} pages={pages} />)),
  )
}

const readAnswers = (visit: Visit) => {
  const { house, town, language, now } = visit
  const act = { purpose: 'Angaben im Antrag angesehen', verb: 'read' as const, roles: takingPart }
  return withCase(visit, referenceOf(visit), act, async (db, seen) => {
    const { person } = currentOf(await listAnswers(db, town, seen.row.id))
    const form = { id: person.form_id, version: person.form_version }
    const asked = { db: db as TownSql, form, answers: person.answers, language, now }
    return { seen, pages: await house.ask<ShowAnswers>(town, 'show-answers', asked) }
  })
}

const goOn = (visit: Visit, begun: Begun): Answer =>
  seeOther(begun === 'closed' ? `${ownPath(visit)}?done=closed` : linkTo(visit, begun.path))

type Read = { addition: { text: string; files: ReturnType<FormInput['files']>; once: string } } | { problems: Problem[] }

function readAddition(visit: Visit, input: FormInput, needsText: boolean): Read {
  const text = actWords(visit)
  const read = readForm(input, {
    text: textField('text', {
      atMost: longestText,
      tooLong: text.tooLong,
      ...(needsText && { message: text.viewMissing }),
    }),
    files: fileField('files'),
  })
  if ('problems' in read) return read
  if (read.values.text === '' && read.values.files.length === 0) return { problems: [{ field: 'text', message: text.nothing }] }
  return { addition: { ...read.values, once: onceOf(visit, input) } }
}

const onceOf = (visit: Visit, input?: FormInput): string => {
  const given = input?.value('once') ?? ''
  return isUuid(given) ? given : newId(visit.now)
}

const typedOf = (visit: Visit, input: FormInput | undefined, problems: readonly Problem[], label: string) => {
  const text = actWords(visit)
  const labelled = problems.map((problem) => ({ ...problem, label: problem.field === 'files' ? text.files : label }))
  return { text: input?.value('text') ?? '', once: onceOf(visit, input), problems: labelled }
}

function showAdd(visit: Visit, seen: Seen, input: FormInput | undefined, problems: readonly Problem[]): Answer {
  if (!canAdd(seen)) return showOver(visit, seen, 'add')
  const typed = typedOf(visit, input, problems, actWords(visit).message)
  const shown = <AddPage frame={visit.frame} seen={seen} action={`${ownPath(visit)}/add`} typed={typed} />
  return page(shown, { status: problems.length > 0 ? 422 : 200 })
}

const showHearing = (visit: Visit, input: FormInput | undefined, problems: readonly Problem[]): Promise<Answer | NotFound> =>
  answered(visit, findHearing(visit, referenceOf(visit), visit.params.request!), ({ seen, message }) => {
    const typed = typedOf(visit, input, problems, actWords(visit).view)
    const action = `${ownPath(visit)}/heard/${visit.params.request}`
    const shown = <AddPage frame={visit.frame} seen={seen} action={action} hearing={message} typed={typed} />
    return page(shown, { status: problems.length > 0 ? 422 : 200 })
  })

function showWithdraw(visit: Visit, seen: Seen, reason: string, problems: readonly Problem[]): Answer {
  if (!canWithdraw(seen)) return showOver(visit, seen, 'withdraw')
  const labelled = problems.map((problem) => ({ ...problem, label: actWords(visit).reason }))
  const shown = <WithdrawPage frame={visit.frame} seen={seen} typed={{ text: reason, problems: labelled }} />
  return page(shown, { status: problems.length > 0 ? 422 : 200 })
}

function showOver(visit: Visit, seen: Seen, what: 'add' | 'withdraw'): Answer {
  const text = actWords(visit)
  const said =
    what === 'add' ? { title: text.addTitle, said: text.addOver } : { title: text.withdrawTitle, said: text.withdrawOver }
  return page(<OverPage frame={visit.frame} seen={seen} {...said} />, { status: 409 })
}
