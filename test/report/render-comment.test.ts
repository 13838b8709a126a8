import { expect, test } from 'vitest';
import { renderComment } from '../../src/report/render-comment.ts';
import { situations } from './situations.ts';

const publicUrl = 'https://berth.example.com';

test.each(Object.entries(situations))('the comment reads well when the situation is %s', async (name, environments) => {
  const comment = renderComment({ environments, publicUrl });

  await expect(comment).toMatchFileSnapshot(`comments/${name}.md.txt`);
});
