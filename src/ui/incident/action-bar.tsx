import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AskedElsewhere } from '../shared/asked-elsewhere.tsx';
import { usePage } from '../shared/context.ts';
import { actionsFor, type Action, type Step, type Way } from './actions.ts';
import type { Incident } from './data.ts';

export interface ActionBarProps {
	readonly incident: Incident;
	readonly offered: ReadonlySet<string> | undefined;
	readonly act: (steps: readonly Step[], done: string) => Promise<boolean>;
}

/** The buttons that change the incident. What pages people or ends it is asked here, unless whoever runs the tools does. */
export function ActionBar({ incident, offered, act }: ActionBarProps) {
	const { asksItself, place } = usePage();
	const { l10n } = place;
	const [busy, setBusy] = useState<string>();
	const [open, setOpen] = useState<string>();
	const bar = useRef<HTMLDivElement>(null);
	const actions = actionsFor(incident, offered, asksItself, l10n);
	const asked = actions.find((action) => action.id === open && isAsked(action));

	const { activeElement } = document;
	const held = bar.current?.contains(activeElement) === true ? activeElement : undefined;
	useLayoutEffect(() => {
		// Whoever was on a button that is gone now is still in the bar.
		if (held && !held.isConnected) (bar.current?.querySelector('button') ?? bar.current)?.focus();
		// A question whose action has gone must not come back with it.
		if (open !== undefined && !asked) setOpen(undefined);
	});

	const close = ({ id }: Action) => {
		setOpen(undefined);
		bar.current?.querySelector<HTMLElement>(`[data-action="${id}"]`)?.focus();
	};
	const take = async (action: Action, { steps, done }: Way) => {
		if (busy !== undefined) return;
		setBusy(action.id);
		close(action);
		await act(steps, done);
		setBusy(undefined);
	};
	const press = (action: Action) => {
		if (busy !== undefined) return;
		const [way] = action.ways;
		if (isAsked(action)) setOpen(open === action.id ? undefined : action.id);
		else if (way) void take(action, way);
	};
	return (
		<div class="actions" ref={bar} tabIndex={-1}>
			<div role="group" aria-label={l10n.t('Actions')} class="buttons">
				{actions.map((action, index) => (
					<button
						key={action.id}
						type="button"
						class={index === 0 ? 'primary' : ''}
						data-action={action.id}
						aria-busy={busy === action.id}
						aria-disabled={busy !== undefined}
						{...(isAsked(action) ? { 'aria-expanded': open === action.id } : {})}
						onClick={() => press(action)}
					>
						{action.label}
					</button>
				))}
			</div>
			<AskedElsewhere kind={actions.find(({ id }) => id === busy)?.consent} />
			{asked && (
				<Question key={asked.id} action={asked} take={(way) => void take(asked, way)} close={() => close(asked)} />
			)}
		</div>
	);
}

/** Whether a click asks something first: whether to do it, or how. */
function isAsked({ question, ways }: Action): boolean {
	return question !== undefined || ways.length > 1;
}

interface QuestionProps {
	readonly action: Action;
	readonly take: (way: Way) => void;
	readonly close: () => void;
}

/** The keyboard is on what changes nothing: pressing Enter twice is no agreement. */
function Question({ action, take, close }: QuestionProps) {
	const { l10n } = usePage().place;
	const { question, ways, label } = action;
	const cancel = useRef<HTMLButtonElement>(null);
	useLayoutEffect(() => cancel.current?.focus(), []);
	return (
		<div
			class="question"
			role={question === undefined ? 'group' : 'alertdialog'}
			aria-label={question ?? l10n.t('{0}: for how long?', label)}
			onKeyDown={({ key }) => {
				if (key === 'Escape') close();
			}}
		>
			<p>{question ?? l10n.t('For how long?')}</p>
			<div class="buttons">
				{ways.map((way) => (
					<button key={way.label} type="button" onClick={() => take(way)}>
						{way.label}
					</button>
				))}
				<button type="button" ref={cancel} onClick={close}>
					{l10n.t('Cancel')}
				</button>
			</div>
		</div>
	);
}
