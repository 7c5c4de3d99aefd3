import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AskedElsewhere } from '../shared/asked-elsewhere.tsx';
import { useMoment, usePage } from '../shared/context.ts';
import { fullMoment, span as lengthOf, spanOfTime, zoneName } from '../shared/time.ts';
import { Form } from '../shared/form.tsx';
import { localTime } from '../shared/zone.ts';
import type { Picked } from './board.tsx';
import type { Named, Schedule, Shift, Span } from './data.ts';
import { MomentField, typedMoment } from './moment-field.tsx';
import { isCrowded, peopleIn, planInWords, reachOf, replacedIn, stillHolds, swappable, type Plan } from './plan.ts';
import { StandIn } from './stand-in.tsx';

export interface PlannerProps {
	readonly picked: Picked;
	readonly me: Named | undefined;
	readonly mayOverride: boolean;
	readonly maySwap: boolean;
	readonly find: (query: string) => Promise<readonly Named[] | string>;
	/** A change is under way: nothing else is picked and nothing is closed meanwhile. */
	readonly busy: boolean;
	/** The schedule as it is now during a span; or why it cannot be read. */
	readonly read: (schedule: string, span: Span) => Promise<Schedule | string>;
	/** Sends it; gives why that failed. */
	readonly send: (plan: Plan) => Promise<string | undefined>;
	readonly close: () => void;
}

/** Where a change of who is on call is put together, looked at, and only then sent. */
export function Planner({ picked, me, mayOverride, maySwap, busy, find, read, send, close }: PlannerProps) {
	const { place, asksItself } = usePage();
	const { now } = useMoment();
	const { l10n, timeZone } = place;
	const { schedule, shift } = picked.bar;
	const others = shift && maySwap ? swappable(schedule, shift, now) : [];
	const [way, setWay] = useState<'override' | 'swap'>(mayOverride ? 'override' : 'swap');
	const [pickedStart] = useState(Math.max(picked.start, now));
	const typed = (at: number) => typedMoment(localTime(at, timeZone), timeZone, at);
	const [start, setStart] = useState(typed(pickedStart));
	const [end, setEnd] = useState(typed(picked.end));
	const [to, setTo] = useState<Named>();
	const [replaced, setReplaced] = useState(shift?.userId);
	const [other, setOther] = useState('');
	const [plan, setPlan] = useState<Plan>();
	const [problem, setProblem] = useState<string>();
	const [checking, setChecking] = useState(false);
	const form = useRef<HTMLElement>(null);
	useLayoutEffect(() => {
		if (!picked.isGrowing) form.current?.focus();
	}, [picked.isGrowing]);

	const span = { start: start.at ?? NaN, end: end.at ?? NaN };
	const there = peopleIn(schedule, span);
	const insteadOf = replacedIn(schedule, span, replaced);
	const wanted = (): Plan | string => {
		if (way === 'swap') {
			const found = others.find((one) => keyOf(one) === other);
			if (!found || !shift) return l10n.t('Choose the shift to swap it with.');
			return { kind: 'swap', schedule, one: shift, other: found };
		}
		if ([start, end].some(({ local, at }) => !Number.isNaN(Date.parse(`${local}Z`)) && at === undefined))
			return l10n.t('The clocks go forward then, so that time does not exist. Choose an hour later.');
		if (!(span.start < span.end)) return l10n.t('It must end after it begins.');
		if (span.end <= now) return l10n.t('That is over and can no longer be changed.');
		if (!to) return l10n.t('Choose who takes over.');
		if (to.id === insteadOf?.id) return l10n.t('{0} is already on call then.', to.name);
		return { kind: 'override', schedule, to, insteadOf, ...span };
	};
	/** The plan with the schedule as it is now: what was drawn may be old, or end before the plan does. */
	const look = async () => {
		const found = wanted();
		setProblem(typeof found === 'string' ? found : undefined);
		if (typeof found === 'string' || checking || busy) return;
		setChecking(true);
		const fresh = await read(schedule.id, reachOf(found));
		setChecking(false);
		// Where whoever runs the tools asks the person, they name all of it, and once is enough.
		const next = (seen: Plan) => (asksItself.has('off-call') ? agree(seen) : setPlan(seen));
		if (typeof fresh === 'string') setProblem(fresh || l10n.t('Who is on call cannot be shown.'));
		else if (found.kind === 'override')
			await next({ ...found, schedule: fresh, insteadOf: replacedIn(fresh, found, replaced) });
		else if (stillHolds(found, fresh)) await next({ ...found, schedule: fresh });
		else setProblem(l10n.t('The schedule has changed in the meantime. Look again at who is on call then.'));
	};
	const agree = async (agreed: Plan) => {
		if (busy) return;
		const failure = await send(agreed);
		setProblem(failure);
		if (failure !== undefined) setPlan(undefined);
	};
	const leave = () => {
		if (busy) return;
		if (plan) setPlan(undefined);
		else close();
	};
	const onKeyDown = ({ key }: KeyboardEvent) => {
		if (key === 'Escape') leave();
	};
	return (
		<section
			class="planner"
			ref={form}
			tabIndex={-1}
			aria-label={l10n.t('Change who is on call')}
			onKeyDown={onKeyDown}
		>
			{plan ? (
				<LastLook plan={plan} busy={busy} agree={() => void agree(plan)} back={leave} />
			) : (
				<Form send={() => void look()}>
					<header class="buttons">
						<h2 dir="auto">{schedule.name}</h2>
						{mayOverride && others.length > 0 && (
							<div role="group" aria-label={l10n.t('What to change')} class="switch">
								<button type="button" aria-pressed={way === 'override'} onClick={() => setWay('override')}>
									{l10n.t('Override')}
								</button>
								<button type="button" aria-pressed={way === 'swap'} onClick={() => setWay('swap')}>
									{l10n.t('Swap')}
								</button>
							</div>
						)}
					</header>
					{way === 'override' ? (
						<div class="fields">
							<MomentField label={l10n.t('From')} value={start} near={pickedStart} set={setStart} />
							<MomentField label={l10n.t('Until')} value={end} near={picked.end} set={setEnd} />
							{isCrowded(schedule, span) && (
								<label>
									{l10n.t('Instead of')}
									<select value={replaced ?? ''} onChange={({ currentTarget }) => setReplaced(currentTarget.value)}>
										{there.map(({ id, name }) => (
											<option key={id} value={id}>
												{name}
											</option>
										))}
									</select>
								</label>
							)}
							<StandIn schedule={schedule} me={me} not={insteadOf?.id} to={to} choose={setTo} find={find} />
						</div>
					) : (
						<div class="fields">
							<p>{shift && `${shift.user}: ${spanOfTime(Math.max(shift.start, now), shift.end, place)}`}</p>
							<label>
								{l10n.t('Swap with')}
								<select value={other} onChange={({ currentTarget }) => setOther(currentTarget.value)}>
									<option value="">{l10n.t('Choose a shift')}</option>
									{others.map((one) => (
										<option key={keyOf(one)} value={keyOf(one)}>
											{`${one.user}: ${spanOfTime(Math.max(one.start, now), one.end, place)}`}
										</option>
									))}
								</select>
							</label>
						</div>
					)}
					{problem !== undefined && (
						<p class="problem" role="alert">
							{problem}
						</p>
					)}
					<AskedElsewhere kind={busy ? 'off-call' : undefined} />
					<div class="buttons">
						<button
							type="button"
							class="primary"
							aria-disabled={checking || busy}
							aria-busy={checking || busy}
							onClick={() => void look()}
						>
							{l10n.t('Continue')}
						</button>
						<button type="button" onClick={close}>
							{l10n.t('Cancel')}
						</button>
						<span class="hint">
							{l10n.t('Times are in {0}. You see the whole change before it is made.', zoneName(now, place))}
						</span>
					</div>
				</Form>
			)}
		</section>
	);
}

