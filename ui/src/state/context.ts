/** How components reach the desk without handing it through every level. */
import { createContext } from 'svelte'
import type { Desk } from './desk.svelte'

export const [useDesk, provideDesk] = createContext<Desk>()
