/** Which picture stands beside which step. The words of every language follow the same order. */
import type { PictureName } from '../../components/guest/GuestPicture.svelte'
import type { Phone } from './en'

export const scanning: Record<Phone, [PictureName, PictureName, PictureName]> = {
  iphone: ['wifi', 'camera', 'confirm'],
  samsung: ['wifi', 'settings', 'camera'],
  android: ['wifi', 'settings', 'camera'],
  windows: ['wifi', 'settings', 'camera'],
}

export const before: [PictureName, PictureName, PictureName] = ['wifi', 'dial', 'unlocked']

export const after: [PictureName, PictureName] = ['line', 'roaming']
