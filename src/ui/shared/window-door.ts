import type { Door } from './connection.ts';

/** The door of the window that the page is in: the panel's own, or the parent window in a chat. */
export function windowDoor(): Door {
	const panel = globalThis.pageHost;
	return {
		post: (message) => {
			if (panel) panel.postMessage(message);
			else window.parent.postMessage(message, '*');
		},
		listen: (receive) =>
			window.addEventListener('message', ({ data, source }: MessageEvent<unknown>) => {
				if (panel || source === window.parent) receive(data);
			}),
	};
}

/** Tells a chat how high the page is, whenever that changes. */
export function reportHeight(tell: (size: { width: number; height: number }) => void): void {
	const observer = new ResizeObserver(() =>
		requestAnimationFrame(() =>
			tell({
				width: document.documentElement.clientWidth,
				// A fraction of a pixel less, and the frame would scroll.
				height: Math.ceil(document.body.getBoundingClientRect().height),
			}),
		),
	);
	observer.observe(document.body);
}

/** Takes over colours and fonts of the host. In high contrast a host of MCP Apps says "dark": borders tell the rest. */
export function wear(theme: unknown, variables: Readonly<Record<string, unknown>>): void {
	const { style, dataset } = document.documentElement;
	if (theme === 'light' || theme === 'dark') style.colorScheme = dataset['theme'] = theme;
	for (const [name, value] of Object.entries(variables))
		if (name.startsWith('--') && typeof value === 'string') style.setProperty(name, value);
}
