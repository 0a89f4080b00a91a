// What k6 sends: adds, lists and searches of a busy tenant at a fixed rate, and the
// searches of a quiet one beside it. Open loop: a late answer does not delay the next
// request, so a server that falls behind is seen to fall behind.
import http from "k6/http";
import { Counter } from "k6/metrics";

const host = __ENV.HOST;
const statuses = new Counter("statuses");
const PEOPLE = 50;
const PLACES = ["Porto", "Lima", "Oslo", "Quito", "Turin", "Cork", "Ghent", "Izmir"];

const rate = Number(__ENV.RATE);
const duration = __ENV.DURATION;
const scenarios = {
  quiet: {
    executor: "constant-arrival-rate", exec: "quiet", duration,
    rate: Number(__ENV.QUIET_RATE), timeUnit: "1s", preAllocatedVUs: 20, maxVUs: 200,
  },
};
if (rate > 0) {
  scenarios.busy = {
    executor: "constant-arrival-rate", exec: "busy", duration,
    rate, timeUnit: "1s", preAllocatedVUs: Math.min(500, rate * 2), maxVUs: 1000,
  };
}
// A threshold makes k6 keep the numbers of its tags apart.
const apart = {};
for (const tenant of ["quiet", "busy"]) {
  for (const op of ["search", "add", "list"]) {
    apart[`http_req_duration{tenant:${tenant},op:${op}}`] = ["max>=0"];
  }
  for (const status of [0, 200, 429, 500, 502, 503, 504]) {
    apart[`statuses{tenant:${tenant},status:${status}}`] = ["count>=0"];
  }
}
export const options = {
  scenarios,
  thresholds: apart,
  summaryTrendStats: ["count", "p(10)", "p(25)", "med", "p(75)", "p(90)", "p(95)", "p(99)", "p(99.9)", "max"],
  discardResponseBodies: true,
};

function send(tenant, key, op, path, body) {
  const answer = http.post(`${host}${path}`, JSON.stringify(body), {
    headers: { Authorization: `Token ${key}`, "Content-Type": "application/json" },
    tags: { tenant, op, name: op },
    timeout: "30s",
  });
  statuses.add(1, { tenant, status: String(answer.status) });
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const person = () => `load-${Math.floor(Math.random() * PEOPLE)}`;

function search(tenant, key) {
  const body = { query: `Who went to ${pick(PLACES)}?`, filters: { user_id: person() } };
  send(tenant, key, "search", "/v3/memories/search/", body);
}

export function quiet() {
  search("quiet", __ENV.QUIET_KEY);
}

export function busy() {
  const key = pick(__ENV.BUSY_KEYS.split(","));
  const drawn = Math.random();
  if (drawn < 0.65) {
    search("busy", key);
  } else if (drawn < 0.85) {
    const content = `Went to ${pick(PLACES)} on day ${Math.floor(Math.random() * 1e9)}.`;
    const body = { messages: [{ role: "user", content }], user_id: person(), infer: false };
    send("busy", key, "add", "/v3/memories/add/", body);
  } else {
    send("busy", key, "list", "/v3/memories/", { filters: { user_id: person() } });
  }
}

export function handleSummary(data) {
  return { stdout: JSON.stringify(data.metrics) };
}
