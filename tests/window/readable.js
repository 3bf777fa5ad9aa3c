// Answers with what cannot be read in the part of the page that is named: words that are cut, that leave the window, or
// that lie on other words. What scrolls out of sight is not cut.
const wrong = [];
const within = document.querySelector(arguments[0]);
const range = document.createRange();
const clips = (one, axis) => getComputedStyle(one)[`overflow${axis}`] !== 'visible';
const scrolls = (one, axis) => ['auto', 'scroll'].includes(getComputedStyle(one)[`overflow${axis}`]);
const ancestors = (one) => {
  const found = [];
  for (let up = one; up && up !== document.documentElement; up = up.parentElement) found.push(up);
  return found;
};
const unseen = (one) => ancestors(one).some((up) => up.clientWidth === 1 && up.clientHeight === 1);

const lines = [];
const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode;
  const own = text.parentElement;
  if (!text.data.trim() || !own.checkVisibility({ visibilityProperty: true }) || unseen(own)) continue;
  range.selectNodeContents(text);
  for (const box of range.getClientRects()) if (box.width > 1) lines.push({ own, box, words: text.data.trim() });
}
if (lines.length === 0) wrong.push('there is nothing to read');

for (const { own, box, words } of lines) {
  for (const up of ancestors(own)) {
    const edge = up.getBoundingClientRect();
    if (clips(up, 'X') && (box.left < edge.left - 1 || box.right > edge.right + 1)) wrong.push(`"${words}" is cut at the side`);
    if (clips(up, 'Y') && !scrolls(up, 'Y') && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1))
      wrong.push(`"${words}" is cut above or below`);
  }
  if (box.left < -1 || box.right > innerWidth + 1) wrong.push(`"${words}" leaves the window`);
}
for (const [at, a] of lines.entries()) {
  for (const b of lines.slice(at + 1)) {
    const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (wide > 2 && high > 0.4 * Math.min(a.box.height, b.box.height)) wrong.push(`"${a.words}" lies on "${b.words}"`);
  }
}
return wrong;
