import { expect, it } from 'vitest';
import { signBody } from '../../../../sandbox/github/webhooks/signature.ts';

it("signs GitHub's own example as GitHub does", () => {
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

  expect(signBody("It's a Secret to Everybody", 'Hello, World!')).toBe(signature);
});
