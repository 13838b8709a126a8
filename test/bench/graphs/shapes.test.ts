import { expect, test } from 'vitest';
import { shapeChain, shapeIndependent, shapeLayers, shapeWide } from '../../../bench/graphs/shapes.ts';

test('in a chain each waits for the one before', () => {
  expect(shapeChain(3)).toEqual({ 'step-1': [], 'step-2': ['step-1'], 'step-3': ['step-2'] });
});

test('in layers each waits for two of the layer above', () => {
  const shape = shapeLayers(4, 5);

  expect(Object.keys(shape)).toHaveLength(20);
  expect(shape['layer-1-5']).toEqual([]);
  expect(shape['layer-2-1']).toEqual(['layer-1-1', 'layer-1-2']);
  expect(shape['layer-4-5']).toEqual(['layer-3-5', 'layer-3-1']);
});

test('in a column each waits for one', () => {
  expect(shapeLayers(2, 1)).toEqual({ 'layer-1-1': [], 'layer-2-1': ['layer-1-1'] });
});

test('a wide graph begins and ends in one', () => {
  const shape = shapeWide(50);

  expect(Object.keys(shape)).toHaveLength(52);
  expect(shape['middle-50']).toEqual(['first']);
  expect(shape['last']).toHaveLength(50);
});

test('independent releases wait for nothing', () => {
  expect(Object.values(shapeIndependent(100)).flat()).toEqual([]);
  expect(Object.keys(shapeIndependent(100))).toHaveLength(100);
});
