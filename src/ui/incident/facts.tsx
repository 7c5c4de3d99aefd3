import { useEffect, useState } from 'preact/hooks';
import { useMoment, usePage } from '../shared/context.ts';
import { Fact } from '../shared/fact.tsx';
import { Link, OutsideText, Time } from '../shared/text.tsx';
import { countdown, momentOf, span } from '../shared/time.ts';
import type { IncidentDetails } from './data.ts';
import { responderState, urgencyWord } from './words.ts';

/** What is known of an incident, as a list of names and values. */
export function Facts({
	details: { incident, customFields = [], responders = [] },
}: {
	readonly details: IncidentDetails;
}) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const opened = momentOf(incident.created_at);
	const resolved = momentOf(incident.resolved_at);
	const escalates = momentOf(incident.escalates_at);
	const assignees = incident.assignees ?? [];
	return (
		<section aria-label={l10n.t('Details')}>
			<dl>
				<Fact name={l10n.t('Urgency')} value={urgencyWord(incident.urgency, l10n)} />
				<Fact name={l10n.t('Service')} value={incident.service} />
				<Fact name={l10n.t('Assigned to')} value={assignees.join(', ') || l10n.t('nobody')} />
				{incident.status !== 'resolved' && escalates !== undefined && (
					<Fact name={l10n.t('Escalates in')} value={<Countdown to={escalates} />} />
				)}
				<Fact name={l10n.t('Escalation policy')} value={incident.escalation_policy} />
				<Fact name={l10n.t('Teams')} value={incident.teams?.join(', ')} />
				{opened !== undefined && (
					<Fact
						name={l10n.t('Opened')}
						value={
							<>
								<Time at={opened} />
								{resolved === undefined && ` · ${l10n.t('open for {0}', span(now - opened, l10n))}`}
							</>
						}
					/>
				)}
				{resolved !== undefined && <Fact name={l10n.t('Resolved')} value={<Time at={resolved} />} />}
				<Fact name={l10n.t('Why it was resolved')} value={incident.resolve_reason} />
				<Fact
					name={l10n.t('Responders')}
					value={responders.map(({ name, state }) => `${name} (${responderState(state, l10n)})`).join(', ')}
				/>
				{incident.conference !== undefined && (
					<Fact name={l10n.t('Conference')} value={<OutsideText text={incident.conference} />} />
				)}
				{customFields.map(({ name, value }) => (
					<Fact key={name} name={name} value={<OutsideText text={value} />} />
				))}
				{incident.url !== undefined && <Fact name={l10n.t('In PagerDuty')} value={<Link url={incident.url} />} />}
			</dl>
		</section>
	);
}

/** What is left until then, second by second. */
function Countdown({ to }: { readonly to: number }) {
	const { l10n } = usePage().place;
	const { visible } = useMoment();
	const [now, setNow] = useState(Date.now());
	useEffect(() => {
		if (!visible) return undefined;
		setNow(Date.now());
		const tick = setInterval(() => setNow(Date.now()), 1000);
		return () => clearInterval(tick);
	}, [visible]);
	return <span role="timer">{to > now ? countdown(to - now) : l10n.t('any moment')}</span>;
}
