/**
 * Powers of the browser that the window has no use for, taken away before the session is even asked: some of them are
 * not put to its permission handlers, and asking for a USB device ends some versions of Electron with a crash.
 */
const FEATURES = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
] as const

export const PERMISSIONS_POLICY = FEATURES.map((feature) => `${feature}=()`).join(', ')
