/** The image that holds a pod's namespaces open. It is imported, never pulled: the node must come up before any registry. */
export const pauseImage = 'berth.sandbox/pause:1';