interface LastLookProps {
	readonly plan: Plan;
	readonly busy: boolean;
	readonly agree: () => void;
	readonly back: () => void;
}

/** The keyboard is on what changes nothing: pressing Enter twice is no agreement. */
function LastLook({ plan, busy, agree, back }: LastLookProps) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const { question, lines } = planInWords(plan, now, place);
	const cancel = useRef<HTMLButtonElement>(null);
	useLayoutEffect(() => cancel.current?.focus(), []);
	return (
		<div role="alertdialog" aria-label={question} aria-describedby="plan" class="look">
			<h2 dir="auto">{question}</h2>
			<ul id="plan">
				{lines.map((line) => (
					<li key={line} dir="auto">
						{line}
					</li>
				))}
				{plan.kind === 'override' && (
					<li class="hint">
						{lengthOf(plan.end - Math.max(plan.start, now), l10n)} · {fullMoment(Math.max(plan.start, now), place)} –{' '}
						{fullMoment(plan.end, place)}
					</li>
				)}
			</ul>
			<div class="buttons">
				<button type="button" class="primary" aria-disabled={busy} aria-busy={busy} onClick={agree}>
					{plan.kind === 'override' ? l10n.t('Override') : l10n.t('Swap')}
				</button>
				<button type="button" ref={cancel} aria-disabled={busy} onClick={back}>
					{l10n.t('Back')}
				</button>
			</div>
		</div>
	);
}

function keyOf({ userId, start }: Shift): string {
	return `${userId} ${start}`;
}
