/** What a change makes of the fake's settings. */
import type { SettingsChange, SettingsView } from '../bindings'

export function changed(settings: SettingsView, change: SettingsChange): SettingsView {
  switch (change.kind) {
    case 'language':
      return { ...settings, language: change.value }
    case 'appearance':
      return { ...settings, appearance: change.value }
    case 'desk_name':
      return { ...settings, deskName: change.value }
    case 'country':
      return { ...settings, country: change.value }
    case 'proxy':
      return { ...settings, proxy: change.value }
    case 'forget_after':
      return { ...settings, forgetAfterDays: change.days }
    case 'extra_ca_file':
      return { ...settings, extraCaFile: change.value }
    case 'second_monitor':
      return { ...settings, secondMonitor: change.value }
    case 'put_away_after_minutes':
      return { ...settings, putAwayAfterMinutes: change.value }
    case 'slip_paper':
      return { ...settings, slipPaper: change.value }
    case 'android_link':
      return { ...settings, androidLink: change.value }
    case 'house_email':
      return { ...settings, houseEmail: change.value.trim() }
    case 'several_desks':
      return settings
  }
}
