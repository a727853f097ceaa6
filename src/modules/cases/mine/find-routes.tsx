// The addresses of finding an application without an account.
import { anyone } from '../../../kernel/access.ts'
import { type Answer, cookie, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readReference } from '../../../kernel/reference.ts'
import { unkept } from './case-routes.tsx'
import { askForCode, openWithCode } from './find.ts'
import { CodePage, FindPage } from './find-pages.tsx'
import { findWords } from './find-words.ts'
import { guestCookie } from './seen.ts'

export function findRoutes(on: Routes): void {
  on.page('/applications/find', anyone, {}, (visit) => showFind(visit, undefined))

  on.form('/applications/find', anyone, { perMinute: 10 }, async (visit, input) => {
    const typed = input.value('reference')
    // Only a slip of the pen: what fits the alphabet and its check says nothing about whether it exists.
    if (readReference(typed) === undefined) return showFind(visit, typed)
    const asked = await askForCode(visit, typed)
    if (asked === 'wait') return seeOther(linkTo(visit, '/applications/find?said=wait'))
    return seeOther(linkTo(visit, `/applications/find/${asked.way}`))
  })

  on.page('/applications/find/:way', anyone, {}, (visit) => showCode(visit, false))

  on.form('/applications/find/:way', anyone, { perMinute: 10 }, async (visit, input) => {
    const opened = await openWithCode(visit, visit.params.way!, input.value('code'))
    if (opened === 'wait') return seeOther(linkTo(visit, '/applications/find?said=wait'))
    if (opened === 'wrong') return showCode(visit, true)
    const { reference, secret } = opened
    return seeOther(linkTo(visit, `/applications/${reference}`), { cookies: [cookie(guestCookie, secret)] })
  })
}

const signInOf = ({ frame, person }: Visit): string | undefined => (person ? undefined : frame.signIn?.url.split('?')[0])

function showFind(visit: Visit, wrong: string | undefined): Answer {
  const text = findWords(visit)
  const problems =
    wrong === undefined ? [] : [{ field: 'reference', label: text.reference, message: text.referenceWrong(wrong.slice(0, 60)) }]
  const shown = {
    frame: visit.frame,
    url: linkTo(visit, '/applications/find'),
    typed: wrong ?? '',
    problems,
    wait: visit.query.said === 'wait',
    signIn: signInOf(visit),
  }
  return unkept(page(<FindPage {...shown} />, { status: wrong === undefined ? 200 : 422 }))
}

/** Looks the same whether or not a code was sent. */
function showCode(visit: Visit, wrong: boolean): Answer {
  const text = findWords(visit)
  const find = linkTo(visit, '/applications/find')
  const problems = wrong ? [{ field: 'code', label: text.code, message: text.codeWrong }] : []
  const url = `${find}/${encodeURIComponent(visit.params.way!)}`
  const shown = { frame: visit.frame, url, anew: find, problems, wait: false, signIn: signInOf(visit) }
  return unkept(page(<CodePage {...shown} />, { status: wrong ? 422 : 200 }))
}
