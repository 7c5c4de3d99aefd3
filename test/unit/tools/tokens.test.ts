import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { tokensIn } from '../../../src/tools/tokens.ts';

describe('the estimate of tokens', () => {
	for (const [what, text] of [
		['prose', 'The last deployment is suspicious: we roll back to 5.2.1 and watch the pool of connections.'],
		['German', 'Zahlungen über die Kartenschnittstelle schlagen fehl, der Verbindungspool ist erschöpft.'],
		['Russian', 'Задержка сервиса заказов превысила пять секунд, в пуле не осталось соединений.'],
		['Japanese', '注文サービスの応答時間が四千八百ミリ秒に達し、接続プールに空きがありません。'],
		['records', '{"id":"QVJUGUZ5YZH22P","number":4280,"created_at":"2026-03-10T09:51:00Z","mine":true}'],
		['logs', '{"pod":"a-7f9c4d-x2x9q","err":"ECONNRESET 0x7f3a","path":"/v2/orders?cursor=eyJhIjox"}'],
	] as const) {
		it(`is near the truth for ${what}, rather above it`, () => {
			const ratio = tokensIn(text) / countTokens(text);
			assert.ok(ratio > 0.9 && ratio < 1.4, ratio.toFixed(2));
		});
	}
});
