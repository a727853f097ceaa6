// How people see a page, beside the editor of the page.
import type { Frame } from '../../../design/frame.ts'
import type { Page } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'
import { labelOfItem } from './outline.ts'

type PreviewProps = {
  frame: Frame
  open: DeskForm
  page: Page /** Key of the one thing of the page that is edited. */
  only?: string
}

export function PreviewPanel({ frame, page, only }: PreviewProps) {
  const text = builderWords(frame)
  return (
    <aside aria-labelledby="preview-title">
      <h2 id="preview-title">{text.preview}</h2>
      <p class="meta">{text.previewNote}</p>
      <div class="preview" inert>
        <p class="preview-title">{page.title.de}</p>
        {page.lead && <p class="lead">{page.lead.de}</p>}
        {page.items
          .filter(({ key }) => only === undefined || key === only)
          .map((item) => (
            <p class="strong">{labelOfItem(item)}</p>
          ))}
      </div>
    </aside>
  )
}
