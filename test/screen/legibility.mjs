/**
 * What can be read of a tree's row.
 * @typedef {object} RowLook
 * @property {string} label     the text of its first part
 * @property {string} shown     as much of that as fits
 * @property {number} contrast  of that text to what is behind it, from 1 to 21 (WCAG 2.2, 1.4.3)
 */

/**
 * Measures the rows that one sees, in the page.
 * @param {import('playwright-core').Page} page
 * @param {string} selector of the rows
 * @returns {Promise<RowLook[]>}
 */
export function rowLooks(page, selector) {
	return page.locator(selector).evaluateAll((rows) => {
		/** @param {string} color as `getComputedStyle` gives it */
		const parse = (color) => {
			const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
			return { rgb: [red, green, blue], alpha };
		};
		/** @param {number[]} above @param {number} alpha @param {number[]} below */
		const blend = (above, alpha, below) => above.map((value, at) => value * alpha + (below[at] ?? 0) * (1 - alpha));
		/** @param {number[]} rgb */
		const luminance = (rgb) => {
			const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
				const part = value / 255;
				return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		/** @param {Element} element @returns {number[]} */
		const behind = (element) => {
			const { rgb, alpha } = parse(getComputedStyle(element).backgroundColor);
			if (alpha === 1) return rgb;
			const parent = element.parentElement;
			return blend(rgb, alpha, parent ? behind(parent) : [255, 255, 255]);
		};
		/** @param {Element} element */
		const opacity = (element) => {
			let whole = 1;
			for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement)
				whole *= Number(getComputedStyle(at).opacity);
			return whole;
		};
		return rows.flatMap((row) => {
			const name = row.querySelector('.label-name');
			const text = name?.firstChild;
			const container = row.querySelector('.monaco-icon-label-container');
			if (!name || !text || !container || row.getBoundingClientRect().height === 0) return [];
			const label = name.textContent ?? '';
			const edge = container.getBoundingClientRect().right;
			const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
			let shown = '';
			for (let node = walker.nextNode(); node; node = walker.nextNode()) {
				const content = node.textContent ?? '';
				for (let at = 0; at < content.length; at++) {
					const range = document.createRange();
					range.setStart(node, at);
					range.setEnd(node, at + 1);
					if (range.getBoundingClientRect().right > edge) break;
					shown += content[at];
				}
			}
			const ground = behind(name);
			const { rgb, alpha } = parse(getComputedStyle(name).color);
			const ink = luminance(blend(rgb, alpha * opacity(name), ground));
			const paper = luminance(ground);
			const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
			return [{ label, shown, contrast }];
		});
	});
}
