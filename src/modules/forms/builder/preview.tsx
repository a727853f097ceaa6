// How people see a page, beside its editor: the real controls, without answering.
import type { Frame } from '../../../design/frame.ts'
import type { Page } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { paragraphs } from '../filling/controls.tsx'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'
import { PageFields } from './page-fields.tsx'

type PreviewProps = {
  frame: Frame
  open: DeskForm
  page: Page /** Key of the one thing of the page that is edited. */
  only?: string
}

export function PreviewPanel({ frame, open, page, only }: PreviewProps) {
  const text = builderWords(frame)
  return (
    <aside aria-labelledby="preview-title">
      <h2 id="preview-title">{text.preview}</h2>
      <p class="meta">{text.previewNote}</p>
      <div class="preview" inert lang="de">
        <PageAsSeen
          frame={{ ...frame, language: 'de' }}
          document={open.copy.document}
          page={page}
          {...(only !== undefined && { only })}
        />
      </div>
    </aside>
  )
}

type AsSeenProps = { frame: Frame; document: DeskForm['copy']['document']; page: Page; only?: string }

/** Everything the page may show, conditions aside; ids differ from those of the editor's own fields. */
export function PageAsSeen({ frame, document, page, only }: AsSeenProps) {
  const items = page.items.filter(({ key }) => only === undefined || key === only)
  return (
    <>
      {only === undefined && (
        <>
          <p class="preview-title">{textIn(page.title, frame.language)}</p>
          {page.lead && <div class="lead">{paragraphs(textIn(page.lead, frame.language))}</div>}
        </>
      )}
      <PageFields
        frame={frame}
        document={document}
        items={items}
        at="preview-"
        joint="-"
        typed={() => []}
        shown={() => true}
        errorOf={() => undefined}
        entriesAt={() => [{}]}
        adding={false}
      />
    </>
  )
}
