// A page that the browser shows from its memory is fetched anew: its fields would be those of before the last save.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
