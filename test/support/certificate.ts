import { generateKeyPairSync, sign } from 'node:crypto';

/** A self-signed certificate for one host, valid until 2049, and its key; both as PEM. */
export function selfSigned(host: string): { readonly cert: string; readonly key: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = der(0x30, objectId('06082a8648ce3d040302'));
	const name = der(0x30, der(0x31, der(0x30, objectId('0603550403'), der(0x0c, Buffer.from(host)))));
	const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));
	const hosts = der(0x30, objectId('0603551d11'), der(0x04, der(0x30, der(0x82, Buffer.from(host)))));
	const content = der(
		0x30,
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		validity,
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, der(0x30, hosts)),
	);
	const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
	const lines = der(0x30, content, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
	return {
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}

/** One value of ASN.1: its tag, its length, its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
	const value = Buffer.concat(content);
	const length = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

function objectId(hex: string): Buffer {
	return Buffer.from(hex, 'hex');
}
