// The addresses of campaign links: the way to their target, and the poster to print.
import { anyone } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { countFollowed, findShortLink } from './short-link.ts'
import { PosterPage } from './short-link-pages.tsx'

export function shortLinkRoutes(on: Routes): void {
  on.file('/go/:slug', anyone, {}, follow)
  on.page('/go/:slug/poster', anyone, {}, showPoster)
}

async function follow(visit: Visit): Promise<Answer | NotFound> {
  const link = await findShortLink(visit.town, visit.params.slug ?? '')
  if (!link) return notFound
  await countFollowed(visit.town, link.slug, visit.today)
  const answer = seeOther(linkTo(visit, link.target))
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } }
}

async function showPoster(visit: Visit): Promise<Answer | NotFound> {
  const link = await findShortLink(visit.town, visit.params.slug ?? '')
  if (!link) return notFound
  const address = visit.town.origin + linkTo(visit, `/go/${link.slug}`)
  return page(<PosterPage frame={visit.frame} label={link.label} address={address} />)
}
