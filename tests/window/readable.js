// Answers with what cannot be read in the part of the page that is named: words that are cut, that leave the window, or
// that lie on other words. What scrolls out of sight is not cut, and lies on nothing.
const wrong = [];
const within = document.querySelector(arguments[0]);
const range = document.createRange();
const clips = (one, axis) => getComputedStyle(one)[`overflow${axis}`] !== 'visible';
const scrolls = (one, axis) => ['auto', 'scroll'].includes(getComputedStyle(one)[`overflow${axis}`]);
const ancestors = (one) => {
  const found = [];
  for (let up = one; up && up !== document.documentElement; up = up.parentElement) {
    found.push(up);
    // A dialog lies over all that it stands in.
    if (up.matches('dialog:modal')) break;
  }
  return found;
};
// What only a screen reader is given.
const unseen = (one) =>
  ancestors(one).some((up) => (up.clientWidth === 1 && up.clientHeight === 1) || getComputedStyle(up).clipPath === 'inset(50%)');

/** What is seen of it. */
const seen = (box, own) => {
  let { left, top, right, bottom } = box;
  for (const up of ancestors(own)) {
    const edge = up.getBoundingClientRect();
    if (scrolls(up, 'X')) [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    if (scrolls(up, 'Y')) [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
  }
  return { left, top, right, bottom };
};

const lines = [];
const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode;
  const own = text.parentElement;
  const isThere = own.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  if (!text.data.trim() || !isThere || unseen(own)) continue;
  range.selectNodeContents(text);
  for (const box of range.getClientRects()) if (box.width > 1) lines.push({ own, box, words: text.data.trim() });
}
if (lines.length === 0) wrong.push('there is nothing to read');

for (const { own, box, words } of lines) {
  // What is scrolled to within one part is cut by none around it.
  let reached = { X: false, Y: false };
  for (const up of ancestors(own)) {
    const edge = up.getBoundingClientRect();
    if (clips(up, 'X') && !reached.X && (box.left < edge.left - 1 || box.right > edge.right + 1))
      wrong.push(`"${words}" is cut at the side`);
    reached = { X: reached.X || scrolls(up, 'X'), Y: reached.Y || scrolls(up, 'Y') };
    if (clips(up, 'Y') && !reached.Y && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1))
      wrong.push(`"${words}" is cut above or below`);
  }
  if (box.left < -1 || box.right > innerWidth + 1) wrong.push(`"${words}" leaves the window`);
}
const inSight = lines.map((line) => ({ ...line, part: seen(line.box, line.own) }));
for (const [at, a] of inSight.entries()) {
  for (const b of inSight.slice(at + 1)) {
    const wide = Math.min(a.part.right, b.part.right) - Math.max(a.part.left, b.part.left);
    const high = Math.min(a.part.bottom, b.part.bottom) - Math.max(a.part.top, b.part.top);
    if (wide > 2 && high > 0.4 * Math.min(a.box.height, b.box.height)) wrong.push(`"${a.words}" lies on "${b.words}"`);
  }
}
return wrong;
