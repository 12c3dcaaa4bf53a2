import type { Notifications, RequestName } from './requests'

/**
 * The names of the contract without its schemas, for the two places that must stay small: the preload script and the
 * window. The compiler and `test/unit/contract` hold them to the contract.
 */
export const REQUEST_NAMES = [
  'getSnapshot',
  'connect',
  'disconnect',
  'pause',
  'useMemoryUntilQuit',
  'lookForOdoo',
  'noteOnboarding',
  'testConnection',
  'cancelTest',
  'addConnection',
  'replaceKey',
  'setKeyExpiry',
  'dismissRevokeReminder',
  'probeRights',
  'cancelProbe',
  'rotateMasterKey',
  'activateConnection',
  'removeConnection',
  'offerProvision',
  'acceptProvision',
  'dismissProvision',
  'getProvisionFile',
  'saveProvisionFile',
  'planClient',
  'applyClient',
  'listBackups',
  'restoreBackup',
  'getSnippets',
  'answerConsent',
  'undoDecision',
  'createClientKey',
  'rotateClientKey',
  'revokeClient',
  'pauseClient',
  'resumeClient',
  'setClientExpiry',
  'getActivity',
  'getModelActivity',
  'getMonth',
  'saveMonth',
  'getActivityNotes',
  'verifyJournal',
  'exportActivity',
  'prepareEvidence',
  'cancelEvidence',
  'readEvidence',
  'writeEvidence',
  'getSummary',
  'deleteActivity',
  'markAlertsSeen',
  'setWebhook',
  'removeWebhook',
  'testWebhook',
  'changeSettings',
  'setPolicy',
  'getAccessModels',
  'getAccessFields',
  'previewAccess',
  'getPermissionSheet',
  'savePermissionSheet',
  'getSupportText',
  'saveSupportText',
  'openExternal',
  'showInFolder',
] as const satisfies readonly RequestName[]

export const NOTIFICATION_NAMES = ['stateChanged', 'activityAdded', 'testProgressed', 'viewRequested'] as const satisfies readonly (keyof Notifications)[]

/** The IPC channel of a request or a notification. */
export function channelOf(name: RequestName | keyof Notifications): string {
  return `vitrine:${name}`
}
