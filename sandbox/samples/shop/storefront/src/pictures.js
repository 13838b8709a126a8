/** Line drawings of what there is to buy, in a box of 120 by 90, with the hue of their background. */
export const pictures = {
  mug: {
    hue: 205,
    lines: [
      'M38 30h36v32a8 8 0 0 1-8 8H46a8 8 0 0 1-8-8z',
      'M74 38h8a7 7 0 0 1 7 7v3a7 7 0 0 1-7 7h-8',
      'M48 22c-3-4 3-5 0-9M56 22c-3-4 3-5 0-9M64 22c-3-4 3-5 0-9',
    ],
  },
  lantern: {
    hue: 40,
    lines: [
      'M46 34h28l4 34H42z',
      'M50 34a10 9 0 0 1 20 0M54 25a6 10 0 0 1 12 0',
      'M38 68h44v6H38z',
      'M60 60c-7-5-3-9 0-14 3 5 7 9 0 14z',
    ],
  },
  rope: {
    hue: 25,
    lines: [
      'M60 45m-26 0a26 24 0 1 0 52 0a26 24 0 1 0-52 0',
      'M60 45m-17 0a17 15 0 1 0 34 0a17 15 0 1 0-34 0',
      'M60 45m-8 0a8 7 0 1 0 16 0a8 7 0 1 0-16 0',
      'M86 45c2 14 6 20 14 24',
    ],
  },
  compass: {
    hue: 160,
    lines: [
      'M60 46m-27 0a27 27 0 1 0 54 0a27 27 0 1 0-54 0',
      'M70 34l-6 16-14 8 6-16z',
      'M60 25v5M60 62v5M39 46h5M76 46h5',
      'M56 14h8v5h-8z',
    ],
  },
  flag: { hue: 350, lines: ['M40 14v64', 'M40 18h44v30H40z', 'M62 18v30M40 33h44'] },
  anchor: {
    hue: 225,
    lines: [
      'M60 20m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0',
      'M60 26v48M46 36h28',
      'M34 54c2 13 12 20 26 20s24-7 26-20',
      'M34 54l-4 9M34 54l9 5M86 54l4 9M86 54l-9 5',
    ],
  },
};
