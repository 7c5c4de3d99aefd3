import type { ComponentChildren } from 'preact';
import { Closed } from '../shared/closed.tsx';
import { useMoment, usePage } from '../shared/context.ts';
import { Fact } from '../shared/fact.tsx';
import { OpenInEditor } from '../shared/open-in-editor.tsx';
import type { L10n } from '../shared/place.ts';
import type { Part } from '../shared/reading.ts';
import { Link, OutsideText, Time } from '../shared/text.tsx';
import { span, spanOfTime } from '../shared/time.ts';
import { incidentTitle, statusWord } from '../shared/words.ts';
import type { Change, Listed, MaintenanceWindow, Named, OnCall, OpenIncident, ServiceDetails } from './data.ts';
import type { ServiceReader } from './reader.ts';

export interface ServicePageProps {
	readonly reader: ServiceReader;
}

/** A service: what is open, who is on call, what it depends on, what was deployed, and how it is set up. */
export function ServicePage({ reader }: ServicePageProps) {
	const { l10n } = usePage().place;
	const { closed, service, incidents, oncalls, changes, readAt, offered } = reader.known;
	const details = service.value;
	if (closed !== undefined || (!details && service.problem !== undefined))
		return (
			<Closed
				why={service.problem || (closed ?? '')}
				otherwise={l10n.t('This service cannot be shown.')}
				again={() => reader.begin({})}
			/>
		);
	if (!details) return <p role="status">{l10n.t('Reading the service …')}</p>;
	const { windows = [], integrations, dependsOn, neededBy, incomplete } = details;
	const reading = [service, incidents, oncalls, changes].some((part) => part.reading);
	return (
		<article aria-labelledby="title" aria-busy={reading}>
			<Header details={details} />
			{service.problem !== undefined && (
				<p class="problem" role="alert">
					{l10n.t('This may be out of date: {0}', service.problem)}
				</p>
			)}
			{windows.map((window) => (
				<Maintenance key={window.id} window={window} />
			))}
			<div class="columns">
				<div>
					<List
						id="open"
						title={l10n.t('Open incidents')}
						part={incidents}
						list={incidents.value}
						empty={l10n.t('No open incidents.')}
						row={(incident) => <IncidentRow key={incident.id} incident={incident} />}
					/>
					<List
						id="oncall"
						title={l10n.t('On call now')}
						part={oncalls}
						list={oncalls.value}
						empty={
							service.problem === undefined && details.policyId === undefined
								? l10n.t('It has no escalation policy.')
								: l10n.t('Nobody is on call')
						}
						row={(oncall) => <OnCallRow key={`${oncall.level} ${oncall.user}`} oncall={oncall} />}
					/>
					<Dependencies dependsOn={dependsOn} neededBy={neededBy} />
				</div>
				<div>
					<List
						id="changes"
						title={l10n.t('Recent changes')}
						part={changes}
						list={changes.value}
						empty={l10n.t('No deployment or other change is known.')}
						row={(change) => <ChangeRow key={change.id} change={change} />}
					/>
					<Facts details={details} />
					{integrations !== undefined && (
						<List
							id="integrations"
							title={l10n.t('Integrations')}
							list={{ rows: integrations, more: false }}
							empty={l10n.t('It has none: nothing sends alerts to it.')}
							row={({ name, type }) => (
								<li key={`${name} ${type ?? ''}`}>
									<span dir="auto">{name}</span>{' '}
									{type !== undefined && <span class="hint">{integrationKind(type)}</span>}
								</li>
							)}
						/>
					)}
					{incomplete.length > 0 && (
						<ul class="hint">
							{incomplete.map((one) => (
								<li key={one}>{one}</li>
							))}
						</ul>
					)}
				</div>
			</div>
			<footer>
				<OpenInEditor page="service" id={details.id} offered={offered} />
				<button type="button" aria-busy={reading} onClick={() => void reader.read()}>
					{l10n.t('Refresh')}
				</button>
				{readAt !== undefined && (
					<span class="hint">
						{l10n.t('as of')} <Time at={readAt} />
					</span>
				)}
			</footer>
		</article>
	);
}

function Header({ details: { name, status, description } }: { readonly details: ServiceDetails }) {
	const { l10n } = usePage().place;
	return (
		<header>
			{status !== undefined && (
				<p class="badges">
					<span class={`status ${looks[status] ?? ''}`}>{serviceStatus(status, l10n)}</span>
				</p>
			)}
			<h1 id="title" dir="auto">
				{name}
			</h1>
			{description !== undefined && (
				<p class="outside" dir="auto">
					<OutsideText text={description} />
				</p>
			)}
		</header>
	);
}

function Facts({ details }: { readonly details: ServiceDetails }) {
	const { l10n } = usePage().place;
	const { policy, teams, urgency, supportHours, acknowledgementTimeout, autoResolve, grouping, lastIncident, url } =
		details;
	const time = (seconds: number | undefined) => (seconds === undefined ? undefined : span(seconds * 1000, l10n));
	return (
		<section aria-labelledby="facts">
			<h2 id="facts">{l10n.t('Settings')}</h2>
			<dl>
				<Fact name={l10n.t('Escalation policy')} value={policy} />
				<Fact name={l10n.t('Teams')} value={teams.join(', ')} />
				<Fact name={l10n.t('Urgency')} value={urgency} />
				<Fact name={l10n.t('Support hours')} value={supportHours} />
				<Fact name={l10n.t('Alert grouping')} value={grouping} />
				<Fact name={l10n.t('Triggers again after')} value={time(acknowledgementTimeout)} />
				<Fact name={l10n.t('Resolves itself after')} value={time(autoResolve)} />
				<Fact
					name={l10n.t('Last incident')}
					value={lastIncident === undefined ? undefined : <Time at={lastIncident} />}
				/>
				{url !== undefined && <Fact name={l10n.t('In PagerDuty')} value={<Link url={url} />} />}
			</dl>
		</section>
	);
}

