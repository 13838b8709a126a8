/** Where this storefront runs and where its API is. The chart writes it, so one image fits every environment. */
export async function readConfig() {
  return readJson('/config.json');
}

export async function readProducts({ apiUrl }) {
  const { products } = await readJson(`${apiUrl}/api/products`);
  return products;
}

export async function countVisit({ apiUrl }) {
  const { visits } = await readJson(`${apiUrl}/api/visits`, { method: 'POST' });
  return visits;
}

export function formatPrice(cents) {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

async function readJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
