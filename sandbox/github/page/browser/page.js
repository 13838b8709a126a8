// @ts-check
import { drawDiagrams } from './diagrams.js';
import { watchChanges } from './live.js';
import { submitInPlace } from './forms.js';
import { closeMenus } from './menus.js';
import { keepTimes } from './times.js';

submitInPlace();
closeMenus();
keepTimes();
watchChanges();
void drawDiagrams();
