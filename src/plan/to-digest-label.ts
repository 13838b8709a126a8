/** A label's value has at most 63 characters; 160 bits are as safe here as 256. */
const labelLength = 40;

/** Shortens the digest of a release to what a label can hold: Helm keeps it with the revision, where the next look finds it. */
export function toDigestLabel(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, labelLength);
}
