/**
 * The live connection of one person, as Discord's own client holds it: hello, identify, heartbeats, events.
 * A lost connection is made anew from the start: READY brings everything, so nothing needs replaying.
 */

const DISPATCH = 0;
const HEARTBEAT = 1;
const IDENTIFY = 2;
const RECONNECT = 7;
const INVALID_SESSION = 9;
const HELLO = 10;
const ACK = 11;
const TOKEN_REFUSED = 4004;
const LONGEST_PAUSE_MS = 8000;

export class Gateway {
  #socket = null;
  #beat = 0;
  #retry = 0;
  #sequence = null;
  #acknowledged = true;
  #tries = 0;
  #token = "";

  /**
   * `onEvent(name, data)` gets every dispatch; `onStatus("connecting" | "ready" | "lost" | "refused")` the state of
   * the line.
   */
  constructor({ onEvent, onStatus }) {
    this.onEvent = onEvent;
    this.onStatus = onStatus;
  }

  /** Connect as the person with this token, leaving any earlier connection. */
  become(token) {
    this.#token = token;
    this.#tries = 0;
    this.#open();
  }

  #open() {
    this.#hangUp();
    this.onStatus("connecting");
    const socket = new WebSocket(
      `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/gateway?v=10&encoding=json`,
    );
    this.#socket = socket;
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
  }

  #hear({ op, d, s, t }) {
    if (s !== null && s !== undefined) this.#sequence = s;
    if (op === HELLO) this.#hello(d.heartbeat_interval);
    else if (op === HEARTBEAT) this.#send(HEARTBEAT, this.#sequence);
    else if (op === ACK) this.#acknowledged = true;
    else if (op === RECONNECT || op === INVALID_SESSION) this.#lost(0);
    else if (op === DISPATCH) this.#dispatch(t, d);
  }

  #hello(interval) {
    this.#acknowledged = true;
    this.#beat = setInterval(() => {
      if (!this.#acknowledged) return this.#lost(0);
      this.#acknowledged = false;
      return this.#send(HEARTBEAT, this.#sequence);
    }, interval);
    const properties = { os: "browser", browser: "sandbox page", device: "" };
    this.#send(IDENTIFY, { token: this.#token, properties, compress: false });
  }

  #dispatch(name, data) {
    if (name === "READY") {
      this.#tries = 0;
      this.onStatus("ready");
    }
    this.onEvent(name, data);
  }

  #send(op, d) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  #lost(code) {
    this.#hangUp();
    if (code === TOKEN_REFUSED) return this.onStatus("refused");
    this.onStatus("lost");
    const pause = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** this.#tries);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#open(), pause);
    return undefined;
  }

  #hangUp() {
    clearInterval(this.#beat);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    this.#sequence = null;
    socket?.close();
  }
}
