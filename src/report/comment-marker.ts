/** The first line of the one comment that berth keeps on a pull request, by which it finds the comment again. It does not show. */
export const commentMarker = '<!-- berth -->';
