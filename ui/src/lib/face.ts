/**
 * The face that the page is set in. On Linux that is what the desktop calls `sans-serif`: WebKitGTK takes a tenth of a
 * second to go through a longer list, and the first picture waits for it. Imported for its effect, before any component.
 */
import { isLinux } from './system'

if (isLinux()) document.documentElement.dataset['system'] = 'linux'
