type Env = Readonly<Record<string, string | undefined>>
export function startSessionBus(
  env: Env,
  directory: string,
): Promise<{ readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string }; readonly stop: () => Promise<void> }>
export function startKeyring(env: Env, directory: string): Promise<{ readonly stop: () => Promise<void> }>
