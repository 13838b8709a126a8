import { computed, ref } from 'vue';

/** What the visitor wants to have, by product. It lasts as long as the page is open. */
export function useCart() {
  const counts = ref(new Map());
  const lines = computed(() => [...counts.value.values()]);
  const total = computed(() => lines.value.reduce((sum, { product, count }) => sum + product.price_cents * count, 0));
  const size = computed(() => lines.value.reduce((sum, { count }) => sum + count, 0));

  function change(product, difference) {
    const count = (counts.value.get(product.slug)?.count ?? 0) + difference;
    if (count > 0) counts.value.set(product.slug, { product, count });
    else counts.value.delete(product.slug);
  }

  return { lines, total, size, change };
}
