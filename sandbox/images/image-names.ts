/** The images whose recipes lie beside this file, a folder each, with the version that their readable tag gives. */
export const imageVersions = {
  busybox: '1.35',
  debian: '12',
  django: '3.2',
  pause: '1',
  postgres: '15',
  redis: '7',
  static: '1',
  web: '1',
} as const;

export type ImageName = keyof typeof imageVersions;

export function isImageName(name: string): name is ImageName {
  return Object.hasOwn(imageVersions, name);
}
