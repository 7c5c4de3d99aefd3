import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { tokensIn } from '../../../src/tools/text/fitted.ts';

describe('the estimate of tokens', () => {
	for (const [what, text] of [
		['prose', 'The last deployment is suspicious: we roll back to 5.2.1 and watch the pool of connections.'],
		['German', 'Zahlungen über die Kartenschnittstelle schlagen fehl, der Verbindungspool ist erschöpft.'],
		['Russian', 'Задержка сервиса заказов превысила пять секунд, в пуле не осталось соединений.'],
		['Greek', 'Οι πληρωμές με κάρτα αποτυγχάνουν μετά την τελευταία εγκατάσταση, οι συνδέσεις εξαντλήθηκαν.'],
		['Arabic', 'تفشل مدفوعات البطاقات منذ آخر نشر، وقد استنفد تجمع الاتصالات بالكامل.'],
		['Hebrew', 'תשלומי הכרטיסים נכשלים מאז הפריסה האחרונה, ומאגר החיבורים התרוקן.'],
		['Thai', 'การชำระเงินด้วยบัตรล้มเหลวตั้งแต่การปรับใช้ครั้งล่าสุด และพูลการเชื่อมต่อหมดแล้ว'],
		['Hindi', 'पिछले परिनियोजन के बाद से कार्ड भुगतान विफल हो रहे हैं और कनेक्शन पूल समाप्त हो गया है।'],
		['Vietnamese', 'Thanh toán bằng thẻ bị lỗi từ lần triển khai cuối cùng, nhóm kết nối đã cạn kiệt.'],
		['Japanese', '注文サービスの応答時間が四千八百ミリ秒に達し、接続プールに空きがありません。'],
		['Chinese', '自上次部署以来，银行卡支付一直失败，连接池已经耗尽，请立即回滚。'],
		['Korean', '마지막 배포 이후 카드 결제가 계속 실패하고 있으며 연결 풀이 고갈되었습니다.'],
		['pictures', '🔥 Checkout is down 🚨🚨 please help 🙏👩‍💻'],
		['records', '{"id":"QVJUGUZ5YZH22P","number":4280,"created_at":"2026-03-10T09:51:00Z","mine":true}'],
		['logs', '{"pod":"a-7f9c4d-x2x9q","err":"ECONNRESET 0x7f3a","path":"/v2/orders?cursor=eyJhIjox"}'],
		['base64', Buffer.from(Array.from({ length: 120 }, (_, at) => (at * at * 131 + at * 77) % 256)).toString('base64')],
		['a cursor', Buffer.from('{"offset":25,"limit":100,"since":"2026-03-10T09:51:00Z"}').toString('base64')],
	] as const) {
		it(`is near the truth for ${what}`, () => {
			const ratio = tokensIn(text) / countTokens(text);
			assert.ok(ratio > 0.85 && ratio < 1.8, ratio.toFixed(2));
		});
	}
});
