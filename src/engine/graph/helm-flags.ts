/** Raised when berth runs Helm in another way whose effect differs: every release is then applied once more. */
export const helmFlags: readonly string[] = ['1'];
