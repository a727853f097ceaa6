// The moving map: the town's places and districts from its own server, no tiles, no outside host.
import {
  AttributionControl,
  LngLatBounds,
  Map as MovingMap,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'

type Place = {
  type: 'Feature'
  geometry: { type: string; coordinates: unknown }
  properties: Record<string, string | number | null>
}
type Places = { type: 'FeatureCollection'; features: Place[]; attribution?: string }

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function boundsOf(features: readonly Place[]): LngLatBounds {
  const bounds = new LngLatBounds()
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number' && typeof value[1] === 'number') bounds.extend([value[0], value[1]])
    else for (const part of value) walk(part)
  }
  for (const { geometry } of features) walk(geometry.coordinates)
  return bounds
}

/** Lines of latitude and longitude: all that a town without its own map data has under its places. */
function graticule(bounds: LngLatBounds): Places {
  const step = 0.02
  const [west, south, east, north] = [
    bounds.getWest() - 0.2,
    bounds.getSouth() - 0.2,
    bounds.getEast() + 0.2,
    bounds.getNorth() + 0.2,
  ]
  const lines: Place[] = []
  const line = (coordinates: number[][]): void => {
    lines.push({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} })
  }
  for (let lon = Math.ceil(west / step) * step; lon < east; lon += step)
    line([
      [lon, south],
      [lon, north],
    ])
  for (let lat = Math.ceil(south / step) * step; lat < north; lat += step)
    line([
      [west, lat],
      [east, lat],
    ])
  return { type: 'FeatureCollection', features: lines }
}

export async function showMap(frame: HTMLElement): Promise<void> {
  const { map: source, mapWorker, mapWords } = frame.dataset
  const answer = await fetch(source ?? '')
  if (!answer.ok) throw new Error(`The places could not be loaded: ${answer.status}`)
  const places = (await answer.json()) as Places
  if (mapWorker) setWorkerUrl(new URL(mapWorker, location.href).href)
  const districts = places.features.filter(({ geometry }) => geometry.type !== 'Point')
  const points = places.features.filter(({ geometry }) => geometry.type === 'Point')
  const bounds = boundsOf(points.length > 0 ? points : districts)
  const container = document.createElement('div')
  container.className = 'map-view'
  frame.replaceChildren(container)
  const collection = (features: Place[]) => ({ type: 'FeatureCollection', features }) as never
  const map = new MovingMap({
    container,
    locale: JSON.parse(mapWords ?? '{}') as Record<string, string>,
    bounds,
    fitBoundsOptions: { padding: 40, maxZoom: 14 },
    attributionControl: false,
    cooperativeGestures: true,
    fadeDuration: 0,
    style: {
      version: 8,
      sources: {
        districts: { type: 'geojson', data: districts.length > 0 ? collection(districts) : (graticule(bounds) as never) },
        places: { type: 'geojson', data: collection(points) },
      },
      layers: [
        { id: 'ground', type: 'background', paint: { 'background-color': colour('--paper') } },
        {
          id: 'districts',
          type: 'fill',
          source: 'districts',
          filter: ['==', ['geometry-type'], 'Polygon'],
          paint: { 'fill-color': colour('--sand') },
        },
        { id: 'borders', type: 'line', source: 'districts', paint: { 'line-color': colour('--line-2'), 'line-width': 1 } },
        {
          id: 'places',
          type: 'circle',
          source: 'places',
          paint: {
            'circle-radius': 8,
            'circle-color': colour('--accent'),
            'circle-stroke-width': 2,
            'circle-stroke-color': colour('--paper'),
          },
        },
      ],
    },
  })
  map.addControl(new NavigationControl({ showCompass: false }))
  map.addControl(new ScaleControl({ unit: 'metric' }), 'top-left')
  map.addControl(new AttributionControl({ compact: false, ...(places.attribution && { customAttribution: places.attribution }) }))
  map.on('click', 'places', ({ features, lngLat }) => {
    const properties = features?.[0]?.properties as Record<string, string> | undefined
    if (!properties) return
    const link = document.createElement('a')
    link.href = properties.url ?? '#'
    link.textContent = properties.name ?? ''
    const text = document.createElement('p')
    text.append(link, document.createElement('br'), properties.address ?? '')
    new Popup({ closeButton: true, maxWidth: '18rem' }).setLngLat(lngLat).setDOMContent(text).addTo(map)
  })
  map.on('mouseenter', 'places', () => {
    map.getCanvas().style.cursor = 'pointer'
  })
  map.on('mouseleave', 'places', () => {
    map.getCanvas().style.cursor = ''
  })
}
