import { errorCode } from './file-steps'

/** Whether a process with this id runs. One that belongs to somebody else (EPERM) counts as running. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
