// Pictures of a service: those it has, and the form for another one, refused without words and rights.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, FileField, TextField } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, Notice } from '../../../design/parts.tsx'
import type { PictureLine } from './picture.ts'
import { pictureWords } from './picture-words.ts'
import type { Said } from './work-pages.tsx'

export type PictureForm = { alt: string; altEn: string; caption: string; captionEn: string; rights: string }

export function PicturesPage({
  frame,
  title,
  url,
  back,
  pictures,
  mayRelease,
  form,
  problems,
  said,
}: {
  frame: Frame
  title: string
  url: string
  back: Link
  pictures: readonly PictureLine[]
  mayRelease: boolean
  form: PictureForm
  problems: readonly FieldProblem[]
  said: Said
}) {
  const text = pictureWords(frame)
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  const line = (name: keyof PictureForm, label: string, hint?: string, optional?: boolean) => (
    <TextField
      reader={frame}
      name={name}
      label={label}
      hint={hint}
      value={form[name]}
      error={errorOf(name)}
      maxLength={300}
      optional={optional}
    />
  )
  return (
    <DeskLayout frame={frame} title={text.picturesOf(title)} back={back} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {pictures.length === 0 && <p>{text.none}</p>}
      {pictures.map(({ id, alt, caption, rights, width, height, released }) => (
        <section class="section">
          <figure class="picture">
            <img src={`${url}/${id}/file`} width={width} height={height} alt={alt.de ?? ''} />
            <figcaption>
              {caption.de} <span class="meta block">{rights}</span>
              <span class="meta block">{released ? text.shown : text.waiting}</span>
            </figcaption>
          </figure>
          {mayRelease && (
            <form method="post" action={`${url}/${id}`}>
              <div class="actions">
                {!released && (
                  <Button secondary name="go" value="release">
                    {text.release}
                  </Button>
                )}
                <Button danger name="go" value="remove">
                  {text.remove}
                </Button>
              </div>
            </form>
          )}
        </section>
      ))}
      <section class="section">
        <h2>{text.add}</h2>
        <form method="post" action={url} enctype="multipart/form-data" noValidate class="measure">
          <FileField
            reader={frame}
            name="file"
            label={text.file}
            hint={text.fileHint}
            accept={['jpeg', 'png', 'webp']}
            error={errorOf('file')}
            chooseAgain={problems.length > 0}
          />
          {line('alt', text.alt, text.altHint)}
          {line('altEn', text.altEn, undefined, true)}
          {line('caption', text.caption, text.captionHint, true)}
          {line('captionEn', text.captionEn, undefined, true)}
          {line('rights', text.rights, text.rightsHint)}
          <div class="actions section">
            <Button>{text.add}</Button>
          </div>
        </form>
      </section>
    </DeskLayout>
  )
}
