/** The part of the `fernet` package that we use; it brings no types of its own. */
declare module 'fernet' {
  interface WordArray {
    toString(): string
  }
  interface Secret {
    readonly encryptionKey: WordArray
    readonly signingKey: WordArray
  }
  interface TokenOptions {
    readonly secret: Secret
    readonly message?: string
    readonly token?: string
    /** Seconds; 0 for no expiry. */
    readonly ttl: number
  }
  interface Token {
    readonly iv: WordArray
    readonly cipherText: WordArray
    encode(message: string): string
    decode(token: string): string
  }
  const fernet: {
    Secret: new (urlSafeBase64: string) => Secret
    Token: new (options: TokenOptions) => Token
    encryptMessage(message: string, key: WordArray, iv: WordArray): WordArray
    Hex: { parse(text: string): WordArray }
    decode64toHex: (urlSafeBase64: string) => string
    timeBytes: (time?: Date | number) => WordArray
  }
  export = fernet
}
