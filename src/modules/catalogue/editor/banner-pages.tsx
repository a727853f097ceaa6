// Notices of disruptions: the list, and the form for one.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { DateField, ErrorSummary, type FieldProblem, Radios, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { listWords } from './list-words.ts'
import { editorWords } from './words.ts'
import type { Said } from './work-pages.tsx'

export type BannerLine = { title: string; url: string; when: string; where: string; state: string }

export function BannersPage({
  frame,
  lines,
  url,
  back,
  said,
}: {
  frame: Frame
  lines: readonly BannerLine[]
  url: string
  back: Link | undefined
  said: Said
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.banners}
      back={back}
      aside={
        <ButtonLink secondary url={`${url}/new`}>
          {lists.newBanner}
        </ButtonLink>
      }
    >
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <p class="measure">{lists.bannersLead}</p>
      <div class="section">
        {lines.length === 0 ? (
          <EmptyState title={lists.noBanners} />
        ) : (
          <Table
            caption={text.count(lines.length)}
            rows={lines}
            columns={[
              { label: lists.bannerTitle, cell: ({ title, url: own }) => <a href={own}>{title}</a> },
              { label: text.state, cell: ({ state }) => state },
              { label: lists.when, cell: ({ when }) => when },
              { label: lists.where, cell: ({ where }) => where },
            ]}
          />
        )}
      </div>
    </DeskLayout>
  )
}

type Moment = { day: string; month: string; year: string; time: string }
export type BannerForm = {
  title: string
  text: string
  titleEn: string
  textEn: string
  link: string
  from: Moment
  to: Moment
  on: string
  name: string
}

export function BannerPage({
  frame,
  id,
  form,
  problems,
  url,
  back,
  mayEnd,
}: {
  frame: Frame
  id: number
  form: BannerForm
  problems: readonly FieldProblem[]
  url: string
  back: Link
  mayEnd: boolean
}) {
  const lists = listWords(frame)
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  const line = (
    name: 'title' | 'titleEn' | 'link' | 'name',
    label: string,
    more: { hint?: string; optional?: boolean; maxLength?: number } = {},
  ) => <TextField reader={frame} name={name} label={label} value={form[name]} error={errorOf(name)} {...more} />
  const moment = (name: 'from' | 'to', label: string) => (
    <div class="cols">
      <DateField reader={frame} name={name} label={label} value={form[name]} error={errorOf(name)} />
      <TextField
        reader={frame}
        name={`${name}-time`}
        label={`${label}: ${lists.bannerTime}`}
        value={form[name].time}
        error={errorOf(`${name}-time`)}
        width={10}
      />
    </div>
  )
  return (
    <DeskLayout frame={frame} title={id === 0 ? lists.newBanner : form.title} back={back} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={url} noValidate class="measure">
        {line('title', lists.bannerTitle, { hint: lists.bannerTitleHint, maxLength: 80 })}
        <TextArea
          reader={frame}
          name="text"
          label={lists.bannerText}
          value={form.text}
          error={errorOf('text')}
          maxLength={400}
          rows={3}
        />
        {line('titleEn', lists.bannerTitleEn, { maxLength: 80 })}
        <TextArea
          reader={frame}
          name="textEn"
          label={lists.bannerTextEn}
          value={form.textEn}
          error={errorOf('textEn')}
          maxLength={400}
          rows={3}
        />
        {moment('from', lists.bannerFrom)}
        {moment('to', lists.bannerTo)}
        <Radios
          reader={frame}
          name="on"
          label={lists.bannerPlace}
          value={form.on}
          error={errorOf('on')}
          choices={[
            { value: 'everywhere', label: lists.everywhere },
            { value: 'service', label: lists.onService },
            { value: 'topic', label: lists.onTopic },
          ]}
        />
        {line('name', lists.bannerNumber, { optional: true, maxLength: 250 })}
        {line('link', lists.bannerLink, { hint: lists.bannerLinkHint, optional: true, maxLength: 300 })}
        <div class="actions section">
          <Button>{lists.bannerSave}</Button>
        </div>
      </form>
      {mayEnd && (
        <form method="post" action={`${url}/end`} class="section">
          <Button danger>{lists.bannerEnd}</Button>
        </form>
      )}
    </DeskLayout>
  )
}
