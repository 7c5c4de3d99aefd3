// node guard.mjs PID: ends that process, with all it has started, when whoever started this is gone: their end of the pipe closes then.
import { endGroup } from './processes.mjs';

const pid = Number(process.argv[2]);
process.stdin.resume().on('end', () => void endGroup({ pid }));
