'use strict';

// Stands in for @vscode/native-watchdog, which needs a compiler. The watchdog only ends a server whose parent is gone.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
