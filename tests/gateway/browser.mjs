// A headless Chromium, driven over its own pipe: nothing to install, no port.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--remote-debugging-pipe', '--lang=nl'];
// A thing that does not come about ends the test; none waits this long otherwise.
const PATIENCE = 60000;

export class Browser {
  #waiting = new Map();
  #listeners = [];
  #number = 0;
  #unread = '';

  constructor(flags = []) {
    this.home = mkdtempSync(join(tmpdir(), 'opvang-page-'));
    this.process = spawn('chromium', [...FLAGS, ...flags, `--user-data-dir=${this.home}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((end) => this.process.on('exit', end));
    this.process.stdio[4].on('data', (bytes) => this.#read(bytes));
  }

  #read(bytes) {
    const messages = (this.#unread + bytes).split('\0');
    this.#unread = messages.pop();
    for (const text of messages) {
      const message = JSON.parse(text);
      if (message.id) this.#waiting.get(message.id)(message);
      else this.#listeners.forEach((listen) => listen(message));
    }
  }

  send(method, params = {}, sessionId) {
    const id = ++this.#number;
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`${method}: no answer`)), PATIENCE);
      this.#waiting.set(id, (message) => {
        clearTimeout(late);
        this.#waiting.delete(id);
        if (message.error) fail(new Error(`${method}: ${message.error.message}`));
        else done(message.result);
      });
      this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener) { this.#listeners.push(listener); }

  async page(url, { script = true } = {}) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    await page.open(url, script);
    return page;
  }

  async end() {
    // By itself it ends with all of its processes, which write into its folder till then.
    this.send('Browser.close').catch(() => this.process.kill());
    await this.ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

class Page {
  constructor(browser, session) {
    // `keys`: of each write that was sent, the Idempotency-Key.
    // `sent`: of each answer, its address and how many bytes came over the line.
    Object.assign(this, { browser, session, console: [], keys: [], sent: [] });
    const addresses = new Map();
    browser.listen(({ sessionId, method, params }) => {
      if (sessionId !== session) return;
      if (method === 'Runtime.exceptionThrown') {
        this.console.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      } else if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type)) {
        this.console.push(params.args.map((one) => one.value ?? one.description).join(' '));
      } else if (method === 'Network.requestWillBeSent' && params.request.headers['Idempotency-Key']) {
        this.keys.push(params.request.headers['Idempotency-Key']);
      } else if (method === 'Network.responseReceived') {
        addresses.set(params.requestId, params.response.url);
      } else if (method === 'Network.loadingFinished') {
        this.sent.push({ url: addresses.get(params.requestId), bytes: params.encodedDataLength });
      } else if (method === 'Log.entryAdded' && params.entry.level === 'error') {
        this.console.push(`${params.entry.text} ${params.entry.url ?? ''}`);
      }
    });
  }

  send(method, params) { return this.browser.send(method, params, this.session); }

  async open(url, script) {
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`);
    await this.width(1280);
    await this.send('Emulation.setScriptExecutionDisabled', { value: !script });
    const loaded = new Promise((done) => this.browser.listen(({ sessionId, method }) => {
      if (sessionId === this.session && method === 'Page.loadEventFired') done();
    }));
    await this.send('Page.navigate', { url });
    await loaded;
    if (!script) return;
    await this.until(`document.querySelector('main h1') && !document.querySelector('main[aria-busy]')`);
  }

  offline(offline) {
    return this.send('Network.emulateNetworkConditions',
      { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }

  width(width) {
    return this.send('Emulation.setDeviceMetricsOverride',
      { width, height: 900, deviceScaleFactor: 1, mobile: false });
  }

  async run(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) {
      throw new Error(`${exceptionDetails.exception?.description ?? exceptionDetails.text}\n  in ${expression}`);
    }
    return result.value;
  }

  // Until it holds; looked at whenever the document changes.
  async until(condition) {
    const held = await this.run(`new Promise((done) => {
      const holds = () => { try { return ${condition}; } catch { return false; } };
      const look = () => { if (holds()) { watch.disconnect(); clearTimeout(late); done(true); } };
      const watch = new MutationObserver(look);
      watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const late = setTimeout(() => { watch.disconnect(); done(false); }, ${PATIENCE - 5000});
      look();
    })`);
    if (!held) throw new Error(`never came about: ${condition}\n  ${await this.text()}`);
  }

  // Does it, and waits for the view that it leads to.
  async leads(action) {
    await this.run('window.before = document.querySelector("main").firstElementChild; undefined');
    await this.run(`{ ${action} } undefined`);
    await this.until(`document.querySelector('main').firstElementChild !== window.before &&
      !document.querySelector('main[aria-busy]')`);
  }

  // Does it, and waits for the document that it leads to. At once where no script runs,
  // which ends no timer either.
  async loads(action, { atOnce = false } = {}) {
    const loaded = new Promise((done) => this.browser.listen(({ sessionId, method }) => {
      if (sessionId === this.session && method === 'Page.loadEventFired') done();
    }));
    await this.run(atOnce ? `${action}; undefined` : `setTimeout(() => { ${action}; }); undefined`);
    await loaded;
  }

  click(selector) {
    return this.leads(`document.querySelector(${JSON.stringify(selector)}).click();`);
  }

  go(hash) { return this.leads(`location.hash = ${JSON.stringify(hash)};`); }

  text(selector = 'main') {
    return this.run(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);
  }

  async key(key, code = key) {
    const event = { key, code, windowsVirtualKeyCode: { Tab: 9, Enter: 13, ArrowLeft: 37, ArrowRight: 39 }[key],
      ...(key === 'Enter' && { text: '\r' }) };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async picture(file, width, most = 8000) {
    // Of what lies behind another page no picture is made.
    await this.send('Page.bringToFront');
    await this.width(width);
    const height = await this.run('document.documentElement.scrollHeight');
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, most), scale: 1 } });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async print(file) {
    const { data } = await this.send('Page.printToPDF',
      { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }
}
