// Answers with what is wrong: what scrolls sideways, which control is smaller than a finger needs, cannot be brought
// into view as a whole, is covered, cuts off its own words or breaks inside of one, or lies on another one.
const wrong = [];
const within = document.querySelector('dialog[open]') ?? document;
const name = (one) => `${one.tagName} ${one.innerText?.trim() || one.name || one.ariaLabel}`;
const scrolls = (one, axis) => ['auto', 'scroll'].includes(getComputedStyle(one)[`overflow${axis}`]);
const clips = (one) => getComputedStyle(one).overflow !== 'visible';
const ancestors = (one) => {
  const found = [];
  for (let up = one.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    found.push(up);
    // A dialog lies over all that it stands in.
    if (up.matches('dialog:modal')) break;
  }
  return found;
};

const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
for (const one of document.querySelectorAll('body *')) {
  if (scrolls(one, 'X') && one.clientWidth > 0 && one.tagName !== 'INPUT' && one.scrollWidth > one.clientWidth)
    wrong.push(`${one.tagName} ${one.className} scrolls sideways: ${one.scrollWidth} in ${one.clientWidth}, for ` +
      [...one.querySelectorAll('*')].filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0).map(name));
}

const controls = [...within.querySelectorAll('button, summary, select, a[href], input:not(.unseen), label:has(.unseen)')]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
if (controls.length === 0) wrong.push('there is nothing to press');

/** Longer ones may break where nothing is as wide as they are: compounds, names, numbers. */
const LONG = 12;
/** Words of a button that stand on more than one line. */
const broken = (one) => {
  const found = [];
  if (!one.matches('button, summary, a[href]')) return found;
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (const { 0: word, index } of text.data.matchAll(/\p{L}+/gu)) {
      if (word.length > LONG) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const [first, ...others] = [...range.getClientRects()].filter((box) => box.width > 0);
      if (others.some((box) => box.top > first.top + first.height / 2)) found.push(word);
    }
  }
  return found;
};

/** What can be seen of it without scrolling. */
const seen = (one) => {
  let { left, top, right, bottom } = one.getBoundingClientRect();
  for (const up of ancestors(one).filter(clips)) {
    const box = up.getBoundingClientRect();
    left = Math.max(left, box.left); right = Math.min(right, box.right);
    top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
  }
  return { one, left, top, right, bottom };
};
// A finger needs 44 px each way. What is small itself may be pressed on its label.
for (const one of controls) {
  const target = one.matches('[type=checkbox], [type=radio]') ? (one.closest('label') ?? one) : one;
  const { width, height } = target.getBoundingClientRect();
  if (width < 43.5 || height < 43.5) wrong.push(`${name(one)} is small: ${Math.round(width)} by ${Math.round(height)}`);
}
const boxes = controls.map(seen).filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1);
for (const [at, a] of boxes.entries()) {
  for (const b of boxes.slice(at + 1)) {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1 && !a.one.contains(b.one) && !b.one.contains(a.one))
      wrong.push(`${name(a.one)} lies on ${name(b.one)}`);
  }
}

for (const one of controls) {
  one.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const { left, top, right, bottom } = one.getBoundingClientRect();
  if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) {
    wrong.push(`${name(one)} does not fit: ${[left, top, right, bottom].map(Math.round)} in ${innerWidth}x${innerHeight}`);
    continue;
  }
  const box = seen(one);
  if (box.right - box.left < right - left - 2 || box.bottom - box.top < bottom - top - 2) wrong.push(`${name(one)} is cut off`);
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (hit === null || !(one.contains(hit) || (hit.tagName === 'LABEL' && hit.contains(one))))
    wrong.push(`${name(one)} lies under ${hit?.tagName} ${hit?.className}`);
  if (one.tagName === 'BUTTON' && one.scrollWidth > one.clientWidth + 1) wrong.push(`${name(one)} does not hold its words`);
  for (const word of broken(one)) wrong.push(`${name(one)} breaks inside of "${word}"`);
}
scrollTo(0, 0);
return wrong;
