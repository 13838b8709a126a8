// @ts-check
const menus = 'details.menu-details[open]';

/** Menus close when one looks elsewhere; without JavaScript they close where they were opened. */
export function closeMenus() {
  document.addEventListener('click', ({ target }) => {
    for (const menu of document.querySelectorAll(menus)) {
      if (!(target instanceof Node && menu.contains(target))) menu.removeAttribute('open');
    }
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of document.querySelectorAll(menus)) {
      menu.removeAttribute('open');
      menu.querySelector('summary')?.focus();
    }
  });
}
