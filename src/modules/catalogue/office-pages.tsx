// The pages of offices: one with address, hours and what can be done there, and the list of all.
import { formatDay, phoneUrl } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { ButtonLink, type Contact, Contacts, type Fact, Facts, MapFrame } from '../../design/parts.tsx'
import { RichText } from '../../design/rich-text.tsx'
import { governmentOffice } from './json-ld.ts'
import { OfficeList, ServiceList } from './lists.tsx'
import type { OfficesView, OfficeView } from './views.ts'
import { type CatalogueWords, catalogueWords } from './words.ts'

export function OfficePage({ frame, view, overviewUrl }: { frame: Frame; view: OfficeView; overviewUrl: string }) {
  const text = catalogueWords(frame)
  const { name, hours, hoursNote, services, accessibility, about, machine } = view
  return (
    <Layout
      frame={frame}
      title={name}
      description={addressOf(view)}
      breadcrumb={[{ label: text.offices, url: overviewUrl }, { label: name }]}
      jsonLd={governmentOffice(frame, view)}
    >
      <div class="wrap page">
        <h1>{name}</h1>
        {view.unit && <p class="lead">{view.unit.url ? <a href={view.unit.url}>{view.unit.name}</a> : view.unit.name}</p>}
        <div class="cols service">
          <div class="start">
            <AddressAndContact view={view} text={text} />
          </div>
          <aside class="side" aria-label={text.atAGlance}>
            <Facts items={factsOf(frame, view, text)} />
          </aside>
          <div class="main">
            {(hours.length > 0 || hoursNote) && (
              <section>
                <h2>{text.hours}</h2>
                {hours.length > 0 && (
                  <dl class="hours">
                    {hours.map(({ days, times }) => (
                      <>
                        <dt>{days}</dt>
                        <dd>{times.length > 0 ? times.join(', ') : text.closed}</dd>
                      </>
                    ))}
                  </dl>
                )}
                {hoursNote && <RichText html={hoursNote.html} lang={hoursNote.language} />}
              </section>
            )}
            {accessibility.length > 0 && (
              <section>
                <h2>{text.access}</h2>
                <ul class="bullets measure">
                  {accessibility.map((item) => (
                    <li>{item}</li>
                  ))}
                </ul>
              </section>
            )}
            {services.length > 0 && (
              <section>
                <h2>{text.officeServices}</h2>
                <ServiceList services={services} text={text} />
              </section>
            )}
            <OtherNames names={view.otherNames} text={text} />
            {about && (
              <section>
                <h2>{text.officeAbout}</h2>
                <RichText html={about.html} lang={about.language} />
              </section>
            )}
            {machine.length > 0 && (
              <p class="meta section programs">
                {machine.map(({ label, url }) => (
                  <a href={url}>{label}</a>
                ))}
              </p>
            )}
          </div>
        </div>
      </div>
    </Layout>
  )
}

const addressOf = ({ street, postalCode, city }: OfficeView): string | undefined =>
  [street, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ') || undefined

function AddressAndContact({ view, text }: { view: OfficeView; text: CatalogueWords }) {
  const { phone, fax, mail, website, appointment, mapUrl } = view
  const contacts: Contact[] = []
  const address = addressOf(view)
  if (address) contacts.push({ icon: 'map-pin', label: address })
  if (phone) contacts.push({ icon: 'phone', label: phone, url: phoneUrl(phone) })
  if (mail) contacts.push({ icon: 'mail', label: mail, url: `mailto:${mail}` })
  if (fax) contacts.push({ icon: 'document', label: text.fax(fax) })
  if (website) contacts.push({ icon: 'external', label: text.website, url: website })
  return (
    <>
      <Contacts items={contacts} />
      {(appointment || mapUrl) && (
        <div class="actions">
          {appointment && <ButtonLink url={appointment}>{text.bookAppointment}</ButtonLink>}
          {mapUrl && (
            <a class="action-link" href={mapUrl}>
              {text.onMap}
            </a>
          )}
        </div>
      )}
    </>
  )
}

/** The first few; the rest on request: some offices have forty. */
const namesShown = 6

function OtherNames({ names, text }: { names: readonly string[]; text: CatalogueWords }) {
  if (names.length === 0) return null
  const rest = names.slice(namesShown)
  return (
    <section>
      <h2>{text.alsoKnownAs}</h2>
      <p>{names.slice(0, namesShown).join(', ')}</p>
      {rest.length > 0 && (
        <details>
          <summary>{text.moreNames(rest.length)}</summary>
          <p>{rest.join(', ')}</p>
        </details>
      )}
    </section>
  )
}

function factsOf(frame: Frame, view: OfficeView, text: CatalogueWords): Fact[] {
  const facts: Fact[] = []
  if (view.services.length > 0) facts.push({ label: text.services, value: String(view.services.length) })
  if (view.updated) facts.push({ label: text.factUpdated, value: formatDay(frame.language, view.updated) })
  return facts
}

/** The list is complete; the map only repeats it, on request. */
export function OfficesPage({ frame, view }: { frame: Frame; view: OfficesView }) {
  const text = catalogueWords(frame)
  const { total, groups, map } = view
  return (
    <Layout frame={frame} title={text.offices} breadcrumb={[{ label: text.offices }]}>
      <div class="wrap page">
        <h1>{text.offices}</h1>
        <p class="lead">{total === 0 ? text.noOffices : text.officesLead(total)}</p>
        {map && total > 0 && (
          <div class="section">
            <MapFrame frame={frame} url={map.url} source={map.source} kilobytes={map.kilobytes} shown={map.shown} />
          </div>
        )}
        {groups.map(({ title, offices }) => (
          <section class="section">
            <h2 class={title ? undefined : 'hidden'}>{title ?? text.offices}</h2>
            <OfficeList offices={offices} />
          </section>
        ))}
      </div>
    </Layout>
  )
}
