// The answers on a service's page, in the order in which people ask; a question without an answer is left out.
import type { ComponentChildren } from 'preact'
import { phoneUrl } from '../../design/format.ts'
import { langOf } from '../../design/frame.ts'
import { type Contact, Contacts, LinkList, Steps } from '../../design/parts.tsx'
import { RichText } from '../../design/rich-text.tsx'
import { OfficeList } from './lists.tsx'
import type { ChannelKind, ServiceView, TownText } from './views.ts'
import type { CatalogueWords } from './words.ts'

function Question({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

const Said = ({ said }: { said: TownText | undefined }) => said && <RichText html={said.html} lang={said.language} />

export function ServiceAnswers({ view, text }: { view: ServiceView; text: CatalogueWords }) {
  const { texts, fees, documents, steps, offices, links, legalBases, related, minutesOnSite } = view
  const channels = contactsOf(view)
  const groups = [...view.situations, ...view.topics]
  return (
    <>
      {texts.about && (
        <Question title={text.about}>
          <Said said={texts.about} />
        </Question>
      )}
      {view.pictures?.map(({ url, width, height, alt, caption, rights }) => (
        <figure class="picture section">
          <img src={url} width={width} height={height} alt={alt} loading="lazy" />
          <figcaption class="meta">{[caption, text.pictureRights(rights)].filter(Boolean).join(' ')}</figcaption>
        </figure>
      ))}
      {(texts.appliesTo || texts.prerequisites) && (
        <Question title={text.appliesTo}>
          <Said said={texts.appliesTo} />
          <Said said={texts.prerequisites} />
        </Question>
      )}
      {(documents.length > 0 || texts.documents) && (
        <Question title={text.documents}>
          {documents.length > 0 && (
            <ul class="bullets measure">
              {documents.map(({ name, note }) => (
                <li>
                  {name}
                  {note && <span class="meta block">{note}</span>}
                </li>
              ))}
            </ul>
          )}
          <Said said={texts.documents} />
        </Question>
      )}
      {(fees.length > 0 || texts.cost) && (
        <Question title={text.cost}>
          {fees.length > 0 && (
            <ul class="ruled">
              {fees.map(({ label, amount }) => (
                <li>
                  <span>{label}</span>
                  <span class="strong num">{amount}</span>
                </li>
              ))}
            </ul>
          )}
          <Said said={texts.cost} />
        </Question>
      )}
      {(texts.duration || minutesOnSite !== undefined) && (
        <Question title={text.duration}>
          {minutesOnSite !== undefined && <p>{text.onSite(minutesOnSite)}</p>}
          <Said said={texts.duration} />
        </Question>
      )}
      {texts.deadline && (
        <Question title={text.deadline}>
          <Said said={texts.deadline} />
        </Question>
      )}
      {offices.length > 0 && (
        <Question title={text.where}>
          {offices.length === 1 ? <OneOffice office={offices[0] as (typeof offices)[0]} /> : <OfficeList offices={offices} />}
        </Question>
      )}
      {(steps.length > 0 || texts.procedure) && (
        <Question title={text.procedure}>
          {steps.length > 0 && <Steps items={steps} />}
          <Said said={texts.procedure} />
        </Question>
      )}
      {channels.length > 0 && (
        <Question title={text.channels}>
          <Contacts items={channels} />
        </Question>
      )}
      {links.length > 0 && (
        <Question title={text.links}>
          <ul class="bullets measure">
            {links.map((link) => (
              <li>
                <a href={link.url} lang={langOf(link)}>
                  {link.label}
                </a>
              </li>
            ))}
          </ul>
        </Question>
      )}
      {texts.hints && (
        <Question title={text.hints}>
          <Said said={texts.hints} />
        </Question>
      )}
      {texts.remedy && (
        <Question title={text.remedy}>
          <Said said={texts.remedy} />
        </Question>
      )}
      {(legalBases.length > 0 || texts.legal) && (
        <Question title={text.legal}>
          {legalBases.length > 0 && (
            <ul class="bullets measure">
              {legalBases.map(({ label, url }) => (
                <li>{url ? <a href={url}>{label}</a> : label}</li>
              ))}
            </ul>
          )}
          <Said said={texts.legal} />
        </Question>
      )}
      {related.length > 0 && (
        <Question title={text.related}>
          <LinkList items={related} />
        </Question>
      )}
      {groups.length > 0 && (
        <Question title={text.situations}>
          <LinkList items={groups} />
        </Question>
      )}
      <ForPrograms view={view} text={text} />
    </>
  )
}

function OneOffice({ office }: { office: ServiceView['offices'][0] }) {
  const { name, url, address, phone, mail } = office
  return (
    <>
      <p>
        <a href={url}>{name}</a>
        {address && <span class="block">{address}</span>}
      </p>
      <Contacts
        items={[
          ...(phone ? [{ icon: 'phone' as const, label: phone, url: phoneUrl(phone) }] : []),
          ...(mail ? [{ icon: 'mail' as const, label: mail, url: `mailto:${mail}` }] : []),
        ]}
      />
    </>
  )
}

const channelIcons: Record<ChannelKind, Contact['icon']> = {
  online: 'online',
  appointment: 'calendar',
  link: 'external',
  office: 'building',
  post: 'mail',
  phone: 'phone',
  mail: 'mail',
}

/** What the start of the page has already offered is not repeated. */
function contactsOf({ channels, online, appointment }: ServiceView): Contact[] {
  return channels
    .filter(({ url }) => url === undefined || (url !== online?.url && url !== appointment?.url))
    .map(({ kind, label, url, note }) => ({ icon: channelIcons[kind], label, url, note }))
}

function ForPrograms({ view, text }: { view: ServiceView; text: CatalogueWords }) {
  const { machine, leikaKeys } = view
  if (machine.length === 0 && leikaKeys.length === 0) return null
  return (
    <p class="meta section programs">
      {leikaKeys.length > 0 && (
        <span>
          {text.leika} <span class="num">{leikaKeys.join(', ')}</span>
        </span>
      )}
      {machine.map(({ label, url }) => (
        <a href={url}>{label}</a>
      ))}
    </p>
  )
}