interface ListProps<Row> {
	readonly id: string;
	readonly title: string;
	readonly part?: Part<unknown>;
	/** Undefined while they are not known. */
	readonly list: Listed<Row> | undefined;
	readonly empty: string;
	readonly row: (row: Row) => ComponentChildren;
}

function List<Row>({ id, title, part, list, empty, row }: ListProps<Row>) {
	const { l10n } = usePage().place;
	const problem = part?.problem;
	const { rows, more = false } = list ?? {};
	return (
		<section aria-labelledby={id} aria-busy={part?.reading}>
			<h2 id={id}>{rows === undefined || rows.length === 0 ? title : `${title} (${rows.length}${more ? '+' : ''})`}</h2>
			{problem !== undefined && <p class="problem">{problem}</p>}
			{rows === undefined && problem === undefined && <p>{l10n.t('Reading …')}</p>}
			{rows?.length === 0 && <p>{empty}</p>}
			{rows !== undefined && rows.length > 0 && <ul class="rows">{rows.map(row)}</ul>}
			{more && <p class="hint">{l10n.t('There are more of them.')}</p>}
		</section>
	);
}

function IncidentRow({ incident }: { readonly incident: OpenIncident }) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const { status, priority, urgency, assignees, at } = incident;
	return (
		<li>
			<p dir="auto">{incidentTitle(incident)}</p>
			<p class="hint">
				<span class={`status ${['triggered', 'acknowledged'].includes(status) ? status : ''}`}>
					{statusWord(status, l10n)}
				</span>
				{[
					priority,
					urgency === 'high' ? l10n.t('High urgency') : undefined,
					assignees.join(', ') || l10n.t('nobody'),
					at === undefined ? undefined : l10n.t('open for {0}', span(now - at, l10n)),
				].map((part) => (part === undefined ? '' : ` · ${part}`))}
			</p>
		</li>
	);
}

/** As PagerDuty writes it: Events API v2 for `events_api_v2`. */
function integrationKind(type: string): string {
	const words = type.replaceAll('_', ' ').replace(/\bapi\b/g, 'API');
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function OnCallRow({ oncall: { user, level, schedule, until, me } }: { readonly oncall: OnCall }) {
	const { l10n } = usePage().place;
	return (
		<li>
			<p dir="auto">
				{user}
				{me && ` (${l10n.t('me')})`}
			</p>
			<p class="hint">
				{l10n.t('Level {0}', level)}
				{schedule !== undefined && ` · ${schedule}`}
				{until !== undefined && (
					<>
						{' · '}
						{l10n.t('until')} <Time at={until} />
					</>
				)}
			</p>
		</li>
	);
}

function ChangeRow({ change: { at, summary, source, links } }: { readonly change: Change }) {
	return (
		<li>
			<p dir="auto">{summary}</p>
			<p class="hint">
				{at !== undefined && <Time at={at} />}
				{source !== undefined && ` · ${source}`}
			</p>
			{links.map((url) => (
				<p key={url} class="hint">
					<Link url={url} />
				</p>
			))}
		</li>
	);
}

/** What it depends on, and what depends on it: a problem of the one is often one of the other. */
function Dependencies({
	dependsOn,
	neededBy,
}: {
	readonly dependsOn: readonly Named[] | undefined;
	readonly neededBy: readonly Named[] | undefined;
}) {
	const { l10n } = usePage().place;
	if (!dependsOn || !neededBy) return null;
	const names = (of: readonly Named[]) =>
		of.length === 0 ? (
			l10n.t('nothing')
		) : (
			<ul class="names">
				{of.map(({ id, name }) => (
					<li key={id} dir="auto">
						{name}
					</li>
				))}
			</ul>
		);
	return (
		<section aria-labelledby="dependencies">
			<h2 id="dependencies">{l10n.t('Dependencies')}</h2>
			<dl>
				<Fact name={l10n.t('Depends on')} value={names(dependsOn)} />
				<Fact name={l10n.t('Needed by')} value={names(neededBy)} />
			</dl>
		</section>
	);
}

function Maintenance({ window: { ongoing, start, end, description, by } }: { readonly window: MaintenanceWindow }) {
	const { place } = usePage();
	const { l10n } = place;
	return (
		<div class="problem">
			<p>
				<strong>{ongoing ? l10n.t('In maintenance') : l10n.t('Maintenance to come')}</strong>
				{start !== undefined && end !== undefined && `: ${spanOfTime(start, end, place)}`}
			</p>
			{description !== undefined && (
				<p class="outside" dir="auto">
					<OutsideText text={description} />
				</p>
			)}
			{by !== undefined && <p class="hint">{by}</p>}
		</div>
	);
}

const looks: Readonly<Record<string, string>> = {
	critical: 'triggered',
	warning: 'acknowledged',
	active: 'resolved',
};

function serviceStatus(status: string, l10n: L10n): string {
	switch (status) {
		case 'active':
			return l10n.t('No open incident');
		case 'warning':
			return l10n.t('Open incidents, all acknowledged');
		case 'critical':
			return l10n.t('Incidents that wait for somebody');
		case 'maintenance':
			return l10n.t('In maintenance');
		case 'disabled':
			return l10n.t('Disabled');
		default:
			return status;
	}
}
