// Preloaded by `node --require`: nothing leaves the machine.
// Clients tell their vendor about every call unless they are told not to; a connection
// to anywhere but loopback is refused before it is made, and its host is written down
// in the file that OUTSIDE names.

"use strict";

const fs = require("node:fs");
const net = require("node:net");

const INSIDE = new Set(["localhost", "127.0.0.1", "::1"]);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof options === "object" && !options.path ? options.host : undefined;
  if (host !== undefined && !INSIDE.has(host)) {
    fs.appendFileSync(process.env.OUTSIDE, `${host}\n`);
    process.nextTick(() => this.destroy(new Error(`${host} is outside this machine`)));
    return this;
  }
  return connect.apply(this, args);
};
