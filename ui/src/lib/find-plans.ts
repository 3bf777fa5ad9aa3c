/** All that only a catalogue on screen needs, to be fetched as one: filters, search and orders. */
export * from './filter-plans'
export * from './other-names'
export * from './search-plans'
export * from './sort-plans'
