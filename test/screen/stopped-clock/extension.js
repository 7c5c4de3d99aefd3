import './stop.mjs';

export function activate() {}
