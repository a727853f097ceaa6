// The address where a draft changes over to a new version.
import { holder } from '../../../kernel/access.ts'
import { page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { textIn } from '../document/text.ts'
import { readyVersion } from './form-version.ts'
import { fillUrl } from './screen.ts'
import { lostDraft, resumeAddress, withFilling } from './state.tsx'
import { differencesOf, moveToNewVersion } from './version.ts'
import { VersionPage } from './version-page.tsx'

export function versionRoutes(on: Routes): void {
  on.page('/forms/:key/version/:draft', holder, {}, (visit) =>
    withFilling(visit, async (filling) => {
      const { form, draft, version } = filling
      const back = fillUrl(visit, form.key, draft.id, resumeAddress(filling))
      const live =
        form.live_version !== null && form.live_version > draft.version
          ? await readyVersion(visit.town, form.id, form.live_version)
          : undefined
      if (!live) return seeOther(back)
      const title = textIn(version.row.document.title, visit.language)
      const view = {
        frame: visit.frame,
        form: { label: title, url: linkTo(visit, `/forms/${form.key}`) },
        differences: differencesOf(version.row.document, live.row.document, visit.language),
        moveUrl: linkTo(visit, `/forms/${form.key}/version/${draft.id}`),
        backUrl: back,
      }
      return page(<VersionPage {...view} />)
    }),
  )

  on.form('/forms/:key/version/:draft', holder, { perMinute: 20 }, async (visit, input) => {
    const { key, draft } = visit.params as Record<'key' | 'draft', string>
    const moved = await moveToNewVersion(visit, draft)
    return moved === undefined ? lostDraft(visit, input) : seeOther(fillUrl(visit, key, draft, moved))
  })
}
